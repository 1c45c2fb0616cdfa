"""Comes."""
