"""Finds the reports a program asks for, by `queries.public()` as everything else, and says them in Open311's words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.orm import Session

from portal.features.problems import queries
from portal.features.problems.actions.shared import SAID
from portal.features.problems.models import KIND, Category, Competence, Event, EventKind, Problem, State
from portal.features.problems.programs.faults import NoRequest, NoService, WasJoined
from portal.features.problems.programs.reading import REFERENCE, Asked, Circle
from portal.features.problems.rules import extra
from portal.features.problems.words import state_name
from portal.kernel import photos
from portal.kernel.audit import AuditLine
from portal.kernel.clock import ZONE
from portal.kernel.photos.models import Photo
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import plainly
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext, version

ENDS = frozenset({EventKind.RESOLVED, EventKind.NOT_COMPETENT})
DATATYPES = {"text": "string", "number": "number", "choice": "singlevaluelist", "switch": "singlevaluelist"}


def find(db: Session, asked: Asked) -> Sequence[Row[Any]]:
    """Return a page of public reports, newest first, or what was changed last first.

    Pages are counted, as the standard has it: what lies before a page is skipped in an index.
    """
    order = (Problem.updated_at.desc(), Problem.id.desc()) if asked.updated else (Problem.shelf, Problem.id)
    found = _within(queries.public(Problem.id), asked).order_by(*order)
    ids = found.offset((asked.page - 1) * asked.size).limit(asked.size).subquery()
    columns = (*queries.COLUMNS, Problem.competence_id)
    return db.execute(queries.public(*columns).where(Problem.id.in_(select(ids.c.id))).order_by(*order)).all()


def _within(found: Any, asked: Asked) -> Any:
    if asked.numbers is not None:
        return found.where(tuple_(Problem.year, Problem.number).in_(asked.numbers))
    if asked.requested:
        start, end = (-int(moment.timestamp() * 1000) for moment in asked.requested)
        found = found.where(Problem.shelf.between(end, start))
    if asked.updated:
        found = found.where(Problem.updated_at.between(*asked.updated))
    if asked.categories:
        found = found.where(Problem.category_id.in_(asked.categories))
    if asked.states:
        found = found.where(Problem.state.in_(asked.states))
    for box in (asked.box, asked.circle and asked.circle.box):
        if box:
            found = queries.in_box(found, box)
    return found.where(_in_circle(asked.circle)) if asked.circle else found


def _in_circle(circle: Circle) -> Any:
    """Compare squares of distances on a plane that touches the earth in the middle: off by less than 0.1 % at 50 km."""
    south, west, _north, _east = circle.box
    high, wide = circle.lat - south, circle.lon - west
    y, x = (Problem.lat - circle.lat) / high, (Problem.lon - circle.lon) / wide
    return func.coalesce(y * y + x * x, 2.0) <= 1.0


def one(db: Session, reference: str) -> Sequence[Row[Any]]:
    """Return one public report as a list of one. Raises `NoRequest`, `WasJoined`."""
    hit = REFERENCE.fullmatch(reference)
    found = find(db, Asked(numbers=((int(hit[1]), int(hit[2])),))) if hit else ()
    if found:
        return found
    problem = queries.by_reference(db, reference) if hit else None
    other = problem.joined_to_id if problem is not None and problem.is_public else None
    if other is not None and queries.shows(db, other):
        raise WasJoined(id=reference, other=db.get_one(Problem, other).reference)
    raise NoRequest(id=reference)


def told(db: Session, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return reports in Open311's words; three queries for all of them, and the names."""
    names, ids = queries.names(db), [row.id for row in rows]
    competences = {one.id: one for one in queries.competences(db)}
    pictures = photos.of_many(db, KIND, ids)
    events: dict[int, list[Event]] = {id: [] for id in ids}
    for event in db.scalars(select(Event).where(Event.problem_id.in_(ids), Event.kind.in_(SAID)).order_by(Event.id)):
        events[event.problem_id].append(event)
    return [_told(row, names, competences, events[row.id], pictures[row.id]) for row in rows]


