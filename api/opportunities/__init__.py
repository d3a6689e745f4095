"""Jobs, academies' intakes, courses and placements a candidate can be matched to."""
