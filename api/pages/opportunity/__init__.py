"""The public page of an opportunity, and the map of all of them for search engines."""
