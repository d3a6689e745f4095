"""Sign-in and sign-out for staff."""
