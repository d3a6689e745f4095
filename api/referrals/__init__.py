"""Referrals: consent per opportunity, the status machine, and what a recruiter reads."""
