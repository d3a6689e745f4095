"""Ponte's only process that faces the outside: chat, referrals, pages and the recruiters' API."""

__version__ = "0.1.0"
