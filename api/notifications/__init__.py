"""Sending what the outbox holds: in order, within the providers' limits, again after a failure."""
