"""The main door to the matcher: a candidate's matches, with reasons in words."""
