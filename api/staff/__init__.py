"""Employers, the people who sign in for them, and their keys."""
