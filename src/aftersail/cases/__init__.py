"""Chapter 2: one problem, one owner, honest clocks."""
