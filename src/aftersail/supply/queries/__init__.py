"""Reads of the supply chapter."""
