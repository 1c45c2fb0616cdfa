"""The renovation list as files: a spreadsheet, and points for a map (GeoJSON)."""
