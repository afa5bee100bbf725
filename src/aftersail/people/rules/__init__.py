"""Decisions of the people chapter; pure: no query, no clock, no request."""
