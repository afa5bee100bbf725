"""The product's database backend, as it works inside the transaction that wraps a test."""
