"""One question by another: a single grouped scan over the packed answers, whatever the two are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.surveys.models import NOT_ANSWERED, NOT_ASKED, Mode, Response, Survey
from portal.features.surveys.queries.statistics import SIGNS, documents, meaning
from portal.features.surveys.rules.counted import share
from portal.features.surveys.rules.intervals import Interval
from portal.features.surveys.rules.layout import Layout, Slot
from portal.features.surveys.rules.questionnaire import Kind, Questionnaire, Said
from portal.kernel.refusals import NotFound

BY_MODE = "mode"
Titles = Mapping[str, Said]


@dataclass(frozen=True)
class Axis:
    """What stands along one side of a table: its key, and its categories with their titles.

    The categories of a multiple choice overlap (`is_multiple`): somebody stands in as many as they chose.
    """

    key: str
    title: Said
    categories: Titles
    is_multiple: bool = False


@dataclass(frozen=True)
class Cross:
    """A table of two questions. `n` of a row are those of it who answered the other question; `total` all who answered both."""

    rows: Axis
    columns: Axis
    cells: Mapping[tuple[str, str], int]
    n: Mapping[str, int]
    total: int

    def share(self, row: str, column: str) -> Interval | None:
        """Return which part of a row a cell is; None below ten people."""
        return share(self.cells.get((row, column), 0), self.n.get(row, 0))


def axes(questionnaire: Questionnaire) -> Mapping[str, Axis]:
    """Return everything that can stand along a side of a table, by its key: closed questions, rows of grids, the mode."""
    layout = Layout(questionnaire)
    found = {axis.key: axis for code in questionnaire.questions for axis in _axes(layout, code)}
    modes = {mode.value: Said(sr=mode.value, en=mode.value) for mode in Mode}
    return {**found, BY_MODE: Axis(BY_MODE, Said(), modes)}


def table(db: Session, survey: Survey, row: str, column: str) -> Cross:
    """Return the table of two keys of a survey. Raises `NotFound` for a key that is none.

    One query: over a million answers it reads each packed answer once and groups by a few letters.
    """
    asked = documents(db, survey.id)
    possible = axes(asked.get(survey.number, Questionnaire(())))
    if row not in possible or column not in possible or row == column:
        raise NotFound
    cells: dict[tuple[str, str], int] = defaultdict(int)
    n: dict[str, int] = defaultdict(int)
    total = 0
    for number, document in asked.items():
        layout = Layout(document)
        sides = _letters(layout, row), _letters(layout, column)
        if any(side is None for side in sides):
            continue
        for one, other, people in db.execute(_grouped(survey.id, number, *sides)):
            mine, theirs = list(_categories(layout, row, one)), list(_categories(layout, column, other))
            if not mine or not theirs:
                continue
            total += people
            for each in mine:
                n[each] += people
                for beside in theirs:
                    cells[each, beside] += people
    return Cross(possible[row], possible[column], cells, n, total)


def pairs(db: Session, survey: Survey, row: str, column: str) -> Iterator[tuple[str, str, int]]:
    """Yield pairs of answers to two questions whose answers exclude each other, with how many gave them.

    Who was not asked, or gave none, has the empty answer; "no opinion" is one. A pair may come more than once.
    """
    for number, document in documents(db, survey.id).items():
        layout = Layout(document)
        sides = _letters(layout, row), _letters(layout, column)
        if any(side is None for side in sides):
            continue
        for one, other, people in db.execute(_grouped(survey.id, number, *sides)):
            yield _answer(layout, row, one), _answer(layout, column, other), people


def _answer(layout: Layout, key: str, letter: str) -> str:
    said = meaning(layout.by_key[key], letter)
    return "" if said in (NOT_ASKED, NOT_ANSWERED) else said


def _axes(layout: Layout, code: str) -> Iterator[Axis]:
    slots = [slot for slot in layout.slots if slot.question.code == code]
    if not slots:
        return
    question = slots[0].question
    if question.kind is Kind.MULTIPLE:
        yield Axis(code, question.title, {option.code: option.title for option in question.options}, is_multiple=True)
    elif question.kind is Kind.GRID:
        titles = {row.code: row.title for row in question.rows}
        yield from (Axis(slot.key, titles[slot.part], _steps(slot)) for slot in slots)
    elif question.kind is Kind.SINGLE:
        yield Axis(code, question.title, {option.code: option.title for option in question.options})
    elif question.kind in (Kind.SCALE, Kind.NPS):
        yield Axis(code, question.title, _steps(slots[0]))


def _steps(slot: Slot) -> Titles:
    return {step: Said(sr=step, en=step) for step in slot.letters.values()}


def _letters(layout: Layout, key: str) -> Any:
    """Return the part of the packed answer that a key is about; None where this version does not ask it."""
    if key == BY_MODE:
        return Response.mode
    slots = _slots(layout, key)
    return func.substr(Response.packed, slots[0].place + 1, len(slots)) if slots else None


def _slots(layout: Layout, key: str) -> Sequence[Slot]:
    if key in layout.by_key:
        return [layout.by_key[key]]
    return [slot for slot in layout.slots if slot.question.code == key]


def _grouped(survey_id: int, number: int, one: Any, other: Any) -> Any:
    mine = Response.survey_id == survey_id, Response.number == number
    return select(one.label("one"), other.label("other"), func.count()).where(*mine).group_by("one", "other")


def _categories(layout: Layout, key: str, letters: str) -> Iterator[str]:
    """Yield the categories in which somebody with these letters stands; none for who did not answer."""
    if key == BY_MODE:
        yield Mode(letters).value
        return
    for slot, letter in zip(_slots(layout, key), letters, strict=True):
        said = meaning(slot, letter)
        if slot.question.kind is Kind.MULTIPLE:
            yield from [slot.part] if said == "yes" else []
        elif said not in SIGNS:
            yield said
