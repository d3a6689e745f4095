"""Erasure and retention: calls each domain."""
