"""Writes of the visits chapter; each can be called later than it happened, with the device's time and its own ids."""
