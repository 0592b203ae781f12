"""What may be published of a survey, and what was; read only.

All picked tables are looked at together, so that no hidden number follows from what another one shows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.surveys.models import NO_OPINION, Picked, Publication, Survey
from portal.features.surveys.queries import cross, statistics
from portal.features.surveys.queries.statistics import Statistics
from portal.features.surveys.rules.conditions import codes, parse
from portal.features.surveys.rules.counted import Counted
from portal.features.surveys.rules.intervals import Interval
from portal.features.surveys.rules.questionnaire import Kind, Said
from portal.features.surveys.rules.suppression import NO, YES, Hidden, Table, Variable, suppress

FORMAT = 1
EXCLUSIVE = (Kind.SINGLE, Kind.SCALE, Kind.NPS, Kind.GRID)
Pair = tuple[str, str]
"""The key of a question and the one it is crossed with, empty for a question alone."""


def picked(db: Session, survey_id: int) -> Sequence[Picked]:
    """Return the tables that the working group chose, in its order."""
    return db.scalars(select(Picked).where(Picked.survey_id == survey_id).order_by(Picked.place, Picked.code, Picked.by)).all()


def newest(db: Session, survey_id: int) -> Publication | None:
    """Return the results as they stand: the last publication; None before the first one."""
    wanted = select(Publication).where(Publication.survey_id == survey_id).order_by(Publication.number.desc())
    return db.scalars(wanted.limit(1)).first()


def publications(db: Session, survey_id: int) -> Sequence[Publication]:
    """Return every publication of a survey, the first one first: a correction never hides what stood there before."""
    return db.scalars(select(Publication).where(Publication.survey_id == survey_id).order_by(Publication.number)).all()


def crossable(found: Statistics) -> Sequence[str]:
    """Return the keys that can be crossed in public: questions whose answers exclude each other."""
    return [key for key, counted in found.questions.items() if counted.question.kind in EXCLUSIVE]


def document(db: Session, survey: Survey, chosen: Sequence[Pair]) -> dict[str, Any]:
    """Return what may be published of the chosen tables, everything small and everything that tells it left out.

    A number that is hidden is None. What was published before is looked at together with it: readers keep it. Cost: one
    scan of the answers for each table of two questions, else the sums alone.
    """
    found = statistics.of_survey(db, survey)
    known, crossed = dict.fromkeys([*chosen, *told(db, survey.id)]), set(crossable(found))
    alone = [key for key, by in known if not by and key in found.questions]
    pairs = [(key, by) for key, by in known if by and {key, by} <= crossed and key != by]
    wanted = {*alone, *(key for pair in pairs for key in pair)}
    variables = {each.key: each for key in _resting(found, wanted) for each in _variables(found, key)}
    tables = {pair: Table(row=pair[0], column=pair[1], cells=_cells(db, survey, *pair)) for pair in pairs}
    hidden = suppress(list(variables.values()), list(tables.values()), survey.smallest)
    return {
        "format": FORMAT,
        "responses": found.responses,
        "modes": {mode.value: number for mode, number in found.modes.items()} if _may_tell_modes(found) else None,
        "population": survey.population,
        "smallest": survey.smallest,
        "voluntary": found.is_voluntary,
        "questions": [_question(found, key, hidden) for key in alone if (key, "") in chosen],
        "tables": [_table(found, pair, tables[pair], hidden) for pair in pairs if pair in chosen],
    }


def takes_back(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Tell whether a document with all tables of an earlier one hides a number that it showed: both together tell too much."""
    before, after = _numbers(earlier), _numbers(later)
    return any(number is not None and after.get(place) is None for place, number in before.items())


def _numbers(document: Mapping[str, Any]) -> dict[tuple[str, ...], int | None]:
    alone = {(each["key"], row["code"]): row["number"] for each in document["questions"] for row in each["rows"]}
    return {**alone, **_crossed(document)}


def _crossed(document: Mapping[str, Any]) -> dict[tuple[str, ...], int | None]:
    return {
        (each["row"], each["column"], row["code"], column["code"]): number
        for each in document["tables"]
        for row in each["rows"]
        for column, number in zip(each["columns"], row["cells"], strict=True)
    }


def told(db: Session, survey_id: int) -> Sequence[Pair]:
    """Return every table that was ever published of a survey."""
    documents = [each.document for each in publications(db, survey_id)]
    alone = [(each["key"], "") for document in documents for each in document["questions"]]
    return [*alone, *((each["row"], each["column"]) for document in documents for each in document["tables"])]


def _may_tell_modes(found: Statistics) -> bool:
    """Tell whether the mix of ways can be shown: none of them has come from a few people only."""
    return not any(0 < number < found.survey.smallest for number in found.modes.values())


