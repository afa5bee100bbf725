"""Policy and duties on paper."""
