"""Figures as of a date: participating, submitted, attained, targets and what is missing."""
