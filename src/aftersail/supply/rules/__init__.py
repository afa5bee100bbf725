"""Pure decisions of the supply chapter: no query, no clock."""
