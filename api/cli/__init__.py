"""The `ponte` command."""
