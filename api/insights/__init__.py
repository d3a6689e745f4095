"""Coordinators' measures: how many people get how far. No personal data."""
