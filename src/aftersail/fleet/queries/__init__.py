"""Reads of the fleet chapter; every list starts from `visible_to`."""
