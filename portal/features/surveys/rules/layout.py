"""How an answer is packed: one letter for each slot, so that any two questions are counted against each other in one scan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.features.surveys.models import NO_OPINION, NOT_ANSWERED, NOT_ASKED
from portal.features.surveys.rules.questionnaire import Kind, Question, Questionnaire

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MOST_CHOICES = len(LETTERS)
YES, NO = "1", "0"
SCALE = range(1, 6)
NPS = range(11)
WITHOUT_SLOT = (Kind.NUMBER, Kind.DATE, Kind.SHORT_TEXT, Kind.TEXT)

Answers = Mapping[str, Any]
"""What somebody answered, by code of the question; a question that is not in it was not answered.

single: code of the option; multiple: list of codes in the order of the options; scale: 1 to 5, or "none" for no opinion;
nps: 0 to 10; number: int; date: "2026-11-24"; texts: str; ranking: list of codes, first place first (the rest was not
ranked); grid: {code of the row: 1 to 5 or "none"}; consent: True.
"""


@dataclass(frozen=True)
class Slot:
    """A place in the packed answer. `part` is the option of a multiple choice or ranking or the row of a grid, else empty."""

    place: int
    question: Question
    part: str = ""

    @property
    def key(self) -> str:
        """Return its name, the same in all versions of a questionnaire and all waves: `contact`, `used.ask_mayor`."""
        return f"{self.question.code}.{self.part}" if self.part else self.question.code

    @property
    def letters(self) -> Mapping[str, str]:
        """Return what its letters mean: the code of the option, or the number, as text; without the three signs for none."""
        kind = self.question.kind
        if kind is Kind.SINGLE:
            return {LETTERS[place]: option.code for place, option in enumerate(self.question.options)}
        if kind in (Kind.MULTIPLE, Kind.CONSENT):
            return {YES: "yes", NO: "no"}
        if kind is Kind.RANKING:
            return {LETTERS[place]: str(place) for place in range(1, len(self.question.options) + 1)}
        return {LETTERS[number]: str(number) for number in (NPS if kind is Kind.NPS else SCALE)}


class Layout:
    """The slots of a questionnaire, in its order. Questions in numbers, days and words have none."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        pairs = [pair for question in questionnaire.questions.values() for pair in _parts(question)]
        self._numbers = [question.code for question in questionnaire.questions.values() if question.kind.is_number]
        self.slots: Sequence[Slot] = tuple(Slot(place, question, part) for place, (question, part) in enumerate(pairs))

    @cached_property
    def by_key(self) -> Mapping[str, Slot]:
        """The slots by their names."""
        return {slot.key: slot for slot in self.slots}

    def pack(self, answers: Answers, asked: frozenset[str]) -> str:
        """Return the letters of an answer; `asked` are the codes of the questions that its conditions let appear."""
        return "".join(
            _letter(slot, answers.get(slot.question.code)) if slot.question.code in asked else NOT_ASKED for slot in self.slots
        )

    def numbers(self, answers: Answers, asked: frozenset[str]) -> dict[str, Any]:
        """Return numbers and days beside the letters: None where somebody was asked and did not answer."""
        return {code: answers.get(code) for code in self._numbers if code in asked}


def _parts(question: Question) -> Iterator[tuple[Question, str]]:
    if question.kind in WITHOUT_SLOT:
        return
    parts = question.rows if question.kind is Kind.GRID else question.options
    if question.kind in (Kind.MULTIPLE, Kind.RANKING, Kind.GRID):
        yield from ((question, part.code) for part in parts)
    else:
        yield question, ""


def _letter(slot: Slot, answer: Any) -> str:
    if answer is None:
        return NOT_ANSWERED
    kind = slot.question.kind
    if kind is Kind.CONSENT:
        return YES
    if kind is Kind.MULTIPLE:
        return YES if slot.part in answer else NO
    if kind is Kind.RANKING:
        return LETTERS[answer.index(slot.part) + 1] if slot.part in answer else NOT_ANSWERED
    if kind is Kind.SINGLE:
        return LETTERS[[option.code for option in slot.question.options].index(answer)]
    rated = answer.get(slot.part) if kind is Kind.GRID else answer
    if rated is None:
        return NOT_ANSWERED
    return NO_OPINION if rated == "none" else LETTERS[int(rated)]
