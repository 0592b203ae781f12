"""The outline of the municipality: read from GeoJSON or from lines of corners."""

import json
from typing import Any

MOST_CORNERS = 5000


def read(text: str) -> list[list[float]]:
    """Return corners as latitude and longitude, of lines of "lat, lon" or of a polygon in GeoJSON; may be empty.

    Of several polygons the one with the most corners counts. Raises `ValueError` for what is no outline.
    """
    given = text.strip()
    if not given:
        return []
    try:
        corners = _from_geojson(json.loads(given)) if given.startswith("{") else [_corner(line) for line in _lines(given)]
    except (TypeError, KeyError, IndexError, RecursionError) as fault:
        raise ValueError(f"no outline: {fault}") from fault
    corners = corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise ValueError(f"an outline has 3 to {MOST_CORNERS} corners, not {len(corners)}")
    if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in corners):
        raise ValueError("a corner lies nowhere on earth")
    return corners


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _corner(line: str) -> list[float]:
    lat, lon = line.replace(";", ",").split(",")
    return [round(float(lat), 6), round(float(lon), 6)]


def _from_geojson(thing: dict[str, Any]) -> list[list[float]]:
    rings: list[Any] = []
    if thing["type"] == "FeatureCollection":
        return max((_from_geojson(feature) for feature in thing["features"]), key=len)
    if thing["type"] == "Feature":
        return _from_geojson(thing["geometry"])
    if thing["type"] == "Polygon":
        rings = [thing["coordinates"][0]]
    elif thing["type"] == "MultiPolygon":
        rings = [polygon[0] for polygon in thing["coordinates"]]
    longest = max(rings, key=len)
    return [[round(float(lat), 6), round(float(lon), 6)] for lon, lat, *_height in longest]
