"""What is this text about, and have we seen it before?"""

from aftersail.engines.triage.likeness import likeness, profile

__all__ = ["likeness", "profile"]
