"""Reads what a program asks: every argument of GET requests, each checked, a wrong one refused by its name.

An empty argument counts as not given, and what nobody knows is passed over, as the standard says.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from portal.features.problems import queries
from portal.features.problems.models import State
from portal.features.problems.programs.faults import NoService, NotABox, NotAMoment, NotANumber, NotAStatus, TooWide
from portal.kernel.clock import now

WIDEST = timedelta(days=90)
MOST = 1000
LAST_PAGE = 100_000
RADIUS, WIDEST_RADIUS = 1000, 50_000
"""Metres around a position: where nothing is said, and at most."""
STATES: Mapping[str, tuple[State, ...]] = {
    "open": tuple(state for state in State if state.is_open),
    "closed": tuple(state for state in State if not state.is_open),
}
REFERENCE = re.compile(r"\s*(\d{4})-(\d{1,9})\s*", re.ASCII)


@dataclass(frozen=True)
class Circle:
    """So many metres around a position."""

    lat: float
    lon: float
    radius: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around it: south, west, north, east."""
        high = self.radius / 111_195
        wide = high / max(0.01, math.cos(math.radians(self.lat)))
        return self.lat - high, self.lon - wide, self.lat + high, self.lon + wide


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a program wants to know; numbers, where given, stand above everything else."""

    numbers: tuple[tuple[int, int], ...] | None = None
    categories: tuple[int, ...] = ()
    states: tuple[State, ...] = ()
    requested: tuple[datetime, datetime] | None = None
    updated: tuple[datetime, datetime] | None = None
    circle: Circle | None = None
    box: tuple[float, float, float, float] | None = None
    page: int = 1
    size: int = MOST


def asked(db: Session, given: Mapping[str, str]) -> Asked:
    """Return what GET requests asks for: without any time, the last 90 days. Raises a fault for a wrong argument."""
    size = int(number(given, "page_size", 1, MOST, MOST))
    page = int(number(given, "page", 1, LAST_PAGE, 1))
    if ids := words(given, "service_request_id"):
        found = [REFERENCE.fullmatch(id) for id in ids[:MOST]]
        return Asked(numbers=tuple((int(hit[1]), int(hit[2])) for hit in found if hit), page=page, size=size)
    updated = period(given, "updated_after", "updated_before")
    requested = period(given, "start_date", "end_date")
    if updated is None and requested is None:
        requested = now() - WIDEST, now()
    return Asked(
        categories=_categories(db, words(given, "service_code")),
        states=_states(words(given, "status")),
        requested=requested,
        updated=updated,
        circle=_circle(given),
        box=_box(given),
        page=page,
        size=size,
    )


def words(given: Mapping[str, str], name: str) -> list[str]:
    """Return the parts of an argument that commas part."""
    return [part.strip() for part in given.get(name, "").split(",") if part.strip()]


def moment(given: Mapping[str, str], name: str) -> datetime | None:
    """Return a moment in W3C's form; a `+` that arrived as a blank is one. Raises `NotAMoment`."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(re.sub(r" (\d\d:?\d\d)$", r"+\1", text))
        if found.tzinfo is None:
            raise ValueError(text)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotAMoment(name=name) from None


def period(given: Mapping[str, str], start: str, end: str) -> tuple[datetime, datetime] | None:
    """Return a time of at most 90 days; where one end is missing, it lies 90 days off, or now. Raises `TooWide`."""
    first, last = moment(given, start), moment(given, end)
    try:
        if first is not None:
            last = last or max(first, min(now(), first + WIDEST))
        elif last is not None:
            first = last - WIDEST
        else:
            return None
    except OverflowError:
        raise NotAMoment(name=start if last is None else end) from None
    if not timedelta() <= last - first <= WIDEST:
        raise TooWide(start=start, end=end, days=WIDEST.days)
    return first, last


def number(given: Mapping[str, str], name: str, least: float, most: float, usual: float) -> float:
    """Return a number within limits, or the usual one where none is given. Raises `NotANumber`."""
    text = given.get(name, "").strip()
    if not text:
        return usual
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not least <= found <= most or (isinstance(usual, int) and found != int(found)):
        raise NotANumber(name=name, least=least, most=most)
    return found


def _categories(db: Session, codes: list[str]) -> tuple[int, ...]:
    known = {category.key: category.id for category in queries.categories(db)}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise NoService(code=unknown[0])
    return tuple(known[code] for code in codes)


def _states(given: list[str]) -> tuple[State, ...]:
    if not set(given) <= set(STATES):
        raise NotAStatus
    return tuple(state for name in dict.fromkeys(given) for state in STATES[name])


def _circle(given: Mapping[str, str]) -> Circle | None:
    if not (given.get("lat", "").strip() or given.get("long", "").strip()):
        return None
    lat = number(given, "lat", -90.0, 90.0, math.inf)
    lon = number(given, "long", -180.0, 180.0, math.inf)
    if math.inf in {lat, lon}:
        missing, far = ("lat", 90) if lat == math.inf else ("long", 180)
        raise NotANumber(name=missing, least=-far, most=far)
    return Circle(lat, lon, number(given, "radius", 1.0, WIDEST_RADIUS, float(RADIUS)))


def _box(given: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    parts = words(given, "bbox")
    if not parts:
        return None
    try:
        west, south, east, north = map(float, parts)
    except ValueError:
        raise NotABox from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise NotABox
    return south, west, north, east
