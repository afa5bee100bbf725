"""Reads of the visits chapter; every list starts from `visible_to`."""
