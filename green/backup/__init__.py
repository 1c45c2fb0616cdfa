"""Backups: a database and its files as they were at one moment, made, proved and brought back."""
