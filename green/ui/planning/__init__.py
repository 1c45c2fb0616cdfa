"""The parts of the pages for planners."""
