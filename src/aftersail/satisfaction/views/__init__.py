"""Pages of the satisfaction chapter."""

from aftersail.satisfaction.views import desk, figures, public

__all__ = ["desk", "figures", "public"]
