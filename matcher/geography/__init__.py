"""Places of Great Britain: outward codes and towns, from words to a point on the map."""

from matcher.geography.gazetteer import Geography, distance_km, distances_km

__all__ = ["Geography", "distance_km", "distances_km"]
