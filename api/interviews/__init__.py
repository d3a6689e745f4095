"""Interviews: times a recruiter offers, the one the candidate chooses, and the reminder the day before."""
