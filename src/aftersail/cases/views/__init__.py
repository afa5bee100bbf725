"""Pages of the cases chapter: parse, ask, call, answer."""
