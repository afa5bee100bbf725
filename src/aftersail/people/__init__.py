"""The people who serve and the places they serve from."""
