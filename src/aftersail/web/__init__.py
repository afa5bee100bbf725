"""Everything assembled: settings, addresses, base templates, API, command line."""
