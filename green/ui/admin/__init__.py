"""The parts of the pages of administration: people, log, data, official figures."""
