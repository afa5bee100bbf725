"""The field app in a real browser against a real server, with the network between them really cut."""
