"""When what happens: a page, and the same for people's own calendars."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import make_response, render_template
from werkzeug.wrappers import Response

from portal.features.debates import queries
from portal.features.debates.models import DEBATE, Hearing
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.public import live
from portal.kernel import icalendar
from portal.kernel.access import ANYONE, allow
from portal.kernel.clock import ZONE, local_date, now
from portal.kernel.db import session
from portal.kernel.municipality.queries import facts
from portal.kernel.refusals import NotFound
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import depends, plainly
from portal.kernel.words import gettext as _

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
HALF_HOUR = timedelta(minutes=30)


@pages.route("/kalendar/")
@allow(ANYONE)
def calendar() -> str:
    """Openings, closings and hearings by month, those to come first."""
    db, today = live(), local_date(now())
    coming = queries.calendar(db, today, today + AHEAD)
    past = queries.calendar(db, today - BACK, today - timedelta(days=1))
    return render_template("portal/debates/calendar.html", coming=_by_day(coming), past=_by_day(list(reversed(past))))


def _by_day(found: Sequence[queries.Day]) -> list[tuple[date, list[queries.Day]]]:
    return [(day, list(each)) for day, each in groupby(found, key=lambda one: local_date(one.at))]


@pages.route("/kalendar.ics")
@allow(ANYONE)
def calendar_feed() -> Response:
    """The same for a program that keeps a calendar: it asks again by itself."""
    db, today = live(), local_date(now())
    found = queries.calendar(db, today - BACK, today + AHEAD)
    return _file([_happening(each) for each in found], "rasprave")


@pages.route("/tribine/<int:hearing_id>.ics")
@allow(ANYONE)
def hearing_file(hearing_id: int) -> Response:
    """One hearing, for somebody's calendar."""
    hearing = queries.hearing(session(), hearing_id)
    if hearing is None:
        raise NotFound
    depends(f"debate.{hearing.debate_id}")
    debate = queries.get_public(session(), hearing.debate_id)
    assert debate is not None
    return _file([_hearing(hearing, plainly(debate.title_sr, debate.title_en))], f"tribina-{hearing_id}")


def _file(happenings: Sequence[icalendar.Happening], name: str) -> Response:
    content = icalendar.calendar(f"{_('Public debates')} – {facts()['name']}", happenings)
    answer = make_response(content)
    answer.headers["Content-Type"] = f"{icalendar.MEDIA}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _happening(one: queries.Day) -> icalendar.Happening:
    title = plainly(one.debate.title_sr, one.debate.title_en)
    if one.hearing is not None:
        return _hearing(one.hearing, title)
    words = {"opens": _("Public debate begins: %(title)s"), "closes": _("Public debate ends: %(title)s")}
    return icalendar.Happening(
        uid=f"{DEBATE}-{one.debate.id}-{one.what}@{_host()}",
        title=words[one.what] % {"title": title},
        begins=one.at if one.what == "opens" else one.at - HALF_HOUR,
        ends=one.at + HALF_HOUR if one.what == "opens" else one.at,
        changed=one.debate.announced_at,
        url=absolute("portal.debates.show", debate_id=one.debate.id),
        sequence=_minutes(one.at),
    )


def _hearing(hearing: Hearing, title: str) -> icalendar.Happening:
    return icalendar.Happening(
        uid=f"hearing-{hearing.id}@{_host()}",
        title=_("Public hearing: %(title)s", title=title),
        begins=hearing.starts_at,
        ends=hearing.ends_at,
        changed=hearing.cancelled_at or hearing.starts_at,
        url=absolute("portal.debates.show", debate_id=hearing.debate_id),
        place=plainly(hearing.place_sr, hearing.place_en),
        text=plainly(hearing.note_sr, hearing.note_en),
        sequence=hearing.version,
        is_cancelled=hearing.cancelled_at is not None,
    )


def _host() -> str:
    return absolute("portal.debates.index").split("/")[2]


def _minutes(at: datetime) -> int:
    """Return a number that grows when a moment is moved later: debates are postponed, hardly ever brought forward."""
    return int((at - datetime(2020, 1, 1, tzinfo=ZONE)) / timedelta(minutes=1))
