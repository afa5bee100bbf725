"""The weekly plan on paper."""
