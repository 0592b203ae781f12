"""How a questionnaire differs from an earlier one: which questions came, went, or are worded differently."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from portal.features.surveys.rules.questionnaire import Option, Question, Questionnaire, Said

WORDS = re.compile(r"\s*\w+|\s*[^\w\s]")


class Sort(StrEnum):
    """What became of a question; `REWORDED` ones and those with other answers compare with care only."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Wording:
    """A text that differs, in one language, or an answer (`part`) that came or went; empty where there was none."""

    name: str
    language: str
    before: str
    after: str
    part: str = ""

    @property
    def runs(self) -> Sequence[tuple[str, str]]:
        """The text in runs that are `same`, `gone` or `new`, word by word. Cost: quadratic in the words of one text."""
        old, new = WORDS.findall(self.before), WORDS.findall(self.after)
        found: list[tuple[str, str]] = []
        for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                found.append(("same", "".join(old[a:b])))
            else:
                found += [(kind, text) for kind, text in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if text]
        return found


@dataclass(frozen=True)
class Change:
    """What is different about one question."""

    sort: Sort
    question: Question
    wordings: tuple[Wording, ...] = ()
    rules: tuple[str, ...] = ()
    """Names of what else differs: `required`, `condition`, `limits`."""


def changes(before: Questionnaire, after: Questionnaire) -> Sequence[Change]:
    """Return how a questionnaire differs from the one before, in the order of the new one, the removed ones last.

    The order of questions is no difference.
    """
    found = [_change(before.questions.get(code), question) for code, question in after.questions.items()]
    gone = [Change(Sort.REMOVED, question) for code, question in before.questions.items() if code not in after.questions]
    return [each for each in found if each.sort is not Sort.REWORDED or each.wordings or each.rules] + gone


def _change(old: Question | None, new: Question) -> Change:
    if old is None:
        return Change(Sort.ADDED, new)
    return Change(Sort.REWORDED, new, tuple(_wordings(old, new)), _rules(old, new))


def _wordings(old: Question, new: Question) -> Iterator[Wording]:
    for name in ("title", "help", "low_label", "high_label", "unit"):
        yield from _said(name, getattr(old, name), getattr(new, name))
    for name in ("options", "rows"):
        yield from _parts(name, _by_code(getattr(old, name)), _by_code(getattr(new, name)))


def _parts(name: str, old: Mapping[str, Option], new: Mapping[str, Option]) -> Iterator[Wording]:
    for code in [*new, *(code for code in old if code not in new)]:
        was, will = (side[code].title if code in side else Said() for side in (old, new))
        yield from _said(name, was, will, code)


def _said(name: str, old: Said, new: Said, part: str = "") -> Iterator[Wording]:
    for language in ("sr", "en"):
        before, after = getattr(old, language), getattr(new, language)
        if before != after:
            yield Wording(name, language, before, after, part)


def _by_code(parts: Sequence[Option]) -> Mapping[str, Option]:
    return {part.code: part for part in parts}


def _rules(old: Question, new: Question) -> tuple[str, ...]:
    limits = ("least", "most", "earliest", "latest", "no_opinion")
    differs = {
        "required": old.required != new.required,
        "condition": old.condition != new.condition,
        "limits": any(getattr(old, name) != getattr(new, name) for name in limits),
    }
    return tuple(name for name, is_so in differs.items() if is_so)
