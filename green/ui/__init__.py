"""Streamlit helpers for the pages: who is here, which community, cards that save themselves."""
