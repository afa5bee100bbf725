"""Forms of the chapter, by what they are for."""
