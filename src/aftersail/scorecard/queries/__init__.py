"""Reads of the scorecard: what is asked, which cases count, what they add up to."""
