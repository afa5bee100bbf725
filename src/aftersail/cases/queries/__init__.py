"""Reads of the cases chapter; every list starts from `visible_to`."""
