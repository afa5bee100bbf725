"""Webhooks: other programs are called when something happens here; signed, tried again, nothing lost unseen."""
