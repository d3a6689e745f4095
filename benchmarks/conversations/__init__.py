"""Scripted people who have the whole conversation with a really running Ponte."""
