"""Writes of the people chapter beyond the plain registers."""