def _resting(found: Statistics, wanted: set[str]) -> set[str]:
    """Return the keys wanted, and all that the conditions of their questions rest on."""
    everything, todo = set(wanted), list(wanted)
    while todo:
        code = found.questions[todo.pop()].question.code
        for key, counted in found.questions.items():
            if counted.question.code in _rests_on(found, code) and key not in everything:
                everything.add(key)
                todo.append(key)
    return everything


def _rests_on(found: Statistics, code: str) -> frozenset[str]:
    for section in found.questionnaire.sections:
        for question in section.questions:
            if question.code == code:
                return codes(parse(section.condition)) | codes(parse(question.condition))
    return frozenset()


def _variables(found: Statistics, key: str) -> Iterator[Variable]:
    counted = found.questions[key]
    resting = {each: answers for code in _rests_on(found, counted.question.code) for each, answers in _answers(found, code)}
    if counted.question.kind is Kind.MULTIPLE:
        alone = {option.code for option in counted.question.options if option.alone}
        for share in counted.shares:
            counts = {YES: share.number, NO: counted.n - share.number}
            yield Variable(key=f"{key}.{share.code}", counts=counts, family=key, alone=share.code in alone, rests_on=resting)
    else:
        yield Variable(key=key, counts=_counts(counted), rests_on=resting)


def _answers(found: Statistics, code: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the variables of a question that a condition names, each with all its answers: it may rest on any of them."""
    for key, counted in found.questions.items():
        if counted.question.code == code and counted.question.kind is Kind.MULTIPLE:
            yield from ((f"{key}.{share.code}", frozenset({YES, NO})) for share in counted.shares)
        elif counted.question.code == code:
            yield key, frozenset(_counts(counted))


def _counts(counted: Counted) -> dict[str, int]:
    """Return the answers of a question that exclude each other, "no opinion" among them; a number is answered or not."""
    if counted.question.kind.is_number:
        return {YES: counted.n}
    counts = {share.code: share.number for share in counted.shares}
    return {**counts, NO_OPINION: counted.no_opinion} if counted.no_opinion else counts


def _cells(db: Session, survey: Survey, row: str, column: str) -> dict[tuple[str, str], int]:
    """Return every pair of answers to two questions, those who gave none to one or both included."""
    cells: dict[tuple[str, str], int] = defaultdict(int)
    for one, other, people in cross.pairs(db, survey, row, column):
        cells[one, other] += people
    return dict(cells)


def _question(found: Statistics, key: str, hidden: Hidden) -> dict[str, Any]:
    counted = found.questions[key]
    is_multiple = counted.question.kind is Kind.MULTIPLE
    names = {share.code: f"{key}.{share.code}" if is_multiple else key for share in counted.shares}
    shown = {code: hidden.shows(name, YES if is_multiple else code) for code, name in names.items()}
    whole = all(hidden.is_whole(name) for name in names.values()) if names else hidden.is_whole(key)
    nothing = not is_multiple and key in hidden.nothing_of
    title = statistics.title_of(found, key)
    return {
        "key": key,
        "kind": counted.question.kind.value,
        "title": _said(title),
        "n": None if nothing else counted.n,
        "rows": [
            {
                "code": share.code,
                "title": _said(share.title),
                "number": share.number if shown[share.code] else None,
                "share": _interval(share.share) if shown[share.code] else None,
            }
            for share in counted.shares
        ],
        "median": _interval(counted.median) if whole else None,
        "mean": _interval(counted.mean) if whole else None,
        "nps": _interval(counted.nps) if whole else None,
        "ranks": [{"title": _said(said), "mean": _interval(mean)} for said, mean in counted.ranks] if whole else [],
        "whole": whole,
    }


def _table(found: Statistics, pair: Pair, table: Table, hidden: Hidden) -> dict[str, Any]:
    row, column = (found.questions[key] for key in pair)
    away = hidden.cells.get(pair, frozenset())
    nothing = bool(hidden.nothing_of & set(pair))

    def number(one: str, other: str) -> int | None:
        shows = not nothing and (one, other) not in away and hidden.shows(pair[0], one) and hidden.shows(pair[1], other)
        return table.cells.get((one, other), 0) if shows else None

    columns = [{"code": share.code, "title": _said(share.title)} for share in column.shares]
    rows = [
        {"code": each.code, "title": _said(each.title), "cells": [number(each.code, other.code) for other in column.shares]}
        for each in row.shares
    ]
    titles = [_said(statistics.title_of(found, key)) for key in pair]
    return {"row": pair[0], "column": pair[1], "titles": titles, "columns": columns, "rows": rows}


def _said(said: Said) -> dict[str, str]:
    return {"sr": said.sr, "en": said.en}


def _interval(found: Interval | None) -> list[float] | None:
    return [round(end, 6) for end in found.ends] if found else None
