"""The parts of the pages of figures and forms."""
