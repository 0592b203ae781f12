"""Answers as a form sends them, checked: what counts, what was asked at all, and what is wrong, in a sentence for each field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.features.surveys.rules.asking import asked
from portal.features.surveys.rules.layout import NPS, SCALE
from portal.features.surveys.rules.questionnaire import Kind, Question, Questionnaire
from portal.kernel.words import LazyString, lazy

SHORT, LONG = 300, 4000
"""The most letters of a short and of a long text where the questionnaire does not say."""
LARGEST = 10**12
NO_OPINION = "none"

Given = Mapping[str, Sequence[str]]
"""The fields of a form: `code`; `code.row` of a grid; `code.option` of a ranking, whose value is the place; a day is
`code` as 2026-11-24, or `code.day`, `code.month`, `code.year`."""


@dataclass(frozen=True)
class Checked:
    """What became of a form. `faults` are by field, in the order of the questions; then nothing of it may be counted."""

    answers: Mapping[str, Any]
    asked: frozenset[str]
    faults: Mapping[str, LazyString]


class _Wrong(Exception):
    """A field says what its question does not allow."""

    def __init__(self, sentence: LazyString, field: str = "") -> None:
        super().__init__(str(field))
        self.sentence, self.field = sentence, field


def checked(questionnaire: Questionnaire, given: Given) -> Checked:
    """Check a whole form. A question whose condition does not hold is not asked: its answer is dropped, required or not.

    What no question knows is ignored: fields of another version, tokens of the form. Linear in what was sent.
    """
    answers: dict[str, Any] = {}
    wrong: dict[str, tuple[str, LazyString]] = {}
    for question in questionnaire.questions.values():
        try:
            answer = READERS[question.kind](question, given)
        except _Wrong as fault:
            wrong[question.code] = (fault.field or question.code, fault.sentence)
        else:
            if answer is not None:
                answers[question.code] = answer
    appearing = asked(questionnaire, answers)
    faults: dict[str, LazyString] = {}
    for code, question in questionnaire.questions.items():
        if code not in appearing:
            answers.pop(code, None)
        elif code in wrong:
            faults[wrong[code][0]] = wrong[code][1]
        elif question.required:
            faults.update(_missing(question, answers.get(code)))
    return Checked(answers, appearing, faults)


def fields(question: Question) -> Iterator[str]:
    """Yield the names of the fields that carry the answer to a question."""
    yield question.code
    if question.kind is Kind.DATE:
        yield from (f"{question.code}.{part}" for part in ("day", "month", "year"))
    elif question.kind is Kind.GRID:
        yield from (f"{question.code}.{row.code}" for row in question.rows)
    elif question.kind is Kind.RANKING:
        yield from (f"{question.code}.{option.code}" for option in question.options)


def _missing(question: Question, answer: Any) -> Iterator[tuple[str, LazyString]]:
    if question.kind is Kind.GRID:
        rated = answer or {}
        for row in question.rows:
            if row.code not in rated:
                yield f"{question.code}.{row.code}", lazy("Choose an answer.")
    elif answer is None:
        yield question.code, MISSING.get(question.kind, lazy("Choose an answer."))


MISSING: Mapping[Kind, LazyString] = {
    Kind.MULTIPLE: lazy("Choose at least one answer."),
    Kind.NUMBER: lazy("Write a number."),
    Kind.DATE: lazy("Write the day, the month and the year."),
    Kind.SHORT_TEXT: lazy("Write an answer."),
    Kind.TEXT: lazy("Write an answer."),
    Kind.RANKING: lazy("Give each one a place."),
    Kind.CONSENT: lazy("Without your consent you cannot go on."),
}


def _one(question: Question, given: Given, field: str = "") -> str:
    """Return the text of a field, empty where there is none; more than one value is nobody's honest form."""
    values = [value.strip() for value in given.get(field or question.code, ())]
    values = [value for value in values if value]
    if len(values) > 1:
        raise _Wrong(lazy("Choose one answer only."), field)
    return values[0] if values else ""


def _single(question: Question, given: Given) -> str | None:
    value = _one(question, given)
    if value and value not in {option.code for option in question.options}:
        raise _Wrong(lazy("Choose one of the answers."))
    return value or None


