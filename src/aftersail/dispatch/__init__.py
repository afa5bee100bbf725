"""Chapter 3: who goes where, when, with what."""
