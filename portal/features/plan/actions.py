"""Verbs of the plan: load it, report about an activity, measure the numbers of the day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.plan import queries
from portal.features.plan.models import (
    Activity,
    Area,
    DeadlineKind,
    Evidence,
    Objective,
    Plan,
    State,
    Target,
    Task,
    Value,
)
from portal.kernel import audit, search
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.db import Model, changed, touch
from portal.kernel.paths import STARTER
from portal.kernel.refusals import NoAddress, NotFound, Refusal, Stale
from portal.kernel.texts.links import is_web_address
from portal.kernel.words import lazy

Noun = TypeVar("Noun", bound=Model)


class NoNote(Refusal):
    """A report without words proves nothing."""

    sentence = lazy("Write what was done and how it can be checked.")


class NotYet(Refusal):
    """Evidence is about what has happened."""

    sentence = lazy("The day must not lie in the future.")


def load(db: Session, data: Mapping[str, Any]) -> Plan:
    """Bring a printed plan into the tables, or up to date with its file; states and evidence stay as they are.

    Rows are found by their keys, so a second loading of the same file changes nothing. Nothing is removed: what was
    reported about an activity must not vanish with a line of a file.
    """
    put, meta = _Putting(db), data["meta"]
    plan = put(
        Plan, {"reference": meta["reference"]}, adopted_on=_day(meta["adopted"]), **_both(meta, "title"),
        **_both(meta, "adopted_by"), legal_basis_sr=meta.get("legal_basis_sr", ""),
        published_in_sr=meta.get("published_in_sr", ""), **_notes(meta),
    )
    areas = {
        row["key"]: put(Area, {"plan_id": plan.id}, **_level(place, row)) for place, row in enumerate(data["areas"])
    }
    objectives = {
        row["key"]: put(Objective, {"area_id": areas[row["area"]].id}, **_level(place, row))
        for place, row in enumerate(data["objectives"])
    }
    tasks = {
        row["key"]: put(Task, {"objective_id": objectives[row["objective"]].id}, **_level(place, row))
        for place, row in enumerate(data["tasks"])
    }
    for place, row in enumerate(data["activities"]):
        activity = put(Activity, {"plan_id": plan.id}, task_id=tasks[row["task"]].id, **_activity(place, row))
        put(Target, {"activity_id": activity.id}, **_target(row))
    if put.written:
        db.expire_all()
        for activity in plan.activities:
            _make_findable(db, plan, activity)
        audit.note(db, "plan.load", "plan", plan.id, by=None, rows=put.written)
        touch(db, "plan")
    return plan


def seed(db: Session) -> None:
    """Load the plan of the starter, unless the municipality has loaded a plan of its own."""
    data = yaml.safe_load((STARTER / "plan.yaml").read_text(encoding="utf-8"))
    present = queries.current(db)
    if present is None or present.reference == data["meta"]["reference"]:
        load(db, data)


def report(
    db: Session, key: str, *, state: State, day: date, note_sr: str, note_en: str = "", link: str = "", seen: int,
    by: Person | None,
) -> Evidence:
    """Say how far an activity is, with the evidence; the numbers of the day are measured with it.

    Raises `NotFound`, `NoNote`, `NotYet`, `NoAddress`, and `Stale` when somebody else reported since `seen`.
    """
    activity = queries.activity(db, key)
    if activity is None:
        raise NotFound
    if not note_sr.strip():
        raise NoNote(field="note_sr")
    if day > local_date(now()):
        raise NotYet(field="day")
    if link and not is_web_address(link):
        raise NoAddress(field="link")
    if not changed(db, Activity, id=activity.id, version=seen, state=state):
        raise Stale(mine=note_sr, theirs=_last_note(db, activity.id))
    evidence = Evidence(
        activity_id=activity.id, state=state, day=day, note_sr=note_sr, note_en=note_en, link=link, reported_at=now(),
        by_id=by.id if by else None,
    )
    db.add(evidence)
    db.flush()
    audit.note(db, "plan.report", "activity", key, by=evidence.by_id, state=str(state), evidence=evidence.id)
    if activity.indicator is not None and activity.indicator.metric:
        measure(db, [activity.indicator.metric])
    touch(db, "plan")
    return evidence


def measure(db: Session, metrics: Sequence[str]) -> None:
    """Keep what some metrics measure now as the value of this day.

    Until the day ends a later measurement takes the place of an earlier one; afterwards the row stays. A changed
    definition begins a row of its own, so figures of two definitions never mix.
    """
    moment = now()
    for metric, reading in queries.readings(db, moment, metrics).items():
        found, period = reading.measure, local_date(moment)
        row = db.scalar(
            select(Value).where(
                Value.metric == metric, Value.period == period, Value.definition == reading.definition
            )
        )
        if row is None:
            row = Value(
                metric=metric, definition=reading.definition, period=period, numerator=0, denominator=0,
                parts=[], measured_at=moment,
            )
            db.add(row)
        row.numerator, row.denominator, row.measured_at = found.numerator, found.denominator, found.at
        row.parts = [list(part) for part in found.parts]
    db.flush()
    touch(db, "plan")


def _make_findable(db: Session, plan: Plan, activity: Activity) -> None:
    aim, number = activity.indicator, activity.number or activity.key
    words_sr = [aim.text_sr if aim else "", *activity.items_sr, activity.responsible_sr, activity.approver_sr]
    words_en = [aim.text_en if aim else "", *activity.items_en, activity.responsible_en, activity.approver_en]
    search.put(
        db,
        search.Document(
            kind="plan", subject_id=activity.id, title=f"{number} {activity.text_sr}",
            text="\n".join(filter(None, words_sr)), title_en=f"{number} {activity.text_en}" if activity.text_en else "",
            text_en="\n".join(filter(None, words_en)), url_endpoint="portal.plan.show", url_values={"key": activity.key},
            published_at=start_of_day(plan.adopted_on),
        ),
    )


def _last_note(db: Session, activity_id: int) -> str:
    rows = queries.evidence_of(db, activity_id)
    return rows[0][0].note_sr if rows else ""


class _Putting:
    """Makes rows or brings them up to date, and counts what was written."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self.written = 0

    def __call__(self, model: type[Noun], parent: Mapping[str, Any], **values: Any) -> Noun:
        found_by = {**parent, **({"key": values.pop("key")} if "key" in values else {})}
        row = self._db.scalar(select(model).filter_by(**found_by))
        if row is None:
            row = model(**found_by, **values)
            self._db.add(row)
        elif all(getattr(row, name) == value for name, value in values.items()):
            return row
        for name, value in values.items():
            setattr(row, name, value)
        self._db.flush()
        self.written += 1
        return row


