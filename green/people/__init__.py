"""People, what they may do where, and the one rule book that says so."""
