"""Columns and filters of the supply chapter's lists."""
