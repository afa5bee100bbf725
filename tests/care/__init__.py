"""Tests of the care chapter."""
