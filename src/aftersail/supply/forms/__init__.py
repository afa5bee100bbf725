"""Forms of the supply chapter."""
