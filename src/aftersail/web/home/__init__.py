"""The first page after sign-in: what needs this person now."""

from aftersail.web.home.view import home

__all__ = ["home"]
