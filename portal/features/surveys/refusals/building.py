"""What the rules of questionnaires do not allow, each in a sentence."""

from collections.abc import Sequence
from typing import Any

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class BadCondition(Refusal):
    """A condition that cannot be read; says at which letter, and what is wrong there."""

    sentence = lazy("The condition cannot be read at letter %(place)s: %(what)s")


class FaultyQuestionnaire(Refusal):
    """A questionnaire that cannot be saved, or not be opened, so; `faults` has every fault with its place."""

    def __init__(self, faults: Sequence[Any], field: str | None = None) -> None:
        super().__init__(field)
        self.faults = faults

    def __str__(self) -> str:
        return " ".join(str(fault) for fault in self.faults)