def _multiple(question: Question, given: Given) -> list[str] | None:
    chosen = {value.strip() for value in given.get(question.code, ())} - {""}
    codes = [option.code for option in question.options]
    if not chosen <= set(codes):
        raise _Wrong(lazy("Choose among the answers."))
    alone = [option for option in question.options if option.alone and option.code in chosen]
    if alone and len(chosen) > 1:
        raise _Wrong(lazy("The last answer excludes the others: choose it alone, or the others."))
    if chosen and not alone and question.least is not None and len(chosen) < question.least:
        raise _Wrong(lazy("Choose at least %(least)s answers.", least=question.least))
    if question.most is not None and len(chosen) > question.most:
        raise _Wrong(lazy("Choose at most %(most)s answers.", most=question.most))
    return [code for code in codes if code in chosen] or None


def _rated(question: Question, given: Given, field: str = "") -> int | str | None:
    value = _one(question, given, field)
    numbers = NPS if question.kind is Kind.NPS else SCALE
    if not value:
        return None
    if value == NO_OPINION and question.no_opinion:
        return NO_OPINION
    if value not in {str(number) for number in numbers}:
        raise _Wrong(lazy("Choose one of the answers."), field)
    return int(value)


def _grid(question: Question, given: Given) -> dict[str, Any] | None:
    rated = {row.code: _rated(question, given, f"{question.code}.{row.code}") for row in question.rows}
    return {code: value for code, value in rated.items() if value is not None} or None


def _number(question: Question, given: Given) -> int | None:
    value = _one(question, given).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not value:
        return None
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 14) or abs(int(value)) > LARGEST:
        raise _Wrong(lazy("Write a whole number in digits, for example 12."))
    found = int(value)
    if question.least is not None and found < question.least:
        raise _Wrong(lazy("The number must be at least %(least)s.", least=question.least))
    if question.most is not None and found > question.most:
        raise _Wrong(lazy("The number must be at most %(most)s.", most=question.most))
    return found


def _day(question: Question, given: Given) -> str | None:
    boxes = [_one(question, given, f"{question.code}.{part}") for part in ("year", "month", "day")]
    text = _one(question, given)
    if not text and not any(boxes):
        return None
    parts = text.split("-") if text else boxes
    try:
        if len(parts) != 3 or len(parts[0].lstrip("0")) > 4 or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError
        found = date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        raise _Wrong(lazy("This is not a day. Write it like 24. 11. 2026.")) from None
    if found < question.earliest or (question.latest and found > question.latest):
        raise _Wrong(lazy("This day is not possible here."))
    return found


def _written(question: Question, given: Given) -> str | None:
    text = "\n".join(given.get(question.code, ())).replace("\r\n", "\n").replace("\x00", "").strip()
    text = text.encode("utf-8", "ignore").decode("utf-8")
    most = question.most or (SHORT if question.kind is Kind.SHORT_TEXT else LONG)
    if len(text) > most:
        raise _Wrong(
            lazy("The text is too long: %(length)s characters, and at most %(most)s are possible.", length=len(text), most=most)
        )
    if text and question.least is not None and len(text) < question.least:
        raise _Wrong(lazy("Write at least %(least)s characters.", least=question.least))
    return text or None


def _ranking(question: Question, given: Given) -> list[str] | None:
    places: dict[int, str] = {}
    most = question.most or len(question.options)
    for option in question.options:
        field = f"{question.code}.{option.code}"
        value = _one(question, given, field)
        if not value:
            continue
        if value not in {str(place) for place in range(1, most + 1)}:
            raise _Wrong(lazy("Choose a place."), field)
        if int(value) in places:
            raise _Wrong(lazy("Two have the same place: each place can be given once."), field)
        places[int(value)] = option.code
    wanted = list(range(1, len(places) + 1))
    if sorted(places) != wanted:
        raise _Wrong(lazy("Give the places in order, beginning with the first."))
    if places and len(places) < (question.least or (most if question.required else 0)):
        raise _Wrong(MISSING[Kind.RANKING])
    return [places[place] for place in wanted] or None


def _consent(question: Question, given: Given) -> bool | None:
    return True if _one(question, given) in {"yes", "y", "on", "true", "1"} else None


READERS: Mapping[Kind, Callable[[Question, Given], Any]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.SCALE: _rated,
    Kind.NPS: _rated,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.SHORT_TEXT: _written,
    Kind.TEXT: _written,
    Kind.RANKING: _ranking,
    Kind.GRID: _grid,
    Kind.CONSENT: _consent,
}
