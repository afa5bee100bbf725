"""Reads of the dispatch chapter; every list starts from `visible_to`."""
