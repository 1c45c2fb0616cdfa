"""The bulletin (通报): what a period brought to a place and its parts, for Word and Excel."""
