"""What a questionnaire must keep to: while it is being made, and before anybody answers it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from portal.features.surveys.refusals.building import BadCondition, FaultyQuestionnaire
from portal.features.surveys.rules.conditions import Expression, Test, codes, parse, tests
from portal.features.surveys.rules.layout import NPS, SCALE
from portal.features.surveys.rules.questionnaire import Kind, Question, Questionnaire, Section, read
from portal.features.surveys.rules.reaching import never_asked
from portal.features.surveys.rules.shape import WRITTEN, Fault, Shaper
from portal.kernel.words import LazyString, lazy

RESERVED = frozenset({"mode"})
"""Codes that mean something else: tables are made by the mode of answering."""
WIDEST, MOST_DAYS = 10_000, 40_000
"""How many different numbers, and days, a question may have as answers: each that was given is counted."""
FEWEST = 2
ORDERS = ("<", "<=", ">", ">=")
OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    Kind.SINGLE: ("=", "<>", "anyof"),
    Kind.MULTIPLE: ("contains", "anyof"),
    Kind.SCALE: ("=", "<>", "anyof", *ORDERS),
    Kind.NPS: ("=", "<>", "anyof", *ORDERS),
    Kind.NUMBER: ("=", "<>", "anyof", *ORDERS),
    Kind.DATE: ("=", "<>", *ORDERS),
    Kind.SHORT_TEXT: (),
    Kind.TEXT: (),
    Kind.RANKING: ("contains", "anyof"),
    Kind.GRID: ("=", "<>", "anyof", *ORDERS),
    Kind.CONSENT: ("=", "<>"),
}
"""What a condition may ask of an answer beside whether there is one."""

Document = Mapping[str, Any]
Kinds = Mapping[str, Kind]
"""The kinds that codes had in earlier surveys of the series."""


def sound(raw: Any, kinds: Kinds | None = None) -> dict[str, Any]:
    """Return a document as it is stored, tidied, though it may not be finished. Raises `FaultyQuestionnaire`."""
    document, found = looked_at(raw, kinds)
    stopping = [fault for fault in found if not fault.at_opening]
    if stopping:
        raise FaultyQuestionnaire(stopping)
    return document


def checked(raw: Any, kinds: Kinds | None = None) -> dict[str, Any]:
    """Return a document that people can answer, tidied. Raises `FaultyQuestionnaire` with every fault, by its place."""
    document, found = looked_at(raw, kinds)
    if found:
        raise FaultyQuestionnaire(found)
    return document


def looked_at(raw: Any, kinds: Kinds | None = None) -> tuple[dict[str, Any], Sequence[Fault]]:
    """Return the tidied document and all that is wrong with it.

    Cost: linear in its size, and for each question with a condition up to `reaching.MOST_TRIED` tries.
    """
    shaper = Shaper()
    document = shaper.document(raw)
    if shaper.faults:
        return document, shaper.faults
    questionnaire = read(document)
    found = [*_twice(questionnaire), *_conditions(questionnaire)]
    for section, place in _sections(questionnaire):
        found += _untitled(section.title.sr, place, section.code)
        for question, where in _questions(section, place):
            found += [Fault(where + at, question.code, words) for at, words in _wrong(question, kinds or {})]
            found += [Fault(where + at, question.code, words, at_opening=True) for at, words in _unfinished(question)]
            found += _untitled(question.title.sr, where, question.code)
    if not questionnaire.questions:
        found.append(Fault("sections", "", lazy("There is no question yet."), at_opening=True))
    if not any(not fault.at_opening for fault in found):
        found += _hidden(questionnaire)
    return document, found


def _sections(questionnaire: Questionnaire) -> Iterator[tuple[Section, str]]:
    for n, section in enumerate(questionnaire.sections, 1):
        yield section, f"sections.{n}"


def _questions(section: Section, place: str) -> Iterator[tuple[Question, str]]:
    for n, question in enumerate(section.questions, 1):
        yield question, f"{place}.questions.{n}"


def _twice(questionnaire: Questionnaire) -> Iterator[Fault]:
    every = [question.code for section in questionnaire.sections for question in section.questions]
    for code in _doubles(every):
        yield Fault("sections", code, lazy("this code stands at two questions; each has its own."))
    for code in _doubles([section.code for section in questionnaire.sections]):
        yield Fault("sections", code, lazy("this code stands at two sections; each has its own."))
    for section, place in _sections(questionnaire):
        if not section.questions and not section.text.sr:
            words = lazy("the section has neither a question nor a text.")
            yield Fault(f"{place}.questions", section.code, words, at_opening=True)


def _doubles(names: Sequence[str]) -> Sequence[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _untitled(title: str, place: str, about: str) -> Iterator[Fault]:
    if not title:
        yield Fault(f"{place}.title", about, lazy("the Serbian text is missing."), at_opening=True)


def _wrong(question: Question, kinds: Kinds) -> Iterator[tuple[str, LazyString]]:
    """Yield what is wrong with a question in itself: where in it, and a sentence."""
    if question.code in RESERVED:
        yield ".code", lazy("this code means the way of answering; choose another one.")
    before = kinds.get(question.code)
    if before is not None and before is not question.kind:
        yield ".type", lazy("in an earlier survey this code was another kind of question: it needs a new code.")
    for name, parts in ((".choices", question.options), (".rows", question.rows)):
        for code in _doubles([part.code for part in parts]):
            yield name, lazy("the code “%(code)s” stands at two answers.", code=code)
    least, most = question.least, question.most
    if least is not None and most is not None and least > most:
        yield ".min", lazy("the smallest is larger than the largest.")
    if question.earliest and question.latest and question.earliest > question.latest:
        yield ".earliest", lazy("the first day comes after the last one.")
    if question.kind is not Kind.NUMBER and any(bound is not None and bound < 0 for bound in (least, most)):
        yield ".min", lazy("a limit cannot be negative.")
    if question.kind.is_text and any(bound is not None and bound > WRITTEN for bound in (least, most)):
        yield ".max", lazy("nobody writes so much: at most %(most)s characters.", most=WRITTEN)


def _unfinished(question: Question) -> Iterator[tuple[str, LazyString]]:
    """Yield what a question lacks before people can answer it."""
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING) and len(question.options) < FEWEST:
        yield ".choices", lazy("there must be at least two answers to choose from.")
    if question.kind is Kind.GRID and not question.rows:
        yield ".rows", lazy("the grid has no rows yet.")
    for name, parts in ((".choices", question.options), (".rows", question.rows)):
        for part in parts:
            if not part.title.sr:
                yield name, lazy("the answer “%(code)s” has no Serbian text.", code=part.code)
    if question.options and max(question.least or 0, question.most or 0) > len(question.options):
        yield ".max", lazy("more are asked for than there are answers.")
    if question.options and question.most == 0:
        yield ".max", lazy("at most none can be chosen; write a larger number or leave it empty.")
    if question.kind is Kind.NUMBER and (
        question.least is None or question.most is None or question.most - question.least > WIDEST
    ):
        yield ".max", lazy("a number needs a smallest and a largest one, at most %(most)s apart.", most=WIDEST)
    if question.kind is Kind.DATE and _days(question) > MOST_DAYS:
        yield ".latest", lazy("a day needs a first and a last one, at most %(most)s years apart.", most=MOST_DAYS // 365)


def _days(question: Question) -> int:
    if not (question.earliest and question.latest):
        return MOST_DAYS + 1
    return (date.fromisoformat(question.latest) - date.fromisoformat(question.earliest)).days


def _hidden(questionnaire: Questionnaire) -> Iterator[Fault]:
    never = set(never_asked(questionnaire))
    for section, place in _sections(questionnaire):
        for question, where in _questions(section, place):
            if question.code in never:
                words = lazy("no answers lead to this question: its condition, or that of its section, never holds.")
                yield Fault(f"{where}.visibleIf", question.code, words, at_opening=True)


def _conditions(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Yield what is wrong with conditions: they rest on earlier questions only, and ask what these can answer."""
    order = [question.code for section in questionnaire.sections for question in section.questions]
    resting = _resting(questionnaire)
    earlier: list[str] = []
    for section, place in _sections(questionnaire):
        own = tuple(question.code for question in section.questions)
        reader = _Reader(questionnaire, resting, frozenset(order))
        yield from reader.faults(f"{place}.visibleIf", section.code, section.condition, frozenset(earlier), own)
        for question, where in _questions(section, place):
            known = frozenset(earlier)
            yield from reader.faults(f"{where}.visibleIf", question.code, question.condition, known, (question.code,))
            earlier.append(question.code)


