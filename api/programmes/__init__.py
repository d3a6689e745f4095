"""Redundancy events and programmes of a region."""