def _told(
    row: Row[Any], names: queries.Names, competences: Mapping[int, Competence], events: list[Event], pictures: list[Photo]
) -> dict[str, Any]:
    category = names.categories[row.category_id]
    settlement = names.settlements.get(row.settlement_id)
    responsible = competences.get(row.competence_id) if row.state is State.NOT_COMPETENT else names.units.get(row.unit_id)
    place = (named(settlement), _typed(row.public_place))
    ended = [event.at for event in events if event.kind in ENDS]
    return {
        "service_request_id": f"{row.year}-{row.number}",
        "status": "open" if row.state.is_open else "closed",
        "status_notes": _last_words(events),
        "service_name": named(category),
        "service_code": category.key,
        "description": _typed(row.public_text) or None,
        "agency_responsible": named(responsible) or None,
        "service_notice": str(state_name(row.state)),
        "requested_datetime": moment(row.submitted_at),
        "updated_datetime": moment(ended[-1] if ended and not row.state.is_open else row.updated_at),
        "expected_datetime": moment(row.due_at),
        "address": ", ".join(filter(None, place)) or None,
        "address_id": str(row.settlement_id) if settlement else None,
        "zipcode": None,
        "lat": row.lat,
        "long": row.lon,
        "media_url": next((_picture(photo) for photo in pictures if photo.is_ready), None),
    }


def _last_words(events: list[Event]) -> str | None:
    """Return what the municipality said last; what nobody of it has read yet waits."""
    said = [event for event in events if event.text and not event.waits]
    return plainly(said[-1].text, said[-1].text_en) if said else None


def _picture(photo: Photo) -> str:
    return absolute("portal.photos.show", photo_id=photo.id, revision=photo.revision, size="large")


def moment(value: datetime | None) -> str | None:
    """Return a moment as Open311 writes it, in Belgrade's time and with its zone."""
    return value.astimezone(ZONE).isoformat(timespec="seconds") if value else None


def _typed(text: str) -> str:
    return to_latin(text) if version().is_latin else text


def named(thing: Any) -> str:
    """Return the name of a category, settlement or unit in the version spoken now."""
    return plainly(thing.name_sr, thing.name_en) if thing else ""


def service(category: Category) -> dict[str, Any]:
    """Return a category as a service."""
    examples = plainly(category.hint_sr, category.hint_en)
    return {
        "service_code": category.key,
        "service_name": named(category),
        "description": examples or None,
        "metadata": bool(category.questions),
        "type": "realtime",
        "keywords": ",".join(part.strip(" .…") for part in examples.split(",")) or None,
        "group": None,
    }


def services_changed(db: Session) -> datetime | None:
    """Return when somebody last changed what can be reported and what is asked beside it, None for never."""
    changes = select(func.max(AuditLine.at)).where(AuditLine.subject_kind == "category")
    found: datetime | None = db.scalar(changes)
    return found


def category_of(db: Session, code: str) -> Category:
    """Return the category behind the code of a service. Raises `NoService`."""
    found = next((category for category in queries.categories(db) if category.key == code), None)
    if found is None:
        raise NoService(code=code)
    return found


def definition(category: Category) -> dict[str, Any]:
    """Return what a category asks beside the description."""
    questions = enumerate(category.questions, 1)
    return {"service_code": category.key, "attributes": [_attribute(question, order) for order, question in questions]}


def _attribute(question: Mapping[str, Any], order: int) -> dict[str, Any]:
    stops = extra.worded(question, "stops")
    found = {
        "variable": True,
        "code": question["code"],
        "datatype": DATATYPES[question["kind"]],
        "required": bool(question.get("required")),
        "datatype_description": gettext("If yes: %(what)s", what=stops) if stops else None,
        "order": order,
        "description": extra.worded(question, "label"),
    }
    values = [{"key": one["code"], "name": extra.worded(one, "label")} for one in question.get("choices", ())]
    if question["kind"] == "switch":
        values = [{"key": "yes", "name": gettext("Yes")}, {"key": "no", "name": gettext("No")}]
    return {**found, "values": values} if values else found
