"""Actions by topic: they validate and ask. No business rules and no candidate-facing text."""
