"""Forms on paper: blank and filled, both languages on one A4 sheet."""
