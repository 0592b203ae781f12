"""What is counted of answers, kept with each of them: how often each letter stands in each slot, and each number."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from portal.features.surveys.models import NOT_ANSWERED
from portal.features.surveys.rules.layout import Layout

Counts = dict[str, dict[str, int]]
"""By slot, or by the code of a question in numbers or days, how often each letter, or each value, was given."""


class Counted(Protocol):
    """A row of sums: a `Tally`, or one made of several."""

    responses: int
    counts: dict[str, Any]
    values: dict[str, Any]


def add(counts: Counts, values: Counts, layout: Layout, packed: str, numbers: Mapping[str, Any]) -> None:
    """Count one more response. Cost: one step for each slot."""
    for slot, letter in zip(layout.slots, packed, strict=True):
        of = counts.setdefault(slot.key, {})
        of[letter] = of.get(letter, 0) + 1
    add_values(values, numbers)


def add_values(values: Counts, numbers: Mapping[str, Any]) -> None:
    """Count the numbers and days of one more response; None, asked and not given, counts as the sign for it."""
    for code, value in numbers.items():
        given = values.setdefault(code, {})
        sign = NOT_ANSWERED if value is None else str(value)
        given[sign] = given.get(sign, 0) + 1


def total(rows: Iterable[Counted]) -> tuple[int, Counts, Counts]:
    """Return responses, counts and values of several rows together; a question that some do not have is only in theirs."""
    responses, counts, values = 0, Counts(), Counts()
    for row in rows:
        responses += row.responses
        for sums, more in ((counts, row.counts), (values, row.values)):
            for key, given in more.items():
                of = sums.setdefault(key, {})
                for letter, number in given.items():
                    of[letter] = of.get(letter, 0) + number
    return responses, counts, values
