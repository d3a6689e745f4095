"""Rasa components of this project: entities by lexicon, gettext responses, and the API's channel."""
