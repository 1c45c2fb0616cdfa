"""Where places lie: boundaries for the map, and squares for its printed sister."""
