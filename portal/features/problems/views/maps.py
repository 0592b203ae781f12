"""The map: an extra beside the list, whose rows it shows. Nothing on it comes from elsewhere unless tiles are set."""

from typing import Any

from flask import jsonify, render_template, request, url_for
from sqlalchemy import Row
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.problems import queries
from portal.features.problems.rules import places
from portal.features.problems.rules.grid import Box
from portal.features.problems.views.blueprint import pages
from portal.features.problems.views.lists import Wanted, choices_of, page_of, reading
from portal.features.problems.views.shared import with_tiles
from portal.features.problems.words import state_name
from portal.kernel import cache
from portal.kernel.access import ANYONE, allow
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.site.shown import depends, plainly
from portal.kernel.texts import script_of


def box() -> Box | None:
    """Read `?box=south,west,north,east`; what is no box on earth counts as not given."""
    try:
        south, west, north, east = (float(part) for part in request.args.get("box", "")[:90].split(","))
    except ValueError:
        return None
    return (south, west, north, east) if -90 <= south < north <= 90 and -180 <= west < east <= 180 else None


def in_box(wanted: Wanted, around: Box | None) -> queries.Filter:
    """Return the filter of the address with a box, the whole world where none is given."""
    return queries.Filter(**{**vars(wanted.filter), "box": around or (-90.0, -180.0, 90.0, 180.0)})


@pages.route("/mapa/")
@allow(ANYONE)
def map_page() -> Response:
    """The map and, beside it, the list of the same reports; without JavaScript the list alone."""
    depends("problems", "municipality")
    db = session()
    cache.until(queries.next_change(db))
    wanted = reading(db)
    return with_tiles(
        render_template(
            "portal/problems/map.html",
            page=page_of(db, wanted),
            wanted=wanted,
            names=queries.names(db),
            choices=choices_of(db),
            frame=places.frame(db),
            now=now(),
        )
    )


@pages.route("/mapa.json")
@allow(ANYONE)
def map_data() -> Response:
    """The reports in a box, at most 500; beyond that their numbers by cells of a grid."""
    depends("problems", "municipality")
    db = session()
    cache.until(queries.next_change(db))
    rows, clusters = queries.markers(db, in_box(reading(db), box()))
    return jsonify(
        reports=[_marker(row, names) for names in [queries.names(db)] for row in rows],
        clusters=[{"n": c.number, "lat": round(c.lat, 6), "lon": round(c.lon, 6), "box": c.box} for c in clusters],
        total=len(rows) or sum(c.number for c in clusters),
    )


def _marker(row: Row[Any], names: queries.Names) -> dict[str, Any]:
    category, settlement = names.categories[row.category_id], names.settlements.get(row.settlement_id)
    village = plainly(settlement.name_sr, settlement.name_en) if settlement else ""
    place = plainly(row.public_place)
    late = row.due_at is not None and row.state.is_open and row.due_at <= now()
    return {
        "id": row.id,
        "lat": row.lat,
        "lon": row.lon,
        "title": ": ".join(part for part in (plainly(category.name_sr, category.name_en), village) if part),
        "place": place,
        "lang": script_of(place),
        "state": str(state_name(row.state)),
        "kind": "late" if late else "open" if row.state.is_open else "closed",
        "url": url_for(".show", problem_id=row.id),
    }


@pages.route("/mapa/spisak/")
@allow(ANYONE)
def map_list() -> str:
    """A piece of a page: the newest reports in a box, the same rows as on the map."""
    depends("problems", "municipality")
    db: Session = session()
    cache.until(queries.next_change(db))
    found = queries.newest_in_box(db, in_box(reading(db), box()))
    return render_template(
        "portal/problems/_map_list.html", rows=found.rows, more=found.older, names=queries.names(db), now=now()
    )


@pages.route("/mapa/granica.json")
@allow(ANYONE)
def outline() -> Response:
    """The outline of the municipality as GeoJSON; without corners where none is known."""
    depends("municipality")
    corners = [[lon, lat] for lat, lon in places.frame(session()).outline]
    ring = [[*corners, corners[0]]] if corners else []
    return jsonify(type="Feature", properties={}, geometry={"type": "Polygon", "coordinates": ring})
