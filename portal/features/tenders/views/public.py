"""What everybody reads: the list, the feeds, the calendar, one call."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app, jsonify, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.tenders import queries
from portal.features.tenders.models import CALL, DOCUMENT
from portal.features.tenders.rules import clocks
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.lists import reading
from portal.features.tenders.views.shared import left_words, the_public
from portal.features.tenders.words.calls import ACCESSES, APPLICANTS, CHANGES, KINDS, PHASE_WORDS, PHASES
from portal.kernel import cache, files, icalendar
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import local_date, now
from portal.kernel.db import session
from portal.kernel.files.checks import KINDS as FILE_KINDS
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.queries import facts
from portal.kernel.municipality.serving import serves
from portal.kernel.paging import Way
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import depends, plainly
from portal.kernel.words import gettext as _

BACK, AHEAD, HALF_HOUR = timedelta(days=60), timedelta(days=400), timedelta(minutes=30)


def live() -> Session:
    """Say on what every list of calls depends, and when it changes by itself."""
    depends("calls", "municipality")
    cache.until(queries.next_change(session()))
    return session()


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The public list: what is open stands above the first page of all calls, what was published last comes next."""
    db, moment, way = live(), now(), Way.read(request.args)
    units = municipality.units(db)
    wanted = reading(units)
    first = queries.open_now(db) if wanted.filter.is_empty else ()
    page = queries.listed(db, wanted.filter, way, but=[row.id for row in first]).at(wanted.address)
    return render_template(
        "portal/tenders/index.html",
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
    """Return the departments that had calls, in their order."""
    used = queries.units(db)
    return [each for each in units if each.id in used]


def left(closes: datetime | None) -> int:
    """Return how many days are left by the calendar; nought on the last one."""
    return max(0, (local_date(closes) - local_date(now())).days) if closes else 0


@pages.route("/novo.atom")
@allow(ANYONE)
def feed() -> Response:
    """The calls published last as an Atom feed."""
    db = live()
    rows = queries.listed(db, queries.Filter()).rows
    answer = make_response(render_template("portal/tenders/feed.xml", rows=rows, absolute=absolute))
    answer.mimetype = "application/atom+xml"
    return answer


@pages.route("/rokovi.ics")
@allow(ANYONE)
def deadlines() -> Response:
    """The deadlines for people's own calendars: a program asks again by itself."""
    db, moment = live(), now()
    found = [
        icalendar.Happening(
            uid=f"{CALL}-{row.id}@{absolute('portal.tenders.index').split('/')[2]}",
            title=_("Deadline: %(title)s", title=plainly(row.title_sr, row.title_en)),
            begins=row.closes_at - HALF_HOUR,
            ends=row.closes_at,
            changed=row.published_at,
            url=absolute("portal.tenders.show", call_id=row.id),
            sequence=row.change,
            is_cancelled=row.stage.value == "cancelled",
        )
        for row in queries.deadlines(db, moment - BACK, moment + AHEAD)
    ]
    answer = make_response(icalendar.calendar(f"{_('Public calls')} – {facts()['name']}", found))
    answer.headers["Content-Type"] = f"{icalendar.MEDIA}; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="konkursi.ics"'
    return answer


@pages.route("/<int:call_id>/")
@allow(ANYONE)
def show(call_id: int) -> str:
    """One call: who may apply, until when, what to hand in, the documents, questions and answers, what changed."""
    call, db, moment, reader = the_public(call_id), session(), now(), current_person()
    there = queries.documents(db, call_id)
    depends(f"call.{call_id}", "municipality", *(files.tag(DOCUMENT, v.id) for each in there for v in each.versions))
    cache.until(queries.page_changes(call, moment))
    return render_template(
        "portal/tenders/show.html",
        call=call,
        phase=call.phase(moment),
        moment=moment,
        entries=clocks.entries(call, moment, CHANGES),
        documents=there,
        files=queries.files_of(db, there),
        answers=queries.answers(db, call_id),
        takes_questions=call.takes_questions(moment),
        left=left_words((call.closes_at - moment).total_seconds()) if call.closes_at else "",
        file_kinds=[FILE_KINDS[each].short for each in call.file_kinds if each in FILE_KINDS],
        applies="portal.tenders.apply" in current_app.view_functions,
        staff=may(reader, "tenders.prepare") and serves(session(), reader, call.unit),
        **WORDS,
    )


@pages.route("/vreme.json")
@allow(ANYONE)
def server_time() -> Response:
    """The server's clock in milliseconds: by it a page counts down, whatever the reader's computer says."""
    answer = jsonify(now=int(now().timestamp() * 1000))
    answer.headers["Cache-Control"] = "no-store"
    return answer


WORDS = {"phases": PHASES, "kinds": KINDS, "applicants": APPLICANTS, "accesses": ACCESSES, "changes": CHANGES}
"""What things are called, for templates of calls."""


@pages.route("/<int:call_id>/izmene.atom")
@allow(ANYONE)
def changes_feed(call_id: int) -> Response:
    """What happened to one call, answers to questions among it, as an Atom feed."""
    call = the_public(call_id)
    depends(f"call.{call_id}", "municipality")
    found = list(reversed(call.changes))
    answers = {each.number: each for each in queries.answers(session(), call_id)}
    words = {"changes": CHANGES, "absolute": absolute}
    page = render_template("portal/tenders/changes.xml", call=call, found=found, answers=answers, **words)
    answer = make_response(page)
    answer.mimetype = "application/atom+xml"
    return answer
