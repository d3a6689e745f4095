"""The coordinators' page: the funnel, referrals to review, people who want to speak to a person."""
