"""Where on the map: an extra to the place in words, never a condition."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.features.problems.refusals import BadOutline, OutsideWorld
from portal.features.problems.rules import grid
from portal.kernel.municipality import outline
from portal.kernel.municipality.models import Fact

FACT = "map"
"""The fact of the profile: `{"lat", "lon", "radius_km", "outline": [[lat, lon], …], "outline_from", "tiles", "tiles_from"}`."""
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Spot:
    """A position with its accuracy in metres; `outside` lies beyond the municipality and is taken with a warning."""

    lat: float | None = None
    lon: float | None = None
    accuracy: int | None = None
    outside: bool = False

    @property
    def number(self) -> int | None:
        """The position as one number, for the grid."""
        return grid.spot(self.lat, self.lon) if self.lat is not None and self.lon is not None else None


def spot(db: Session, lat: float | None, lon: float | None, accuracy: int | None) -> Spot:
    """Return a position checked against the municipality. Raises `OutsideWorld` for one that is nowhere."""
    if lat is None or lon is None:
        return Spot()
    if not on_earth(lat, lon):
        raise OutsideWorld(field="place")
    known = db.get(Fact, FACT)
    value = known.value if known else {}
    wide = accuracy if accuracy is not None and 0 <= accuracy <= 100_000 else None
    return Spot(round(lat, 6), round(lon, 6), wide, outside=not _inside(value, lat, lon))


def on_earth(lat: float, lon: float) -> bool:
    """Tell whether there is such a place: not beyond the poles, and a number at all."""
    return -90 <= lat <= 90 and -180 <= lon <= 180


def _inside(value: dict[str, object], lat: float, lon: float) -> bool:
    corners = value.get("outline")
    if isinstance(corners, list) and len(corners) > 2:
        return inside(corners, lat, lon)
    home_lat, home_lon, radius = value.get("lat"), value.get("lon"), value.get("radius_km")
    if not (isinstance(home_lat, float) and isinstance(home_lon, float) and isinstance(radius, int | float)):
        return True
    return distance_km(home_lat, home_lon, lat, lon) <= radius


def inside(corners: Sequence[Sequence[float]], lat: float, lon: float) -> bool:
    """Tell whether a position lies inside a closed outline: even-odd rule, linear in its corners."""
    found = False
    for (lat1, lon1), (lat2, lon2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            found = not found
    return found


def read_outline(text: str) -> list[list[float]]:
    """Return the corners of an outline typed as lines of "lat, lon", or pasted in GeoJSON. Raises `BadOutline`."""
    try:
        return outline.read(text)
    except ValueError:
        raise BadOutline(field="outline") from None


def shown_outline(corners: Sequence[Sequence[float]]) -> str:
    """Return an outline as lines of "lat, lon"."""
    return "\n".join(f"{lat}, {lon}" for lat, lon in corners)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance of two positions in kilometres (haversine; the error of the sphere is below 0.6 %)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


@dataclass(frozen=True)
class Frame:
    """What a map shows before any report: its middle, its outline, and tiles where the profile names an address."""

    lat: float
    lon: float
    radius_km: float
    outline: Sequence[Sequence[float]]
    outline_from: str
    tiles: str
    tiles_from: str

    @property
    def edges(self) -> str:
        """Return "south,west,north,east" of the outline; empty where there is none."""
        if not self.outline:
            return ""
        lats, lons = [lat for lat, _lon in self.outline], [lon for _lat, lon in self.outline]
        return f"{min(lats)},{min(lons)},{max(lats)},{max(lons)}"

    @property
    def origin(self) -> str:
        """Return from which origin tiles come, for the page's policy; empty where there are none or they are ours."""
        scheme, slashes, rest = self.tiles.partition("://")
        host = rest.partition("/")[0].replace("{s}", "*")
        return f"{scheme}://{host}" if slashes and host else ""


def frame(db: Session) -> Frame:
    """Return the frame of the municipality's map."""
    known = db.get(Fact, FACT)
    value = known.value if known else {}
    return Frame(
        float(value.get("lat") or 0),
        float(value.get("lon") or 0),
        float(value.get("radius_km") or 20),
        value.get("outline") or (),
        str(value.get("outline_from") or ""),
        str(value.get("tiles") or ""),
        str(value.get("tiles_from") or ""),
    )
