"""The house's own timetable and letters: what belongs to no feature."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from portal.kernel import audit, outbox, paths, throttle
from portal.kernel.accounts.models import Grant, Once, Person, Role, SignIn, Ticket
from portal.kernel.clock import local_date, now
from portal.kernel.comments.seed import seed as seed_comments
from portal.kernel.db import Counter, analyze, count, work
from portal.kernel.feature import mounted
from portal.kernel.jobs import Heartbeat, Job, JobRow
from portal.kernel.moderation import figures as moderation_figures
from portal.kernel.moderation import queries as queue
from portal.kernel.moderation import signals
from portal.kernel.moderation.models import OPEN, Item
from portal.kernel.municipality import seed
from portal.kernel.municipality.models import CalendarDay
from portal.kernel.operations import checkpoints
from portal.kernel.outbox.letters import Button, Letter, Recipient, Writer
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.settings import instance, setting
from portal.kernel.site.links import absolute
from portal.kernel.words import gettext as _
from portal.kernel.words import lazy, ngettext, shown_moment

log = logging.getLogger("portal.house")

KEEP_TRACES = timedelta(days=90)
"""How long letters that left, ended sign-ins and dead links are remembered (docs/operations/retention.md)."""
KEEP_JOBS = timedelta(days=30)
KEEP_ONCE = timedelta(days=7)


def checkpoint(db: Session, _payload: dict[str, Any]) -> None:
    """Take the head of the audit chain out of the machine: a letter to `PORTAL_AUDIT_MAIL`, a line in the instance.

    One a day, however often it runs.
    """
    seq, digest = audit.head(db)
    if not seq:
        return
    moment = now()
    checkpoints.append(instance(), moment, seq, digest)
    outbox.post(
        db,
        "house.checkpoint",
        Recipient(setting("AUDIT_MAIL")),
        {"checkpoint": checkpoints.written(seq, digest)},
        key=f"house.checkpoint:{moment:%Y-%m-%d}",
    )


def sweep(db: Session, _payload: dict[str, Any]) -> None:
    """Forget what has served: windows of rate limits, form tokens, dead links, ended sign-ins, done jobs.

    Letters that left keep their row, so that none is written twice, and lose address and content.
    """
    moment = now()
    traces = moment - KEEP_TRACES
    throttle.sweep(db)
    signals.sweep(db)
    db.execute(delete(Once).where(Once.made_at < moment - KEEP_ONCE))
    db.execute(delete(Ticket).where(Ticket.expires_at < traces))
    db.execute(delete(Ticket).where(Ticket.purpose == "accounts.sign_up", Ticket.expires_at < moment))
    db.execute(delete(SignIn).where(or_(SignIn.ended_at < traces, SignIn.seen_at < traces)))
    db.execute(delete(Heartbeat).where(Heartbeat.seen_at < moment - KEEP_ONCE))
    timetable = or_(JobRow.key.is_(None), JobRow.key.contains("@"))
    db.execute(delete(JobRow).where(JobRow.done_at < moment - KEEP_JOBS, timetable))
    gone: dict[str, Any] = {"email": "", "data": {}, "person_id": None, "fault": ""}
    db.execute(
        update(Notice)
        .where(Notice.state.in_([NoticeState.SENT, NoticeState.CANCELLED]), Notice.made_at < traces, Notice.email != "")
        .values(gone)
    )
    db.execute(
        update(Notice)
        .where(Notice.state == NoticeState.BOUNCED, Notice.made_at < traces)
        .values({**gone, "state": NoticeState.CANCELLED})
    )


def recount(db: Session, _payload: dict[str, Any]) -> None:
    """Compare the moderators' counters with their rows; a drift is logged, written to the head, audited and mended.

    The counters are locked before the rows are read: who is between the two waits, so nothing drifts by the count
    itself.
    """
    count(db, "moderation.open", 0)
    prefix = "moderation.open."
    kinds = set(db.scalars(select(Counter.name).where(Counter.name.startswith(prefix, autoescape=True))))
    kinds |= {prefix + kind for kind in db.scalars(select(Item.kind).where(text(OPEN)).distinct())}
    held = {name: count(db, name, 0) for name in ("moderation.open", *sorted(kinds))}
    rows: dict[str, int] = {
        prefix + kind: number
        for kind, number in db.execute(select(Item.kind, func.count()).where(text(OPEN)).group_by(Item.kind))
    }
    rows["moderation.open"] = sum(rows.values())
    drifts = {name: (was, rows.get(name, 0)) for name, was in held.items() if was != rows.get(name, 0)}
    for name, (was, right) in drifts.items():
        log.warning("the counter %s said %s, the rows say %s: mended", name, was, right)
        count(db, name, right - was)
        audit.note(db, "house.recount", "counter", name, by=None, was=was, right=right)
    if drifts:
        data = {"lines": [f"{name}: {was} -> {right}" for name, (was, right) in drifts.items()]}
        outbox.post(db, "house.drift", Recipient(setting("AUDIT_MAIL")), data, key=f"house.drift:{now():%Y-%m-%d}")


def statistics(db: Session, _payload: dict[str, Any]) -> None:
    """Let the database see how its tables have grown, so that it finds things by the right index."""
    analyze(db)


def count_moderation(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    """Count the public figures of the moderators anew, while they go on."""
    return {"wrong": moderation_figures.drift()}


def mend_moderation(db: Session, payload: dict[str, Any]) -> None:
    """Put right what was wrong in them."""
    moderation_figures.mend(db, payload["wrong"])


def promised(db: Session, _payload: dict[str, Any]) -> None:
    """Write to the heads of administration, once a day, when a submission waits longer for a moderator than promised."""
    late, since = queue.late_count(db), queue.oldest(db)
    if not late or since is None:
        return
    heads = select(Person).join(Grant).where(Grant.role == Role.HEAD, Person.disabled_at.is_(None)).order_by(Person.id)
    for person in db.scalars(heads):
        key = f"house.waiting:{person.id}:{local_date(now())}"
        outbox.post(db, "house.waiting", Recipient.of(person), {"number": late, "since": since.isoformat()}, key=key)


def holidays(db: Session, _payload: dict[str, Any]) -> None:
    """Add the State's holidays of a year that the calendar does not know at all yet; what people changed stays."""
    this = local_date(now()).year
    known = {day.year for day in db.scalars(select(CalendarDay.day))}
    for year in range(this, this + 3):
        if year not in known:
            added = seed.add_holidays(db, range(year, year + 1))
            audit.note(db, "house.holidays", "calendar", year, by=None, added=added)


