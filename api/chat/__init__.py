"""The conversation: sessions, transcript, and the gateway to Rasa."""
