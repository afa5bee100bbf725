"""Pages of the supply chapter."""
