"""What service consumes: parts."""
