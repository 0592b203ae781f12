"""The statement of reasons (образложење), after Article 17 of the DSA: written with every restriction, never edited."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from portal.kernel.clock import last_day, local_date, start_of_day
from portal.kernel.db import dialect_of, inserting, run
from portal.kernel.moderation.models import Decision, Item, Restriction, Result, Statement, Verdict
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_date

MONTHS = 6
"""So long an author may appeal."""
FIELDS = (
    "number", "date", "kind", "kind_name", "restriction", "reason", "reason_sr", "reason_en", "source",
    "automated_detection", "signals", "automated_decision", "appeal_until", "appeal_result", "appeal_settled",
)  # fmt: skip
COLUMNS = [column.key for column in inspect(Statement).columns]
RESULTS = {Verdict.APPROVE: Result.REVERSED, Verdict.REDACT: Result.PARTLY, Verdict.REFUSE: Result.UPHELD}


def months_after(moment: datetime, months: int = MONTHS) -> datetime:
    """Return the midnight that ends the same day so many months later, or the last day of a shorter month."""
    day = local_date(moment)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return start_of_day(date(year, month + 1, min(day.day, last)) + timedelta(days=1))


def write(db: Session, item: Item, decision: Decision) -> Statement | None:
    """Write what a decision restricts, and settle the statement that an appeal was about.

    Publishing restricts nothing. What is refused again after an appeal cannot be appealed here any more.
    """
    if decision.on_appeal and decision.verdict in RESULTS:
        settled = {"result": RESULTS[decision.verdict], "settled_at": decision.at}
        db.execute(update(Statement).where(*_open(item.id)).values(settled))
    restriction = _restriction(item, decision)
    if restriction is None:
        return None
    may_appeal = decision.verdict is Verdict.REFUSE and not decision.on_appeal
    statement = Statement(
        id=decision.id,
        item_id=item.id,
        kind=item.kind,
        subject_id=item.subject_id,
        at=decision.at,
        month=decision.month,
        restriction=restriction,
        reason_key=decision.reason_key,
        reason_sr=decision.reason_sr,
        reason_en=decision.reason_en,
        on_report=item.on_report,
        detected=sorted({signal["kind"] for signal in item.signals}),
        appeal_until=months_after(decision.at) if may_appeal else None,
    )
    run(db, inserting(dialect_of(db), Statement), {name: getattr(statement, name) for name in COLUMNS})
    return statement


def _restriction(item: Item, decision: Decision) -> Restriction | None:
    if decision.verdict is Verdict.REFUSE:
        return Restriction.REMOVED if item.was_public else Restriction.REFUSED
    return {Verdict.RETURN: Restriction.RETURNED, Verdict.REDACT: Restriction.REDACTED}.get(decision.verdict)


def _open(item_id: int) -> Sequence[Any]:
    """Return what finds the statement of an item that an appeal is, or was, about."""
    return Statement.item_id == item_id, Statement.appeal_until.is_not(None), Statement.taken_back_at.is_(None)


def take_back(db: Session, item: Item, decision: Decision, moment: datetime) -> None:
    """Take back the statement of a decision that is undone, and what it settled: the author never heard of either."""
    db.execute(update(Statement).where(Statement.id == decision.id).values(taken_back_at=moment))
    if decision.on_appeal:
        db.execute(update(Statement).where(*_open(item.id)).values(result=None, settled_at=None))


def appeal_until(db: Session, item_id: int) -> datetime | None:
    """Return until when the decision on an item may be appealed, None where there is no such decision."""
    wanted = select(Statement.appeal_until).where(*_open(item_id)).order_by(Statement.id.desc()).limit(1)
    return db.scalar(wanted)


def last_of(db: Session, item: Item | None) -> Statement | None:
    """Return what the author is told now about an item: its latest statement, as long as something is restricted."""
    if item is None:
        return None
    wanted = select(Statement).where(Statement.item_id == item.id, Statement.taken_back_at.is_(None))
    found = db.scalars(wanted.order_by(Statement.id.desc()).limit(1)).first()
    return found if found and found.result is not Result.REVERSED else None


def of_month(db: Session, month: int, after: int = 0, most: int = 5000) -> Sequence[Statement]:
    """Return the statements of a month that stand, oldest first, by pages after an id."""
    wanted = select(Statement).where(Statement.month == month, Statement.taken_back_at.is_(None), Statement.id > after)
    return db.scalars(wanted.order_by(Statement.id).limit(most)).all()


def for_letter(statement: Statement | None) -> dict[str, Any]:
    """Return what a letter to the author says of a statement, as data; `lines` puts it into words."""
    if statement is None:
        return {}
    return {
        "statement": statement.reference,
        "statement_until": statement.appeal_until.isoformat() if statement.appeal_until else "",
        "statement_detected": bool(statement.detected),
        "statement_on_report": statement.on_report,
    }


def lines(data: Mapping[str, Any]) -> list[str]:
    """Say in a letter, in the version spoken now: how it came to the decision, who decided, until when to appeal."""
    if not data.get("statement"):
        return []
    found = [
        _("Somebody had reported what you wrote.")
        if data.get("statement_on_report")
        else _("It was read because a moderator reads everything that is sent; nobody reported it."),
        _("A program had pointed the moderator at something in the text. A person decided, not a program.")
        if data.get("statement_detected")
        else _("A person decided; no program took part."),
    ]
    if data.get("statement_until"):
        day = shown_date(last_day(datetime.fromisoformat(data["statement_until"])))
        found.append(
            _("You can appeal until %(day)s on your page: it costs nothing, and another moderator decides.", day=day)
        )
    return [*found, _("The number of this decision is %(number)s.", number=data["statement"])]


def as_data(
    statements: Iterable[Statement], kinds: Mapping[str, str], reasons: Mapping[str, tuple[str, str]]
) -> list[dict[str, Any]]:
    """Return statements as open data. What moderators wrote themselves stays out: it may name somebody."""
    return [
        {
            "number": statement.reference,
            "date": local_date(statement.at).isoformat(),
            "kind": statement.kind,
            "kind_name": kinds.get(statement.kind, statement.kind),
            "restriction": str(statement.restriction),
            "reason": statement.reason_key or "own_words",
            "reason_sr": reasons.get(statement.reason_key, ("", ""))[0],
            "reason_en": reasons.get(statement.reason_key, ("", ""))[1],
            "source": "report" if statement.on_report else "own_initiative",
            "automated_detection": bool(statement.detected),
            "signals": statement.detected,
            "automated_decision": False,
            "appeal_until": last_day(statement.appeal_until).isoformat() if statement.appeal_until else None,
            "appeal_result": str(statement.result) if statement.result else None,
            "appeal_settled": local_date(statement.settled_at).isoformat() if statement.settled_at else None,
        }
        for statement in statements
    ]