def _level(place: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": row["key"], "place": place, **_both(row, "name"), **_notes(row)}


def _activity(place: int, row: Mapping[str, Any]) -> dict[str, Any]:
    deadline = row["deadline"]
    return {
        **_both(row, "activity", "text"),
        **_both(row, "responsible"),
        **_both(row, "approver"),
        **_both(row, "budget"),
        **_notes(row),
        "key": row["key"],
        "number": row.get("number") or "",
        "place": place,
        "deadline_kind": DeadlineKind(deadline["kind"]),
        "deadline_on": _day(deadline["iso"]),
        "deadline_printed": deadline.get("printed_sr") or "",
        "items_sr": row.get("items_sr") or [],
        "items_en": row.get("items_en") or [],
    }


def _target(row: Mapping[str, Any]) -> dict[str, Any]:
    metric = row.get("automatable") or {}
    return {
        **_both(row, "indicator", "text"),
        "metric": metric.get("metric", ""),
        "definition_sr": metric.get("definition_sr", ""),
        "definition_en": metric.get("definition", ""),
        "coverage_sr": metric.get("coverage_sr", ""),
        "coverage_en": metric.get("coverage", "") if metric.get("coverage_sr") else "",
        "target": metric.get("target"),
    }


def _both(row: Mapping[str, Any], name: str, field: str = "") -> dict[str, str]:
    field = field or name
    return {f"{field}_sr": row.get(f"{name}_sr") or "", f"{field}_en": row.get(f"{name}_en") or ""}


def _notes(row: Mapping[str, Any]) -> dict[str, list[str]]:
    return {"notes_sr": list(row.get("notes_sr") or ()), "notes_en": list(row.get("notes") or ())}


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
