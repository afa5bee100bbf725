"""Pages of the ground floor: signing in, accounts, notifications, search, files, log."""
