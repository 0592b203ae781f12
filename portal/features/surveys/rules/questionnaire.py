"""The document of a questionnaire as code sees it: sections of questions with stable codes, in two languages."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any


class Kind(StrEnum):
    """What kinds of questions there are."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NPS = "nps"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    TEXT = "text"
    RANKING = "ranking"
    GRID = "grid"
    CONSENT = "consent"

    @property
    def is_text(self) -> bool:
        """Tell whether the answer is written in words; such answers are kept apart from all others."""
        return self in (Kind.SHORT_TEXT, Kind.TEXT)

    @property
    def is_number(self) -> bool:
        """Tell whether the answer is a number or a day rather than a choice."""
        return self in (Kind.NUMBER, Kind.DATE)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text in both languages; where English is empty, pages show the Serbian one and say so."""

    sr: str = ""
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose. An `alone` one ("none of these") excludes all others of a multiple choice."""

    code: str
    title: Said
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question. `code` is the same in every wave. What a kind does not use is empty.

    `options` are those of single, multiple and ranking; `rows` the statements of a grid, each rated from 1 to 5 like a
    scale, whose ends are called `low_label` and `high_label`; `no_opinion` offers "no opinion" on scales and grids.
    `least` and `most` bound what is chosen, ranked, written (letters) or numbered; `earliest` and `latest` are days
    (ISO). `unit` stands behind a number. `condition` is the text of `visibleIf`, empty = always.
    """

    code: str
    kind: Kind
    title: Said
    help: Said = Said()
    required: bool = False
    condition: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    low_label: Said = Said()
    high_label: Said = Said()
    no_opinion: bool = False
    least: int | None = None
    most: int | None = None
    earliest: str = ""
    latest: str = ""
    unit: Said = Said()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A page of questions with a title and a text above it."""

    code: str
    title: Said
    text: Said = Said()
    condition: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire."""

    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by their codes, in order."""
        return {question.code: question for section in self.sections for question in section.questions}


def digest_of(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document: keys sorted, without spaces, in UTF-8."""
    line = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


def read(document: Mapping[str, Any]) -> Questionnaire:
    """Return a document that was checked before (`checked`) as a questionnaire.

    The document: `{"format": 1, "sections": [{"code", "title": {"sr", "en"}, "text", "visibleIf", "questions": [{"code",
    "type", "title", "help", "isRequired", "visibleIf", "choices": [{"value", "text", "alone"}], "rows": [{"value",
    "text"}], "minLabel", "maxLabel", "noOpinion", "min", "max", "earliest", "latest", "unit"}]}]}`; names are those of
    SurveyJS where it has them.
    """
    return Questionnaire(tuple(_section(each) for each in document.get("sections", ())))


def _section(raw: Mapping[str, Any]) -> Section:
    return Section(
        code=raw["code"],
        title=_said(raw, "title"),
        text=_said(raw, "text"),
        condition=raw.get("visibleIf", ""),
        questions=tuple(_question(each) for each in raw.get("questions", ())),
    )


def _question(raw: Mapping[str, Any]) -> Question:
    return Question(
        code=raw["code"],
        kind=Kind(raw["type"]),
        title=_said(raw, "title"),
        help=_said(raw, "help"),
        required=raw.get("isRequired", False),
        condition=raw.get("visibleIf", ""),
        options=tuple(_option(each) for each in raw.get("choices", ())),
        rows=tuple(_option(each) for each in raw.get("rows", ())),
        low_label=_said(raw, "minLabel"),
        high_label=_said(raw, "maxLabel"),
        no_opinion=raw.get("noOpinion", False),
        least=raw.get("min"),
        most=raw.get("max"),
        earliest=raw.get("earliest", ""),
        latest=raw.get("latest", ""),
        unit=_said(raw, "unit"),
    )


def _option(raw: Mapping[str, Any]) -> Option:
    return Option(code=raw["value"], title=_said(raw, "text"), alone=raw.get("alone", False))


def _said(raw: Mapping[str, Any], name: str) -> Said:
    found = raw.get(name) or {}
    return Said(sr=found.get("sr", ""), en=found.get("en", ""))
