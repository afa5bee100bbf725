"""Chapter 6: one-to-one service."""
