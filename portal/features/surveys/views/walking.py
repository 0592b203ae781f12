"""How somebody walks through a questionnaire: all answers travel in the form, and nothing is stored before the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import request

from portal.features.surveys.rules.answers import Checked, Given, checked, fields
from portal.features.surveys.rules.parts import questions_of, walked
from portal.features.surveys.rules.questionnaire import Question, Questionnaire, Section
from portal.kernel.words import LazyString

FIELD = "q."
"""What the names of answers begin with in the form, so that no code of a question is taken for another field."""


@dataclass(frozen=True)
class Walk:
    """A form on its way: the questionnaire, what was answered so far, and which part is on the page."""

    questionnaire: Questionnaire
    given: Given
    part: str
    shows_faults: bool = False

    @cached_property
    def checked(self) -> Checked:
        """What has been answered so far, checked."""
        return checked(self.questionnaire, self.given)

    @cached_property
    def parts(self) -> Sequence[Section]:
        """The parts that these answers lead to."""
        return walked(self.questionnaire, self.checked.answers)

    @cached_property
    def place(self) -> int:
        """Which of the parts is on the page, from 0; the first one where the form names none."""
        return next((place for place, section in enumerate(self.parts) if section.code == self.part), 0)

    @property
    def section(self) -> Section:
        """The part on the page."""
        return self.parts[self.place]

    @property
    def questions(self) -> Sequence[Question]:
        """The questions on the page."""
        return questions_of(self.section, self.checked.asked)

    @cached_property
    def faults(self) -> Mapping[str, LazyString]:
        """What is wrong on the page, by field."""
        here = {field for question in self.questions for field in fields(question)}
        return {field: fault for field, fault in self.checked.faults.items() if field in here}

    @property
    def carried(self) -> Sequence[tuple[str, str]]:
        """What other pages answered, as hidden fields."""
        here = {field for question in self.questions for field in fields(question)}
        return [(f"{FIELD}{name}", value) for name, values in self.given.items() if name not in here for value in values]

    @property
    def all(self) -> Sequence[tuple[str, str]]:
        """Everything that was answered, as hidden fields."""
        return [(f"{FIELD}{name}", value) for name, values in self.given.items() for value in values]

    def first(self, field: str) -> str:
        """Return what was typed in a field, empty where nothing was."""
        return next(iter(self.given.get(field, ())), "")

    def at(self, part: str, *, shows_faults: bool = False) -> "Walk":
        """Return the same form with another part on the page."""
        return Walk(self.questionnaire, self.given, part, shows_faults)

    def with_fault(self) -> "Walk | None":
        """Return the form at its first part with a fault, None where there is none."""
        for section in self.parts:
            there = self.at(section.code, shows_faults=True)
            if there.faults:
                return there
        return None


def arriving(questionnaire: Questionnaire) -> Walk:
    """Read a form of this request; fields that no question of the questionnaire has are left behind."""
    known = {field for question in questionnaire.questions.values() for field in fields(question)}
    sent = {name.removeprefix(FIELD): values for name, values in request.form.lists() if name.startswith(FIELD)}
    given = {name: [value for value in values if value] for name, values in sent.items() if name in known}
    return Walk(questionnaire, {name: values for name, values in given.items() if values}, request.form.get("part", ""))
