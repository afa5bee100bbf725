"""Aftersail 续航: after-sales service of complex equipment aboard ships."""

__version__ = "0.1.0"
