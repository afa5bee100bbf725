"""Tests of the satisfaction chapter."""
