"""The parts of the pages of review: queue, items, notices, decisions, what follows."""
