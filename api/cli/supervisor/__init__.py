"""Runs the parts of Ponte as processes: starts them, restarts those that die, ends them all."""
