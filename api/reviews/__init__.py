"""Coordinators' review of referrals: approve, or stop with a reason."""
