"""What a citizen does: report, say "me too", reply, say whether it is true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems.actions.routing import assign, route_for
from portal.features.problems.actions.shared import load, move, people_of, tell_reporter, tell_staff
from portal.features.problems.models import KIND, Category, Channel, EventKind, Problem, State
from portal.features.problems.refusals import CategoryClosed, NotAsked, NoText, NotResolved, UnknownCategory, UnknownSettlement
from portal.features.problems.rules import clocks, extra, places
from portal.kernel.accounts.models import Person
from portal.kernel.clock import ZONE, now
from portal.kernel.codes import fingerprint
from portal.kernel.db import count, touch
from portal.kernel.follows.actions import confirm as confirm_address
from portal.kernel.follows.actions import join
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import signals
from portal.kernel.moderation.models import Item
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Settlement
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound
from portal.kernel.words import version

CONFIRM_WITHIN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the form of a report says. Name, address and telephone are never obligatory; the position is an extra."""

    category_key: str
    settlement_id: int | None
    place: str
    text: str
    name: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""
    lat: float | None = None
    lon: float | None = None
    accuracy: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    version_key: str = "sr"
    channel: Channel = Channel.WEB
    marks: Sequence[str] = ()
    network: str = ""


def submit(db: Session, report: Report, *, by: Person | None, entered_by: Person | None = None) -> Problem:
    """Take a report: it has its number, its clocks and its unit at once, and the moderators look at its text.

    The unit works from this moment on; the public sees it when a moderator has. `entered_by` is the clerk of an
    assisted entry. Raises `UnknownCategory`, `CategoryClosed`, `UnknownSettlement`, `AnswerMissing`, `OutsideWorld`.
    Cost: a fixed number of statements, whatever the number of reports.
    """
    moment = now()
    problem = _written_down(db, report, moment, by=by, entered_by=entered_by)
    clocks.begin(db, problem, moment)
    count(db, "problems.submitted")
    if problem.lat is not None:
        count(db, "problems.located")
    if report.channel.is_assisted:
        count(db, "problems.assisted")
    move(db, problem, None, EventKind.SUBMITTED, by=entered_by or by, at=moment, data={"channel": str(report.channel)})
    _before_moderators(db, problem, report)
    route = route_for(db, problem, moment)
    if route is not None:
        assign(db, problem, route.unit, by=None)
    due = problem.round.answer_due_at
    tell_reporter(db, problem, "received", due=due.isoformat() if due else "")
    return problem


def _written_down(db: Session, report: Report, moment: datetime, *, by: Person | None, entered_by: Person | None) -> Problem:
    """Give a report its number and its row, if what it says can be."""
    category = _category(db, report.category_key)
    extra.check(category, report.answers)
    if report.settlement_id is not None and db.get(Settlement, report.settlement_id) is None:
        raise UnknownSettlement(field="settlement")
    spot = places.spot(db, report.lat, report.lon, report.accuracy)
    email = report.email.strip().lower()
    year = moment.astimezone(ZONE).year
    problem = Problem(
        year=year,
        number=count(db, f"problems.number.{year}"),
        category_id=category.id,
        settlement_id=report.settlement_id,
        place_text=report.place,
        text=report.text,
        submitted_at=moment,
        updated_at=moment,
        shelf=-int(moment.timestamp() * 1000),
        version_key=report.version_key,
        channel=report.channel,
        lat=spot.lat,
        lon=spot.lon,
        spot=spot.number,
        accuracy=spot.accuracy,
        outside=spot.outside,
        extra=dict(report.answers),
        reporter_name=report.name,
        reporter_email=email,
        reporter_phone=report.phone,
        reporter_key=fingerprint(email or report.phone) if email or report.phone else "",
        organisation=report.organisation,
        person_id=by.id if by else None,
        entered_by_id=entered_by.id if entered_by else None,
    )
    db.add(problem)
    db.flush()
    return problem


def _category(db: Session, key: str) -> Category:
    found = db.scalar(select(Category).where(Category.key == key))
    if found is None:
        raise UnknownCategory(field="category")
    if not found.open:
        raise CategoryClosed(field="category", message=said(found.closed_sr, found.closed_en))
    return found


def said(sr: str, en: str) -> str:
    """Return a municipality's own sentence in the version spoken now."""
    from portal.kernel.texts import to_latin

    if version().key == "en" and en:
        return en
    return to_latin(sr) if version().is_latin else sr


