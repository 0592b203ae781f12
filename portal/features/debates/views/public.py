"""What everybody reads: the list, the feed, one debate."""

from collections.abc import Sequence
from datetime import datetime

from flask import make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.debates import queries
from portal.features.debates.models import DEBATE
from portal.features.debates.rules import timeline
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.lists import reading
from portal.features.debates.views.shared import the_public
from portal.features.debates.words.debates import EVENTS, KINDS, PHASE_WORDS, PHASES
from portal.kernel import cache, files
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import local_date, now
from portal.kernel.db import session
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.serving import serves
from portal.kernel.paging import Way
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import depends


def live() -> Session:
    """Say on what every list of debates depends, and when it changes by itself."""
    depends("debates", "municipality")
    cache.until(queries.next_change(session()))
    return session()


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The public list: what is open stands above the first page of all debates, what was announced last comes next."""
    db, moment, way = live(), now(), Way.read(request.args)
    units = municipality.units(db)
    wanted = reading(units)
    first = queries.open_now(db) if wanted.filter.is_empty else ()
    page = queries.listed(db, wanted.filter, way, but=[row.id for row in first]).at(wanted.address)
    return render_template(
        "portal/debates/index.html",
        page=page,
        first=() if way.words else first,
        wanted=wanted,
        phases=PHASES,
        phase_words=PHASE_WORDS,
        kinds=KINDS,
        used_kinds=queries.kinds(db),
        units={each.id: each for each in units},
        used_units=_used(db, units),
        years=queries.years(db),
        phase_of=lambda row: queries.phase_of(row, moment),
        left=left,
    )


def _used(db: Session, units: Sequence[Unit]) -> list[Unit]:
    """Return the departments that had debates, in their order."""
    used = queries.units(db)
    return [each for each in units if each.id in used]


def left(closes: datetime | None) -> int:
    """Return how many days are left by the calendar; nought on the last one."""
    return max(0, (local_date(closes) - local_date(now())).days) if closes else 0


@pages.route("/novo.atom")
@allow(ANYONE)
def feed() -> Response:
    """The debates announced last as an Atom feed."""
    db = live()
    rows = queries.listed(db, queries.Filter()).rows
    answer = make_response(render_template("portal/debates/feed.xml", rows=rows, absolute=absolute))
    answer.mimetype = "application/atom+xml"
    return answer


@pages.route("/<int:debate_id>/")
@allow(ANYONE)
def show(debate_id: int) -> str:
    """One debate: where it stands, what it is about, how to take part, its hearings and documents."""
    depends("debates", f"debate.{debate_id}", files.tag(DEBATE, debate_id), "municipality")
    db, moment = session(), now()
    debate = the_public(debate_id)
    cache.until(queries.page_changes(debate, moment))
    editions = queries.editions(db, debate_id)
    return render_template(
        "portal/debates/show.html",
        debate=debate,
        phase=debate.phase(moment),
        phases=PHASES,
        kinds=KINDS,
        entries=timeline.entries(debate, moment, EVENTS),
        moment=moment,
        editions=editions,
        edition=next((each for each in editions if each.id == debate.edition_id), None),
        attached=files.of(db, DEBATE, debate_id),
        remarks=sum(queries.counts_by_line(db, debate_id).values()),
        left=left(debate.closes_at),
        staff=may(current_person(), "debates.prepare") and serves(db, current_person(), debate.unit),
    )
