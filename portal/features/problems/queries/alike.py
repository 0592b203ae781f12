"""Reports that may be about the same problem."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from portal.features.problems.models import KIND, Problem
from portal.features.problems.queries.maps import around
from portal.features.problems.queries.public import Filter, filtered, public
from portal.features.problems.rules.places import distance_km, on_earth
from portal.kernel import search
from portal.kernel.clock import now

NEAR_KM = 0.5
NEAR_DAYS = 90


def near(
    db: Session,
    *,
    category_id: int | None,
    settlement_id: int | None,
    words: str,
    lat: float | None = None,
    lon: float | None = None,
    limit: int = 5,
) -> list[Row[Any]]:
    """Return public reports that may be the same problem: near on the map, or alike in words in the same settlement.

    Words are compared across both scripts by the search. Of the last 90 days, resolved ones too, since a problem
    comes back. Cost: two indexed queries and one search.
    """
    since = now() - timedelta(days=NEAR_DAYS)
    found: dict[int, Row[Any]] = {}
    if lat is not None and lon is not None and on_earth(lat, lon):
        for row in db.execute(around(Filter(), lat, lon, NEAR_KM).where(Problem.submitted_at >= since).limit(200)):
            if distance_km(lat, lon, row.lat, row.lon) <= NEAR_KM and category_id in {None, row.category_id}:
                found[row.id] = row
    hits = search.similar(db, KIND, words, limit=20) if len(words) >= 4 else []
    alike = [hit.subject_id for hit in hits]
    if alike:
        for row in db.execute(public().where(Problem.id.in_(alike), Problem.submitted_at >= since)):
            if settlement_id in {None, row.settlement_id}:
                found[row.id] = row
    if settlement_id is not None and category_id is not None:
        same = filtered(Filter(settlement_id=settlement_id, category_id=category_id)).where(Problem.submitted_at >= since)
        for row in db.execute(same.order_by(Problem.shelf).limit(limit)):
            found[row.id] = row
    order = {id: place for place, id in enumerate(alike)}
    return sorted(found.values(), key=lambda row: (order.get(row.id, len(order)), row.shelf))[:limit]
