"""Divisions and communities: where they are, how they are found, how many there are."""
