"""The compiled heart: tables in, routes out; nothing here knows of ids, dates or people's names."""
