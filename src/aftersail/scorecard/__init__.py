"""Chapter 8: the key figures."""
