"""Mail of the house: the outbox, notices and digests, and when people want them."""
