"""The product's tests: one folder per package, on a real PostgreSQL and a real browser."""
