"""A province's history that never happened: simulated from a seed, to explore and to test with."""
