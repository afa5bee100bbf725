"""Turning data and a Typst template into PDF bytes that are the same every time."""
