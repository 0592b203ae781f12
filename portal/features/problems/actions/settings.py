"""What an administrator changes: categories and their questions, routes, competences, the map, answers kept ready."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.features.problems.models import Canned, Category, Competence, Route, When
from portal.features.problems.refusals import BadTiles, NoText, OutsideWorld, UnknownCategory
from portal.features.problems.rules.places import FACT, read_outline
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.db import Model, touch
from portal.kernel.municipality.actions import common
from portal.kernel.municipality.models import Fact, Unit
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.texts import fold

Noun = TypeVar("Noun", bound=Model)


TILES = re.compile(r"(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})(https://[\w.{}-]+(:\d+)?/|/(?!/))[\w./{}?=&@%-]*$", re.ASCII)
"""An address on another host, or on ours; nothing that would end the word in a header."""


def _trace(db: Session, act: str, kind: str, id: object, by: Person | None) -> None:
    audit.note(db, f"problems.{act}", kind, id, by=by.id if by else None)
    touch(db, "problems", "municipality")


def add_category(db: Session, *, by: Person | None, name_sr: str, **values: Any) -> Category:
    """Add a category at the end of the list, open to reports. Raises `NoName`."""
    name = common.named(name_sr)
    category = Category(
        key=common.key_for(db, Category, name), name_sr=name, place=common.last_place(db, Category), **values
    )
    db.add(category)
    db.flush()
    _trace(db, "category.add", "category", category.id, by)
    return category


def change_category(
    db: Session, category_id: int, *, seen: int, by: Person | None, name_sr: str, open: bool, closed_sr: str, **values: Any
) -> None:
    """Change a category's words, or close it with the message that people read instead.

    Reports that were sent keep their category. Raises `NoName`, `NoText`, `NotFound`, `Stale`.
    """
    if not open and not closed_sr.strip():
        raise NoText(field="closed_sr")
    common.change(
        db, Category, category_id, seen, name_sr=common.named(name_sr), open=open, closed_sr=closed_sr, **values
    )
    _trace(db, "category.change", "category", category_id, by)


def set_question(
    db: Session, category_id: int, code: str, question: Mapping[str, Any], *, seen: int, by: Person | None
) -> None:
    """Change one of a category's questions, or add it at the end where the code is empty.

    `question` is as `Category.questions` has it, without codes; a question and a choice whose words stay keep their
    code, so that answers already given keep their meaning. Raises `NoName`, `NoText`, `NotFound`, `Stale`.
    """
    category = common.loaded(db, Category, category_id)
    wanted = {**question, "label_sr": common.named(str(question["label_sr"]))}
    before = next((known for known in category.questions if known["code"] == code), None)
    if code and before is None:
        raise NotFound
    known_choices = before.get("choices", ()) if before else ()
    wanted["choices"] = _coded(wanted.get("choices", ()), known_choices)
    if wanted["kind"] == "choice" and len(wanted["choices"]) < 2:
        raise NoText(field="choices")
    wanted["code"] = code or _free_code(wanted["label_sr"], [known["code"] for known in category.questions])
    questions = [wanted if known["code"] == wanted["code"] else known for known in category.questions]
    _put_questions(db, category, questions if before else [*questions, wanted], seen, by)


def _coded(choices: Sequence[Mapping[str, str]], known: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    codes = {choice["label_sr"]: choice["code"] for choice in known}
    found: list[dict[str, str]] = []
    for choice in choices:
        taken = [*codes.values(), *(one["code"] for one in found)]
        code = codes.get(choice["label_sr"]) or _free_code(choice["label_sr"], taken)
        found.append({"code": code, "label_sr": choice["label_sr"], "label_en": choice.get("label_en", "")})
    return found


def _free_code(words: str, taken: Sequence[str]) -> str:
    base = "".join(sign for sign in fold(words).replace(" ", "_") if sign.isalnum() or sign == "_")[:24] or "pitanje"
    return next(code for code in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def remove_question(db: Session, category_id: int, code: str, *, seen: int, by: Person | None) -> None:
    """Ask a question no more; answers already given are shown no more either. Raises `NotFound`, `Stale`."""
    category = common.loaded(db, Category, category_id)
    rest = [known for known in category.questions if known["code"] != code]
    if len(rest) == len(category.questions):
        raise NotFound
    _put_questions(db, category, rest, seen, by)


def _put_questions(db: Session, category: Category, questions: list[Any], seen: int, by: Person | None) -> None:
    common.change(db, Category, category.id, seen, questions=questions)
    _trace(db, "category.questions", "category", category.id, by)


def move(db: Session, model: type[Model], id: int, *, earlier: bool, by: Person | None) -> None:
    """Move a category, a route, a competence or an answer kept ready one place up or down. Raises `NotFound`."""
    table: Any = model
    rows = list(db.scalars(select(table).order_by(table.place, table.id)))
    at = next((place for place, row in enumerate(rows) if row.id == id), None)
    if at is None:
        raise NotFound
    to = max(0, min(len(rows) - 1, at - 1 if earlier else at + 1))
    rows.insert(to, rows.pop(at))
    for place, row in enumerate(rows):
        row.place = place
    _trace(db, "order", model.__name__.lower(), id, by)


def _leads(db: Session, unit_id: int, category_id: int | None) -> None:
    if db.get(Unit, unit_id) is None:
        raise NotFound
    if category_id is not None and db.get(Category, category_id) is None:
        raise UnknownCategory(field="category_id")


def add_route(
    db: Session, *, unit_id: int, category_id: int | None, settlement_id: int | None, when: When, by: Person | None
) -> Route:
    """Add a route after the others; the first that fits gets a report. Raises `UnknownCategory`, `NotFound`."""
    _leads(db, unit_id, category_id)
    route = Route(
        unit_id=unit_id,
        category_id=category_id,
        settlement_id=settlement_id,
        when=when,
        place=common.last_place(db, Route),
    )
    db.add(route)
    db.flush()
    _trace(db, "route.add", "route", route.id, by)
    return route


def change_route(
    db: Session,
    route_id: int,
    *,
    seen: int,
    unit_id: int,
    category_id: int | None,
    settlement_id: int | None,
    when: When,
    by: Person | None,
) -> None:
    """Change where reports to come go. Raises `UnknownCategory`, `NotFound`, `Stale`."""
    _leads(db, unit_id, category_id)
    values: dict[str, Any] = {"unit_id": unit_id, "category_id": category_id, "settlement_id": settlement_id}
    common.change(db, Route, route_id, seen, when=when, **values)
    _trace(db, "route.change", "route", route_id, by)


def add_competence(db: Session, *, by: Person | None, name_sr: str, **values: Any) -> Competence:
    """Add somebody who is responsible where the municipality is not. Raises `NoName`."""
    name = common.named(name_sr)
    found = Competence(
        key=common.key_for(db, Competence, name), name_sr=name, place=common.last_place(db, Competence), **values
    )
    db.add(found)
    db.flush()
    _trace(db, "competence.add", "competence", found.id, by)
    return found


def change_competence(db: Session, id: int, *, seen: int, by: Person | None, name_sr: str, **values: Any) -> None:
    """Change an entry of the directory; reports already handed over name the new one. Raises `NoName`, `Stale`."""
    common.change(db, Competence, id, seen, name_sr=common.named(name_sr), **values)
    _trace(db, "competence.change", "competence", id, by)


def add_canned(
    db: Session, *, by: Person | None, name_sr: str, text_sr: str, category_id: int | None = None, **values: Any
) -> Canned:
    """Keep an answer ready. Raises `NoName`, `NoText`."""
    found = Canned(
        name_sr=common.named(name_sr),
        text_sr=_worded(text_sr),
        category_id=category_id,
        place=common.last_place(db, Canned),
        **values,
    )
    db.add(found)
    db.flush()
    _trace(db, "canned.add", "canned", found.id, by)
    return found


def change_canned(
    db: Session, id: int, *, seen: int, by: Person | None, name_sr: str, text_sr: str, **values: Any
) -> None:
    """Change an answer kept ready; answers already sent stay as they were. Raises `NoName`, `NoText`, `Stale`."""
    common.change(db, Canned, id, seen, name_sr=common.named(name_sr), text_sr=_worded(text_sr), **values)
    _trace(db, "canned.change", "canned", id, by)


def _worded(text: str) -> str:
    if not text.strip():
        raise NoText(field="text_sr")
    return text.strip()


def remove(db: Session, model: type[Route] | type[Canned], id: int, *, by: Person | None) -> None:
    """Take away a route or an answer kept ready: nothing refers to either. Raises `NotFound`."""
    common.loaded(db, model, id)
    db.execute(delete(model).where(model.id == id))
    db.flush()
    _trace(db, f"{model.__name__.lower()}.remove", model.__name__.lower(), id, by)


def change_map(
    db: Session,
    *,
    lat: float,
    lon: float,
    radius_km: float,
    outline: str,
    outline_from: str,
    tiles: str,
    tiles_from: str,
    seen: int,
    by: Person | None,
) -> None:
    """Change centre, radius, outline and tiles of the map. Reports already sent stay inside or outside as they were.

    Raises `OutsideWorld`, `BadOutline`, `BadTiles`, `NotFound`, `Stale`.
    """
    if db.get(Fact, FACT) is None:
        raise NotFound
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < radius_km <= 500):
        raise OutsideWorld(field="lat")
    if tiles and not TILES.match(tiles):
        raise BadTiles(field="tiles")
    corners = read_outline(outline)
    middle = {"lat": float(lat), "lon": float(lon), "radius_km": float(radius_km)}
    owners = {"outline_from": outline_from.strip(), "tiles_from": tiles_from.strip()}
    values = {**middle, **owners, "outline": corners, "tiles": tiles}
    if not common.changed_fact(db, FACT, values, seen):
        raise Stale
    _trace(db, "map", "fact", FACT, by)
