"""The parts of a community's pages: the walk, its items, what is due."""