def _resting(questionnaire: Questionnaire) -> Mapping[str, frozenset[str]]:
    """Return on which questions each one rests, by its own condition and that of its section."""
    return {
        question.code: codes(_readable(section.condition)) | codes(_readable(question.condition))
        for section in questionnaire.sections
        for question in section.questions
    }


def _readable(text: str) -> Expression | None:
    try:
        return parse(text)
    except BadCondition:
        return None


class _Reader:
    """Reads the conditions of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire, resting: Mapping[str, frozenset[str]], known: frozenset[str]) -> None:
        self.questionnaire, self.resting, self.known = questionnaire, resting, known

    def faults(self, place: str, about: str, text: str, earlier: frozenset[str], own: tuple[str, ...]) -> Iterator[Fault]:
        """Yield what is wrong with a condition of the questions `own`, before which there are those `earlier`."""
        try:
            expression = parse(text)
        except BadCondition as fault:
            yield Fault(place, about, fault)
            return
        for test in tests(expression):
            words = self._order(test.code, earlier, own) or _asks(test, self.questionnaire.questions[test.code])
            if words is not None:
                yield Fault(place, about, words)

    def _order(self, code: str, earlier: frozenset[str], own: tuple[str, ...]) -> LazyString | None:
        if code not in self.known:
            return lazy("the condition asks about “%(code)s”, and there is no such question.", code=code)
        if code in earlier:
            return None
        for start in own:
            path = self._way(code, start)
            if path:
                return lazy("the conditions go round in a circle: %(path)s.", path=" → ".join([start, *path]))
        return lazy("the condition asks about “%(code)s”, which comes later. Move that question up.", code=code)

    def _way(self, start: str, end: str) -> Sequence[str]:
        """Return how one question rests on another, through conditions; nothing where it does not."""
        known, waiting = {start}, [[start]]
        while waiting:
            path = waiting.pop(0)
            if path[-1] == end:
                return path
            for code in sorted(self.resting.get(path[-1], frozenset()) - known):
                known.add(code)
                waiting.append([*path, code])
        return ()


def _asks(test: Test, question: Question) -> LazyString | None:
    """Return what a condition asks of a question in vain."""
    is_grid = question.kind is Kind.GRID
    if test.part and not is_grid:
        return lazy("“%(code)s” has no rows.", code=test.code)
    if is_grid and test.part and test.part not in {row.code for row in question.rows}:
        return lazy("“%(code)s” has no row “%(row)s”.", code=test.code, row=test.part)
    if test.operator in ("empty", "notempty"):
        return None
    if is_grid and not test.part:
        return lazy("of a grid one asks by row, for example {%(code)s.row}.", code=test.code)
    if test.operator not in OPERATORS[question.kind]:
        able = ", ".join((*OPERATORS[question.kind], "empty", "notempty"))
        return lazy("of “%(code)s” one can only ask: %(able)s.", code=test.code, able=able)
    for value in test.value if isinstance(test.value, tuple) else (test.value,):
        if not _answers(question, value):
            return lazy("“%(value)s” is no answer to “%(code)s”.", value=value, code=test.code)
    return None


def _answers(question: Question, value: Any) -> bool:
    if question.kind is Kind.CONSENT:
        return value is True
    if question.options:
        return value in {option.code for option in question.options}
    if question.kind is Kind.DATE:
        return isinstance(value, str) and _is_day(value)
    if question.kind is Kind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if question.kind in (Kind.SCALE, Kind.NPS, Kind.GRID):
        numbers = NPS if question.kind is Kind.NPS else SCALE
        return (value == "none" and question.no_opinion) or (not isinstance(value, bool) and value in numbers)
    return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
