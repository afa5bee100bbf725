"""Chapter 7: what the customer thought."""