def _before_moderators(db: Session, problem: Problem, report: Report) -> None:
    held = promise(db, "moderation")
    moderation.enter(
        db,
        KIND,
        problem.id,
        revision=problem.revision,
        due_at=calendar(db).due(now(), int(held.rules["working_days"])),
        author_id=problem.person_id,
        author_key=problem.reporter_key,
        signals=signals.noticed(
            db,
            kind=KIND,
            subject_id=problem.id,
            text=f"{problem.place_text}\n{problem.text}",
            author_key=problem.reporter_key,
            network=report.network,
            marks=report.marks,
        ),
    )


def me_too(db: Session, problem: Problem, to: Recipient | None, *, confirmed: bool) -> None:
    """Say "me too": a guest without an address counts at once, one with an address when it is confirmed.

    Who counts hears what becomes of the report, as its reporter does. Twice is once for the same address.
    """
    if to is None:
        _count_one_more(db, problem)
        return
    data = {"id": problem.id, "reference": problem.reference}
    letter = {"ticket": "problems.follow", "letter": "problems.confirm_follow"}
    if join(db, KIND, problem.id, to, confirmed=confirmed, data=data, **letter):
        _count_one_more(db, problem)


def confirm_follow(db: Session, follow_id: int) -> None:
    """Count a follower whose address works; twice is once."""
    if joined := confirm_address(db, follow_id):
        _count_one_more(db, load(db, joined.subject_id))


def _count_one_more(db: Session, problem: Problem) -> None:
    problem.same_count += 1
    touch(db, "problems", f"problem.{problem.id}")


def reply(db: Session, problem: Problem, text: str, *, by: Person | None) -> None:
    """Give what the unit asked for: the clocks go on. Raises `NotAsked`, `NoText`."""
    if problem.round.paused_at is None or not problem.state.is_open:
        raise NotAsked
    if not text.strip():
        raise NoText(field="text")
    clocks.resume(db, problem, now())
    move(db, problem, None, EventKind.REPORTER_REPLIED, by=by, text=text.strip(), waits=True)
    if problem.unit is not None:
        tell_staff(db, people_of(db, problem.unit) or [problem.unit.email], problem, "reporter_replied", text=text.strip())


def say_whether_true(db: Session, problem: Problem, *, true: bool, why: str = "", by: Person | None = None) -> None:
    """Say whether the problem is really resolved. "No" opens the report again with clocks of its own.

    The first result stays in the statistics: its round is never touched again. Raises `NotResolved`.
    """
    if problem.state is not State.RESOLVED or problem.confirmed_true is not None:
        raise NotResolved
    problem.confirmed_true = true
    if true:
        move(db, problem, None, EventKind.CONFIRMED, by=by)
        return
    move(db, problem, None, EventKind.DENIED, by=by, text=why.strip(), waits=True)
    reopen(db, problem, by=by)


def reopen(db: Session, problem: Problem, *, by: Person | None) -> None:
    """Open a resolved, refused or handed-over report again, with a round of its own. Raises `NoWayBack`."""
    moment = now()
    if problem.state is State.RESOLVED:
        problem.confirmed_true = None
        problem.asked_whether_true_at = None
    problem.competence_id, problem.hidden_at = None, None
    target = State.ROUTED if problem.unit_id is not None else State.RECEIVED
    clocks.begin(db, problem, moment, place=problem.rounds_count + 1, validated=True)
    move(db, problem, target, EventKind.REOPENED, by=by, at=moment)
    if problem.unit is not None:
        due = problem.due_at.isoformat() if problem.due_at else ""
        tell_staff(db, people_of(db, problem.unit) or [problem.unit.email], problem, "reopened", due=due)


def appeal(db: Session, problem: Problem, why: str, *, by: Person | None) -> Item:
    """Ask another moderator to look at a refusal, or at what was hidden later, once.

    Raises `NotAppealable`, `AppealTooLate`.
    """
    item = item_of(db, KIND, problem.id)
    if item is None or (problem.state is not State.REFUSED and problem.hidden_at is None):
        raise moderation.NotAppealable
    return moderation.appeal(db, item.id, why, by=by.id if by else None)


def change_address(db: Session, problem: Problem, email: str) -> None:
    """Correct a mistyped address: what waited or bounced goes to the new one. Raises `NotFound` for a forgotten one."""
    if not email.strip():
        raise NotFound
    problem.reporter_email = email.strip().lower()
    problem.reporter_key = fingerprint(problem.reporter_email)
    from portal.kernel.outbox.actions import redirect

    redirect(db, KIND, problem.id, problem.reporter_email)
