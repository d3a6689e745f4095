"""The candidate's page: the chat."""
