"""Evidence beyond the references: its files, how they come in, and the library they are in."""
