"""Questions that nobody would ever be asked, because their condition contradicts itself or another one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations, product
from math import ceil, floor, prod
from typing import Any

from portal.features.surveys.rules.asking import asked
from portal.features.surveys.rules.conditions import Test, codes, parse, tests
from portal.features.surveys.rules.layout import NPS, SCALE
from portal.features.surveys.rules.questionnaire import Kind, Question, Questionnaire

MOST_TRIED = 2000
MOST_ROWS, MOST_MENTIONED = 4, 10
TOO_MANY: Sequence[Any] = (None,) * (MOST_TRIED + 1)
NONE = "none"


def never_asked(questionnaire: Questionnaire) -> Sequence[str]:
    """Return the codes of the questions that no answers lead to, in order.

    For each question with a condition, answers to what the condition rests on are tried: every one that the conditions
    tell apart. Where there are more than `MOST_TRIED` of them, the question counts as one that can appear: nobody is
    refused a questionnaire by mistake. The conditions must rest on earlier questions.
    """
    return [code for code in questionnaire.questions if not _can_appear(questionnaire, code)]


def _can_appear(questionnaire: Questionnaire, code: str) -> bool:
    resting = _resting(questionnaire, code)
    if not resting - {code}:
        return True
    small = Questionnaire(
        tuple(
            replace(section, questions=tuple(each for each in section.questions if each.code in resting))
            for section in questionnaire.sections
            if any(each.code in resting for each in section.questions)
        )
    )
    asks = [test for section in small.sections for test in _tests_of(section, section.questions)]
    names = [each for each in small.questions if each != code]
    values = [_values(small.questions[name], [test for test in asks if test.code == name]) for name in names]
    if prod(len(each) for each in values) > MOST_TRIED:
        return True
    return any(
        code in asked(small, {name: given for name, given in zip(names, chosen, strict=True) if given is not None})
        for chosen in product(*values)
    )


def _resting(questionnaire: Questionnaire, code: str) -> frozenset[str]:
    """Return a question and all those on which it rests, through however many conditions."""
    found: set[str] = set()
    waiting = [code]
    section_of = {question.code: section for section in questionnaire.sections for question in section.questions}
    while waiting:
        each = waiting.pop()
        if each not in found and each in section_of:
            found.add(each)
            waiting += codes(parse(section_of[each].condition)) | codes(parse(questionnaire.questions[each].condition))
    return frozenset(found)


def _tests_of(section: Any, questions: Sequence[Question]) -> Iterator[Test]:
    yield from tests(parse(section.condition))
    for question in questions:
        yield from tests(parse(question.condition))


def _values(question: Question, asks: Sequence[Test]) -> Sequence[Any]:
    """Return the answers to a question that conditions can tell apart, None for none; rather too many than too few."""
    mentioned = list(chain.from_iterable(test.value if isinstance(test.value, tuple) else (test.value,) for test in asks))
    kind = question.kind
    if kind in (Kind.SCALE, Kind.NPS):
        return [None, NONE, *(SCALE if kind is Kind.SCALE else NPS)]
    if kind is Kind.GRID:
        rows = sorted({test.part for test in asks if test.part})
        rated = product([NONE, *SCALE], repeat=len(rows)) if len(rows) <= MOST_ROWS else ()
        return [None, *(dict(zip(rows, each, strict=True)) for each in rated)] if rated else TOO_MANY
    if kind is Kind.CONSENT:
        return [None, True]
    if kind is Kind.NUMBER:
        return [None, *_numbers(question, [each for each in mentioned if isinstance(each, int | float)])]
    if kind is Kind.DATE:
        return [None, *_days(question, [each for each in mentioned if isinstance(each, str)])]
    if kind.is_text:
        return [None, "x"]
    chosen = [option.code for option in question.options]
    named = [each for each in chosen if each in mentioned]
    others = [each for each in chosen if each not in mentioned][:1]
    if kind is Kind.SINGLE:
        return [None, *named, *others]
    if len(named) > MOST_MENTIONED:
        return TOO_MANY
    some = chain.from_iterable(combinations(named, size) for size in range(1, len(named) + 1))
    return [None, others or None, *(list(each) for each in some)]


def _numbers(question: Question, mentioned: Sequence[float]) -> Sequence[int]:
    near = {int(number) for each in mentioned for number in (floor(each) - 1, floor(each), ceil(each), ceil(each) + 1)} or {0}
    near |= {each for each in (question.least, question.most) if each is not None}
    return sorted(each for each in near if _within(each, question.least, question.most))


def _days(question: Question, mentioned: Sequence[str]) -> Sequence[str]:
    near = {each for each in (question.earliest, question.latest) if each} or {"2000-01-01"}
    for each in mentioned:
        day = date.fromisoformat(each)
        near |= {(day + timedelta(days=by)).isoformat() for by in (-1, 0, 1)}
    return sorted(each for each in near if _within(each, question.earliest or None, question.latest or None))


def _within(value: Any, least: Any, most: Any) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)
