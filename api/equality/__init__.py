"""Equality monitoring: who somebody is, told if they like, and kept apart from everything that decides."""
