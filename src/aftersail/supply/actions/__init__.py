"""Writes of the supply chapter."""