def _checkpoint_letter(data: Mapping[str, Any]) -> Letter:
    return Letter(
        subject=_("Checkpoint of the audit log"),
        greeting=_("Hello,"),
        paragraphs=[
            _("Keep this letter: with it anybody can prove later that the log of acts was not cut or rewritten."),
            str(data["checkpoint"]),
        ],
        after=[_("To check, the administrator of the server runs: portal audit verify --checkpoint and the line above.")],
    )


def _waiting_letter(data: Mapping[str, Any]) -> Letter:
    number = int(data["number"])
    return Letter(
        subject=_("Citizens wait for a moderator longer than promised"),
        greeting=_("Hello,"),
        paragraphs=[
            ngettext(
                "%(num)s submission waits longer than the municipality has promised.",
                "%(num)s submissions wait longer than the municipality has promised.",
                number,
            ),
            _("The oldest has waited since %(moment)s.", moment=shown_moment(datetime.fromisoformat(data["since"]))),
        ],
        button=Button(_("Open the desk"), absolute("portal.desk.moderation", kasni="da")),
    )


def _drift_letter(data: Mapping[str, Any]) -> Letter:
    return Letter(
        subject=_("A counter of the portal was wrong"),
        greeting=_("Hello,"),
        paragraphs=[
            _("At the nightly recount these counters did not agree with what waits. They are right again:"),
            *map(str, data["lines"]),
        ],
        after=[_("Nothing was lost. If this letter comes more than once, tell the people who maintain the portal.")],
    )


DAY = timedelta(days=1)
HOUSE_JOBS: tuple[Job, ...] = (
    Job(name="house.checkpoint", label=lazy("Daily checkpoint of the audit log"), handler=checkpoint, every=DAY),
    Job(name="house.sweep", label=lazy("Forgetting what has served"), handler=sweep, every=timedelta(hours=1)),
    Job(name="house.recount", label=lazy("Nightly recount of counters"), handler=recount, every=DAY),
    Job(
        name="house.moderation",
        label=lazy("Nightly recount of the moderators' figures"),
        before=count_moderation,
        handler=mend_moderation,
        every=DAY,
    ),
    Job(name="house.promised", label=lazy("Submissions that wait too long"), handler=promised, every=timedelta(hours=1)),
    Job(name="house.statistics", label=lazy("Looking at how the tables have grown"), handler=statistics, every=DAY),
    Job(name="house.holidays", label=lazy("Holidays of coming years"), handler=holidays, every=timedelta(days=7)),
)
HOUSE_NOTICES: Mapping[str, Writer] = {
    "house.checkpoint": _checkpoint_letter,
    "house.drift": _drift_letter,
    "house.waiting": _waiting_letter,
}


def after_upgrade() -> None:
    """Give each feature what it brings along; what is there already stays as it is."""
    with work() as db:
        seed.add_policies(db, seed.read(paths.STARTER / "profile.yaml"))
        seed_comments(db, [each.kind for feature in mounted() for each in feature.discussions])
        for feature in mounted():
            if feature.seed is not None:
                feature.seed(db)
