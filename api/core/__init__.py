"""What has no domain meaning: settings, database, errors, keys, messages and time."""
