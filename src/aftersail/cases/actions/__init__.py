"""Writes of the cases chapter: permission, rule, save, log, in one transaction each."""
