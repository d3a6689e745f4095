"""Documents for the candidate alone: a CV, and a copy of everything stored. Reached by links that expire."""
