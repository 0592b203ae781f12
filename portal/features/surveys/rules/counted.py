"""What was counted of one question, and what it says: shares with their intervals, medians, means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.features.surveys.models import NO_OPINION, NOT_ANSWERED, NOT_ASKED
from portal.features.surveys.rules import intervals
from portal.features.surveys.rules.intervals import Interval
from portal.features.surveys.rules.layout import NPS, SCALE
from portal.features.surveys.rules.questionnaire import Kind, Question, Said

FEWEST = 10
"""Of fewer people no share is shown."""
PROMOTERS, DETRACTORS = range(9, 11), range(7)

Meanings = Mapping[str, int]
"""How often each meaning of a slot's letters was given: codes of options, numbers as text, and the three signs for none."""


@dataclass(frozen=True)
class Share:
    """One answer: how many gave it, and which part of those who answered that is; None below ten people."""

    code: str
    title: Said
    number: int
    share: Interval | None


@dataclass(frozen=True)
class Counted:
    """One question, or one row of a grid, as it was answered.

    `n` gave an answer; beside them stand who was asked and gave none, who was not asked, who had no opinion. Shares are
    of `n`; those of a multiple choice add up to more than one. `ranks` are the mean places of a ranking.
    """

    question: Question
    key: str
    title: Said
    n: int
    not_answered: int
    not_asked: int
    no_opinion: int
    shares: Sequence[Share] = ()
    median: Interval | None = None
    mean: Interval | None = None
    nps: Interval | None = None
    ranks: Sequence[tuple[Said, Interval | None]] = ()
    values: Mapping[float, int] = field(default_factory=dict)


def single(question: Question, key: str, title: Said, meanings: Meanings, population: int = 0) -> Counted:
    """Count a slot whose letters exclude each other: a single choice, a scale, NPS, a row of a grid, a consent."""
    titles = _titles(question)
    n = sum(number for code, number in meanings.items() if code in titles)
    shares = [_share(code, said, meanings.get(code, 0), n, population) for code, said in titles.items()]
    values = {float(code): number for code, number in meanings.items() if code in titles and question.kind in RATED}
    promoters, detractors = (sum(int(values.get(each, 0)) for each in part) for part in (PROMOTERS, DETRACTORS))
    return Counted(
        question=question,
        key=key,
        title=title,
        n=n,
        not_answered=meanings.get(NOT_ANSWERED, 0),
        not_asked=meanings.get(NOT_ASKED, 0),
        no_opinion=meanings.get(NO_OPINION, 0),
        shares=shares,
        median=intervals.median(values) if values else None,
        mean=intervals.mean(values, population) if values else None,
        nps=intervals.nps(promoters, detractors, n, population) if question.kind is Kind.NPS and n >= FEWEST else None,
        values=values,
    )


def multiple(question: Question, slots: Mapping[str, Meanings], population: int = 0) -> Counted:
    """Count a multiple choice: `slots` are the meanings of each option's slot. Who answered chose at least one."""
    first = next(iter(slots.values()), {})
    n = first.get("yes", 0) + first.get("no", 0)
    chosen = {option.code: slots.get(option.code, {}).get("yes", 0) for option in question.options}
    return Counted(
        question=question,
        key=question.code,
        title=question.title,
        n=n,
        not_answered=first.get(NOT_ANSWERED, 0),
        not_asked=first.get(NOT_ASKED, 0),
        no_opinion=0,
        shares=[_share(option.code, option.title, chosen[option.code], n, population) for option in question.options],
    )


def ranking(question: Question, slots: Mapping[str, Meanings], population: int = 0) -> Counted:
    """Count a ranking: how often each option came first, and its mean place among those who gave it one."""
    firsts = {option.code: slots.get(option.code, {}).get("1", 0) for option in question.options}
    n = sum(firsts.values())
    places = {
        option.code: {float(place): number for place, number in slots.get(option.code, {}).items() if place.isdigit()}
        for option in question.options
    }
    first = next(iter(slots.values()), {})
    asked = sum(first.values()) - first.get(NOT_ASKED, 0)
    return Counted(
        question=question,
        key=question.code,
        title=question.title,
        n=n,
        not_answered=asked - n,
        not_asked=first.get(NOT_ASKED, 0),
        no_opinion=0,
        shares=[_share(option.code, option.title, firsts[option.code], n, population) for option in question.options],
        ranks=[(option.title, intervals.mean(places[option.code], population)) for option in question.options],
    )


def numbers(question: Question, values: Mapping[str, int], responses: int, population: int = 0) -> Counted:
    """Count a question in numbers: median and mean. Days have neither; how many gave one is all that is said."""
    answers = {value: number for value, number in values.items() if value != NOT_ANSWERED}
    n, asked = sum(answers.values()), sum(values.values())
    given = {float(value): number for value, number in answers.items()} if question.kind is Kind.NUMBER else {}
    return Counted(
        question=question,
        key=question.code,
        title=question.title,
        n=n,
        not_answered=asked - n,
        not_asked=responses - asked,
        no_opinion=0,
        median=intervals.median(given) if given else None,
        mean=intervals.mean(given, population) if given else None,
        values=given,
    )


def _share(code: str, title: Said, number: int, n: int, population: int) -> Share:
    return Share(code, title, number, share(number, n, population))


def share(number: int, n: int, population: int = 0) -> Interval | None:
    """Return a share with its Wilson interval; None below ten people."""
    return intervals.wilson(number, n, population) if n >= FEWEST else None


RATED = (Kind.SCALE, Kind.NPS, Kind.GRID)


def _titles(question: Question) -> Mapping[str, Said]:
    if question.kind is Kind.SINGLE:
        return {option.code: option.title for option in question.options}
    if question.kind is Kind.CONSENT:
        return {"yes": question.title}
    steps = NPS if question.kind is Kind.NPS else SCALE
    ends = {SCALE[0]: question.low_label, SCALE[-1]: question.high_label} if question.kind is not Kind.NPS else {}
    return {str(step): _step(step, ends.get(step, Said())) for step in steps}


def _step(step: int, end: Said) -> Said:
    return Said(sr=f"{step} – {end.sr}" if end.sr else str(step), en=f"{step} – {end.en}" if end.en else str(step))
