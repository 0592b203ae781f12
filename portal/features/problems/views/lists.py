"""What everybody can read: the list with its filters, one report, the feed."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy import Row
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.problems import queries
from portal.features.problems.models import KIND, UPDATE, State
from portal.features.problems.rules import places
from portal.features.problems.views.blueprint import pages
from portal.features.problems.views.shared import details, the_public, with_tiles
from portal.kernel import cache, files, photos
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.municipality import queries as municipality
from portal.kernel.paging import Page, Way
from portal.kernel.site.shown import depends, plainly
from portal.kernel.words import gettext as _

STATES = {
    "otvorene": (State.RECEIVED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED),
    "odgovorene": (State.ANSWERED,),
    "resene": (State.RESOLVED,),
    "nije-nase": (State.NOT_COMPETENT,),
}
LATE = "kasne"
NAMES = ("naselje", "oblast", "jedinica", "stanje")


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: the filter, and the same in words of the address."""

    filter: queries.Filter
    words: dict[str, str]


def reading(db: Session) -> Wanted:
    """Read the filter out of the address; what is unknown there counts as not chosen."""
    given = {name: request.args.get(name, "")[:60] for name in NAMES}
    named = queries.names(db)
    found = queries.Filter(
        settlement_id={str(id): id for id in named.settlements}.get(given["naselje"]),
        category_id={c.key: c.id for c in named.categories.values()}.get(given["oblast"]),
        unit_id={u.key: u.id for u in named.units.values()}.get(given["jedinica"]),
        states=STATES.get(given["stanje"], ()),
        late=given["stanje"] == LATE,
    )
    known = (found.settlement_id, found.category_id, found.unit_id, found.states or found.late)
    return Wanted(found, {name: given[name] for name, value in zip(NAMES, known, strict=True) if value})


def address_of(wanted: Wanted, **change: str) -> str:
    """Return the address of the list with some words changed; an empty word is left out."""
    words: dict[str, Any] = {name: word for name, word in {**wanted.words, **change}.items() if word}
    return url_for("portal.problems.index", **words)


def page_of(db: Session, wanted: Wanted) -> Page[Row[Any]]:
    """Return the page that the address asks for."""
    return queries.listed(db, wanted.filter, Way.read(request.args)).at(partial(address_of, wanted))


def choices_of(db: Session) -> dict[str, list[tuple[str, str]]]:
    """Return what the filters offer."""

    def all_of(things: Any, first: str, key: str = "key") -> list[tuple[str, str]]:
        return [("", first), *((str(getattr(t, key)), plainly(t.name_sr, t.name_en)) for t in things)]

    return {
        "naselje": all_of(municipality.settlements(db), _("All settlements"), key="id"),
        "oblast": all_of(queries.categories(db), _("All kinds")),
        "jedinica": all_of(municipality.units(db), _("All units")),
        "stanje": [
            ("", _("All reports")),
            ("otvorene", _("Not resolved yet")),
            (LATE, _("Late")),
            ("odgovorene", _("Answered, work goes on")),
            ("resene", _("Resolved")),
            ("nije-nase", _("Passed on to somebody else")),
        ],
    }


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The public list: newest first, with filters that survive without JavaScript."""
    depends("problems", "municipality")
    db = session()
    cache.until(queries.next_change(db))
    wanted = reading(db)
    return render_template(
        "portal/problems/index.html",
        page=page_of(db, wanted),
        wanted=wanted,
        names=queries.names(db),
        choices=choices_of(db),
        overview=queries.overview(db),
        now=now(),
    )


@pages.route("/novo.atom")
@allow(ANYONE)
def feed() -> Response:
    """The newest reports as an Atom feed, of a settlement and a category with `?naselje=` and `?oblast=`."""
    depends("problems", "municipality")
    db = session()
    wanted = reading(db)
    rows, address = queries.listed(db, wanted.filter).rows, url_for(".feed", **wanted.words, _external=True)
    about = {"rows": rows, "names": queries.names(db), "address": address}
    answer = make_response(render_template("portal/problems/feed.xml", wanted=wanted, **about))
    answer.mimetype = "application/atom+xml"
    return answer


@pages.route("/<int:problem_id>/")
@allow(ANYONE)
def show(problem_id: int) -> Response:
    """One report: what was reported, who has it, what was promised and said; a joined one leads to the one that stays."""
    db = session()
    depends(f"problem.{problem_id}", "municipality")
    problem = the_public(db, problem_id)
    if problem.joined_to_id:
        return redirect(url_for(".show", problem_id=problem.joined_to_id))
    cache.until(problem.due_at if problem.due_at and problem.due_at > now() else None)
    depends(photos.tag(KIND, problem_id), *(kept.tag(UPDATE, e.id) for e in problem.events for kept in (photos, files)))
    page = render_template(
        "portal/problems/show.html",
        staff=may(current_person(), "problems.handle"),
        frame=places.frame(db),
        **details(db, problem, own=False),
    )
    return with_tiles(page)
