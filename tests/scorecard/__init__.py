"""Tests of the scorecard chapter."""
