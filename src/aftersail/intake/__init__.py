"""Chapter 1: the customer's voice, on any channel."""
