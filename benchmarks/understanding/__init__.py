"""What `ponte bench nlu` runs in the bot's environment: the real components on messages kept apart from training."""
