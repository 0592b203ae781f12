"""Promises and limits: never changed, only followed by a next version."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.deadlines import Count, Start
from portal.kernel.municipality.actions.common import trace
from portal.kernel.municipality.models import Mode, Promise
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.words import lazy

RANGES: Mapping[str, tuple[int, int]] = {
    "working_days": (1, 60),
    "before_days": (1, 30),
    "open_questions_per_asker": (1, 50),
    "title_length": (40, 300),
    "text_length": (200, 10_000),
    "follow_ups": (0, 5),
    "amount": (1, 1000),
    "answer_length": (1, 1000),
    "warn_hours": (1, 168),
    "head_after_hours": (1, 720),
    "pause_days": (1, 60),
    "ask_again_days": (1, 90),
    "report_day": (1, 28),
    "trusted_after": (1, 100),
    "clean_days": (1, 1000),
    "edit_minutes": (0, 1440),
    "comment_length": (200, 10_000),
    "comments_per_hour": (1, 1000),
    "open_days": (0, 3650),
}
CHOICES: Mapping[str, tuple[str, ...]] = {"count": tuple(Count), "start": tuple(Start), "mode": tuple(Mode)}
TIMES = ("opens", "closes", "night_from", "night_until")
DAYS = ("silence_from", "silence_until")
"""Days that a rule may leave open: then it is empty."""
ANY = (0, 100_000)


class OutOfRange(Refusal):
    """A number that no municipality can mean."""

    sentence = lazy("Write a whole number between %(least)s and %(most)s.")


class SameAsBefore(Refusal):
    """A new version that changes nothing would only confuse."""

    sentence = lazy("Nothing was changed, so no new version was made.")


class UnknownChoice(Refusal):
    """A way of counting that nobody knows."""

    sentence = lazy("Choose one of the possibilities.")


class NoTime(Refusal):
    """Office hours begin and end at a time, and end after they begin."""

    sentence = lazy("Write a time like 07:00; the end comes after the beginning.")


class NoSpan(Refusal):
    """A span of days has a first and a last one, in this order."""

    sentence = lazy("Write both days, the first and the last; or neither.")


def promise_anew(db: Session, name: str, rules: Mapping[str, Any], *, seen: int, by: Person | None) -> Promise:
    """Follow the version somebody saw by a next one that holds from now on.

    Things that already run keep the version they run by. `rules` may change values, never their names or kinds.
    Raises `NotFound`, `OutOfRange`, `UnknownChoice`, `NoTime`, `NoSpan`, `SameAsBefore`, `Stale`.
    """
    known = db.scalar(select(Promise).where(Promise.name == name, Promise.version == seen).with_for_update())
    if known is None:
        raise NotFound
    latest = db.scalar(select(func.max(Promise.version)).where(Promise.name == name))
    if latest != seen:
        raise Stale
    wanted = {rule: _checked(rule, value, rules.get(rule, value)) for rule, value in known.rules.items()}
    if "count" in wanted and time.fromisoformat(wanted["opens"]) >= time.fromisoformat(wanted["closes"]):
        raise NoTime(field="closes")
    first, last = (wanted.get(rule, "") for rule in DAYS)
    if bool(first) != bool(last) or first > last:
        raise NoSpan(field=DAYS[1])
    if wanted == known.rules:
        raise SameAsBefore
    promise = Promise(name=name, version=seen + 1, rules=wanted, since=now())
    db.add(promise)
    db.flush()
    trace(db, "promise", "promise", name, by, version=promise.version)
    return promise


def _checked(rule: str, before: Any, value: Any) -> Any:
    if isinstance(before, bool):
        return bool(value)
    if isinstance(before, int):
        return _in_range(rule, value)
    if isinstance(before, list):
        return sorted({_in_range(rule, one) for one in value}, reverse=True)
    if rule in TIMES:
        return _time(rule, value)
    if rule in DAYS:
        return value.isoformat() if isinstance(value, date) else str(value or "")
    if rule in CHOICES and value not in CHOICES[rule]:
        raise UnknownChoice(field=rule)
    return str(value) if rule in CHOICES else before


def _time(rule: str, value: Any) -> str:
    """Return a time as the profile writes it, '07:00'."""
    hour, _colon, minute = str(value).strip().replace(".", ":").partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) < 3 and len(minute) == 2):
        raise NoTime(field=rule)
    if int(hour) > 23 or int(minute) > 59:
        raise NoTime(field=rule)
    return f"{int(hour):02}:{int(minute):02}"


def _in_range(rule: str, value: Any) -> int:
    least, most = RANGES.get(rule, ANY)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise OutOfRange(field=rule, least=least, most=most)
    return value
