"""Messaging apps: what people write comes in once and in order, what is said to them leaves by the outbox."""
