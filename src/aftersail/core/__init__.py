"""The ground floor: accounts, isolation, log, numbering, calendar, files, lists; no domain nouns."""
