"""Files in and out: spreadsheets of people, the log as a file."""
