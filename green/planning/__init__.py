"""The planner's view: items by district, near misses, what-if, renovation lists and plans."""
