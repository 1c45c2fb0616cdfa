"""Handing in files: chosen or photographed in the browser, sent to our own routes."""
