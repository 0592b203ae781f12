"""Compares the readable profile with the database, and makes the database say what the file says.

The file seeds; from then on the database is the truth and pages of the administration change it. So nothing is ever
removed here: what only the database has is shown and stays.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.db import touch
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.municipality import seed
from portal.kernel.municipality.models import (
    CalendarDay,
    Fact,
    Office,
    OfficeKind,
    Promise,
    Settlement,
    Term,
    Topic,
    Unit,
)
from portal.kernel.operations import OperationError

Fields = dict[str, Any]
Content = dict[tuple[str, str], Fields]
PARTS = ("municipality", "policies", "units", "offices", "topics", "settlements", "reasons")
ORDER = ("municipality", "map", "promise", "unit", "office", "term", "topic", "settlement", "reason", "day")


@dataclass(frozen=True)
class Difference:
    """One value that file and database say differently; a whole thing where only one of them has it."""

    kind: str
    key: str
    field: str
    here: Any
    wanted: Any

    def __str__(self) -> str:
        if not self.field:
            return f"  only here: {self.kind} {self.key}" if self.wanted is None else f"+ {self.kind} {self.key}"
        return f"~ {self.kind} {self.key} {self.field}: {_short(self.here)} -> {_short(self.wanted)}"


def _short(value: Any) -> str:
    """Return a value as Python writes it; a list as long as an outline only by its beginning."""
    shown = repr(value)
    return shown if len(shown) <= 500 else f"{shown[:100]}… ({len(value)})"


def read(file: Path) -> dict[str, Any]:
    """Read a profile. Raises `OperationError` when it is no YAML or a part is missing."""
    try:
        found = seed.read(file)
    except Exception as fault:
        raise OperationError(f"{file} cannot be read: {fault}") from fault
    missing = [part for part in PARTS if part not in (found or {})]
    if missing:
        raise OperationError(f"{file} is no whole profile: {', '.join(missing)} is missing.")
    return found


def differences(db: Session, profile: Mapping[str, Any]) -> list[Difference]:
    """Return what the database says otherwise than the profile; eight queries, nothing is changed."""
    return list(_compare(_here(db, profile), _wanted(profile)))


def apply(db: Session, profile: Mapping[str, Any]) -> list[Difference]:
    """Make the database say what the profile says and return what that changed; an empty one is seeded first.

    Each changed thing is one audit line with the names of its fields. A changed policy is a new version of its
    promise: what runs by the old one goes on by the old one.
    """
    if seed.seed(db, dict(profile)):
        return [Difference("profile", "everything", "", None, True)]
    wanted = _wanted(profile)
    found = [d for d in _compare(_here(db, profile), wanted) if d.wanted is not None]
    for kind, key in dict.fromkeys((d.kind, d.key) for d in sorted(found, key=lambda d: ORDER.index(d.kind))):
        WRITERS[kind](db, key, wanted[kind, key])
        db.flush()
        fields = ",".join(d.field for d in found if (d.kind, d.key) == (kind, key))
        audit.note(db, "municipality.apply", kind, key, by=None, fields=fields or "new")
    if found:
        touch(db, "municipality")
    return found


def _compare(here: Content, wanted: Content) -> Iterator[Difference]:
    for (kind, key), fields in wanted.items():
        present = here.get((kind, key))
        if present is None:
            yield Difference(kind, key, "", None, True)
            continue
        for name, value in fields.items():
            if present.get(name) != value:
                yield Difference(kind, key, name, present.get(name), value)
    for kind, key in here.keys() - wanted.keys():
        if kind != "day":
            yield Difference(kind, key, "", True, None)


def _wanted(profile: Mapping[str, Any]) -> Content:
    found: Content = {("municipality", "municipality"): dict(profile["municipality"])}
    if profile.get("map"):
        found["map", seed.MAP] = dict(profile["map"])
    for name, rules in profile["policies"].items():
        found["promise", name] = {"rules": rules}
    for place, row in enumerate(profile["units"]):
        found["unit", row["key"]] = {**_names(row), "place": place}
    for place, row in enumerate(profile["offices"]):
        found["office", row["key"]] = {
            **_names(row),
            **{
                name: row.get(name) or ""
                for name in ("about_sr", "about_en", "closed_reason_sr", "closed_reason_en", "email")
            },
            "kind": row["kind"],
            "open": row.get("open", True),
            "place": place,
        }
        for held in (*row.get("previous", ()), row):
            found["term", f"{row['key']}@{held['term']['from']}"] = {
                "holder_sr": held["holder_sr"],
                "holder_en": held.get("holder_en", ""),
                "ended_on": _day(held["term"].get("to")),
            }
    for place, row in enumerate(profile["topics"]):
        found["topic", row["key"]] = {**_names(row), "office": row["office"], "place": place}
    for row in profile["settlements"]:
        found["settlement", row["name_sr"]] = {}
    for place, row in enumerate(profile["reasons"]):
        found["reason", row["key"]] = {
            **_names(row),
            "verdict": row["verdict"],
            "text_sr": row["text_sr"],
            "text_en": row.get("text_en", ""),
            "needs_note": bool(row.get("needs_note")),
            "kind": row.get("kind", ""),
            "place": place,
        }
    for row in (profile.get("calendar") or {}).get("extra") or ():
        found["day", str(row["date"])] = {**_names(row), "working": bool(row.get("working"))}
    return found


def _here(db: Session, profile: Mapping[str, Any]) -> Content:
    """Return what the database says; of promises and reasons only what the profile speaks of: features bring their own."""
    named = profile["policies"]
    kinds = {"", *(row.get("kind", "") for row in profile["reasons"])}
    fact = db.get(Fact, "municipality")
    found: Content = {("municipality", "municipality"): dict(fact.value)} if fact else {}
    if profile.get("map") and (place := db.get(Fact, seed.MAP)):
        found["map", seed.MAP] = dict(place.value)
    for promise in db.scalars(select(Promise).order_by(Promise.version)):
        if promise.name in named:
            found["promise", promise.name] = {"rules": promise.rules}
    for unit in db.scalars(select(Unit)):
        found["unit", unit.key] = _fields(unit, "name_sr name_en place")
    offices = {}
    for office in db.scalars(select(Office)):
        offices[office.id] = office.key
        found["office", office.key] = _fields(
            office, "name_sr name_en about_sr about_en closed_reason_sr closed_reason_en email open place"
        ) | {"kind": office.kind.value}
        for term in office.terms:
            found["term", f"{office.key}@{term.began_on}"] = _fields(term, "holder_sr holder_en ended_on")
    for topic in db.scalars(select(Topic)):
        found["topic", topic.key] = _fields(topic, "name_sr name_en place") | {"office": offices[topic.office_id]}
    for settlement in db.scalars(select(Settlement)):
        found["settlement", settlement.name_sr] = {}
    for reason in db.scalars(select(Reason).where(Reason.kind.in_(kinds))):
        found["reason", reason.key] = _fields(reason, "name_sr name_en text_sr text_en needs_note kind place") | {
            "verdict": reason.verdict.value
        }
    for day in db.scalars(select(CalendarDay)):
        found["day", day.day.isoformat()] = _fields(day, "name_sr name_en working")
    return found


def _names(row: Mapping[str, Any]) -> Fields:
    return {"name_sr": row["name_sr"], "name_en": row.get("name_en", "")}


def _fields(thing: object, names: str) -> Fields:
    return {name: getattr(thing, name) for name in names.split()}


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _write_fact(db: Session, key: str, fields: Fields) -> None:
    fact = db.get(Fact, key)
    if fact is None:
        db.add(Fact(key=key, value=fields))
    else:
        fact.value = {**fact.value, **fields}


def _write_promise(db: Session, key: str, fields: Fields) -> None:
    last = db.scalar(select(func.max(Promise.version)).where(Promise.name == key)) or 0
    db.add(Promise(name=key, version=last + 1, rules=fields["rules"], since=now()))


def _write_term(db: Session, key: str, fields: Fields) -> None:
    office_key, _, began = key.partition("@")
    office_id = _office_id(db, office_key)
    began_on = date.fromisoformat(began)
    term = db.scalar(select(Term).where(Term.office_id == office_id, Term.began_on == began_on))
    if term is None:
        db.add(Term(office_id=office_id, began_on=began_on, **fields))
    else:
        _set(term, fields)


def _write_settlement(db: Session, key: str, fields: Fields) -> None:
    db.add(seed.settlement(key))


def _write_day(db: Session, key: str, fields: Fields) -> None:
    db.merge(CalendarDay(day=date.fromisoformat(key), **fields))


def _write_keyed(model: Any) -> Callable[[Session, str, Fields], None]:
    def write(db: Session, key: str, fields: Fields) -> None:
        fields = dict(fields)
        if "kind" in fields:
            fields["kind"] = OfficeKind(fields["kind"])
        if "verdict" in fields:
            fields["verdict"] = Verdict(fields["verdict"])
        if "office" in fields:
            fields["office_id"] = _office_id(db, fields.pop("office"))
        found = db.scalar(select(model).where(model.key == key))
        if found is None:
            db.add(model(key=key, **fields))
        else:
            _set(found, fields)

    return write


def _office_id(db: Session, key: str) -> int:
    found = db.scalar(select(Office.id).where(Office.key == key))
    if found is None:
        raise OperationError(f"The profile names the office {key}, which it does not describe.")
    return found


def _set(thing: Any, fields: Fields) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.version += 1


WRITERS: Mapping[str, Callable[[Session, str, Fields], None]] = {
    "municipality": _write_fact,
    "map": _write_fact,
    "promise": _write_promise,
    "unit": _write_keyed(Unit),
    "office": _write_keyed(Office),
    "term": _write_term,
    "topic": _write_keyed(Topic),
    "settlement": _write_settlement,
    "reason": _write_keyed(Reason),
    "day": _write_day,
}
