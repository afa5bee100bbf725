"""Pure mathematics, usable without the rest: no Django, no files, no clock."""
