"""Where people turn in a hard moment: services as data, each with its source, by area."""
