"""What is answered over plain HTTP: coming in and going out, and the guards around every page."""
