"""Webhooks to recruiters' systems, by the Standard Webhooks convention."""
