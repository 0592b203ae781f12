"""Reads the readable profile into an empty database; what is there already stays as it is."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.municipality import outline
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
from portal.kernel.texts import sort_key_cyrillic, sort_key_latin, to_latin

MAP = "map"
"""The fact of where the municipality lies: optional in a profile, whoever draws a map fills in what is missing."""


def read(path: Path) -> dict[str, Any]:
    """Read a profile, and the outline of the map from the file beside it; raises what yaml raises, or `ValueError`."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if isinstance(found, dict) and isinstance(found.get("map"), dict):
        drawn = found["map"].get("outline") or ""
        found["map"]["outline"] = outline.read((path.parent / drawn).read_text(encoding="utf-8")) if drawn else []
    return found


def add_policies(db: Session, profile: dict[str, Any]) -> None:
    """Give a municipality the promises that a newer profile knows and it does not; those it has stay as they are."""
    if db.get(Fact, "municipality") is None:
        return
    known = set(db.scalars(select(Promise.name)))
    missing = {name: rules for name, rules in profile["policies"].items() if name not in known}
    db.add_all(Promise(name=name, version=1, rules=rules, since=now()) for name, rules in missing.items())
    if missing:
        audit.note(db, "municipality.seed", "profile", "policies", by=None, names=", ".join(sorted(missing)))


def seed(db: Session, profile: dict[str, Any]) -> bool:
    """Fill an empty municipality from a profile and tell whether it was empty."""
    if db.get(Fact, "municipality") is not None:
        return False
    db.add(Fact(key="municipality", value=profile["municipality"]))
    if profile.get("map"):
        db.merge(Fact(key=MAP, value=profile["map"]))
    for name, rules in profile["policies"].items():
        db.add(Promise(name=name, version=1, rules=rules, since=now()))
    for place, unit in enumerate(profile.get("units", ())):
        db.add(Unit(key=unit["key"], name_sr=unit["name_sr"], name_en=unit.get("name_en", ""), place=place))
    offices = {}
    for place, row in enumerate(profile["offices"]):
        offices[row["key"]] = _office(row, place)
    db.add_all(offices.values())
    db.flush()
    for row in profile["offices"]:
        for held in (*row.get("previous", ()), row):
            db.add(_term(offices[row["key"]].id, held))
    for place, row in enumerate(profile["topics"]):
        db.add(
            Topic(
                key=row["key"], name_sr=row["name_sr"], name_en=row.get("name_en", ""),
                office_id=offices[row["office"]].id, place=place,
            )
        )
    for row in profile["settlements"]:
        db.add(settlement(row["name_sr"]))
    for place, row in enumerate(profile["reasons"]):
        db.add(
            Reason(
                key=row["key"], verdict=Verdict(row["verdict"]), name_sr=row["name_sr"], text_sr=row["text_sr"],
                name_en=row.get("name_en", ""), text_en=row.get("text_en", ""),
                needs_note=row.get("needs_note", False), kind=row.get("kind", ""), place=place,
            )
        )
    add_holidays(db, range(now().year - 1, now().year + 3))
    for row in profile.get("calendar", {}).get("extra") or ():
        db.merge(
            CalendarDay(
                day=_day(row["date"]), working=bool(row.get("working")), name_sr=row["name_sr"],
                name_en=row.get("name_en", ""),
            )
        )
    db.flush()
    audit.note(db, "municipality.seed", "profile", "starter", by=None)
    return True


def _office(row: dict[str, Any], place: int) -> Office:
    return Office(
        key=row["key"], kind=OfficeKind(row["kind"]), name_sr=row["name_sr"], name_en=row.get("name_en", ""),
        about_sr=row.get("about_sr", ""), about_en=row.get("about_en", ""), place=place, open=row.get("open", True),
        closed_reason_sr=row.get("closed_reason_sr", ""), closed_reason_en=row.get("closed_reason_en", ""),
        email=row.get("email") or "",
    )


def _term(office_id: int, row: dict[str, Any]) -> Term:
    term = row["term"]
    return Term(
        office_id=office_id, holder_sr=row["holder_sr"], holder_en=row.get("holder_en", ""), began_on=_day(term["from"]),
        ended_on=_day(term["to"]) if term.get("to") else None,
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def settlement(name_sr: str) -> Settlement:
    """Return a settlement with its stored sort keys."""
    return Settlement(
        name_sr=name_sr, name_en=to_latin(name_sr), sort_cyrillic=sort_key_cyrillic(name_sr),
        sort_latin=sort_key_latin(to_latin(name_sr)),
    )


def add_holidays(db: Session, years: range) -> int:
    """Add the State's holidays of some years that are not in the calendar yet; return how many were added."""
    import holidays

    known = set(db.scalars(select(CalendarDay.day)))
    serbian = holidays.country_holidays("RS", years=years, language="sr")
    english = holidays.country_holidays("RS", years=years, language="en_US")
    new = [
        CalendarDay(day=day, working=False, name_sr=name, name_en=english.get(day, ""))
        for day, name in sorted(serbian.items())
        if day not in known
    ]
    db.add_all(new)
    return len(new)
