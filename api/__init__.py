"""Ponte's only process that faces the outside: chat, referrals, pages and the recruiters' API."""
