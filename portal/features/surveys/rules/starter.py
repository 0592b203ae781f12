"""Questionnaires that a municipality begins with: files beside the code, with its own settlements put in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from portal.features.surveys.rules.checked import checked
from portal.features.surveys.rules.layout import MOST_CHOICES
from portal.features.surveys.rules.questionnaire import Said
from portal.kernel.paths import STARTER
from portal.kernel.texts import fold

YEARLY, SERVICE = "yearly", "service"
ESERVICES, NO_ESERVICE = "eservices", "none"
"""The question whose answers activity 5.1.4 counts, and its answer that means none."""
OTHERS = (
    {"value": "elsewhere", "text": {"sr": "Ван ове општине", "en": "Outside this municipality"}},
    {"value": "unsaid", "text": {"sr": "Не желим да кажем", "en": "I would rather not say"}},
)
SEAT = (
    {"value": "seat", "text": {"sr": "У седишту општине", "en": "In the seat of the municipality"}},
    {"value": "villages", "text": {"sr": "У другом насељу општине", "en": "In another settlement of the municipality"}},
)
"""Where there are more settlements than a question can have answers."""


@dataclass(frozen=True)
class Starter:
    """A questionnaire to begin with, and what its survey is called."""

    title: Said
    intro: Said
    document: Mapping[str, Any]


def starter(name: str, settlements: Sequence[Said]) -> Starter:
    """Return a questionnaire of ours, checked, with the settlements of the municipality where it asks for them.

    A settlement's code is made of its name, so it is the same every year, in whatever order they come.
    """
    raw = _raw(name)
    document = checked(_filled(raw["document"], list(_places(settlements))))
    return Starter(Said(**raw["title"]), Said(**raw["intro"]), document)


@lru_cache
def _raw(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((STARTER / f"survey_{name}.yaml").read_text(encoding="utf-8"))
    return found


def _filled(raw: Any, places: Sequence[Mapping[str, Any]]) -> Any:
    """Return the document with `choicesFrom` replaced by what it names, copied through and through."""
    if isinstance(raw, list):
        return [_filled(each, places) for each in raw]
    if not isinstance(raw, Mapping):
        return raw
    rest = {name: _filled(value, places) for name, value in raw.items() if name != "choicesFrom"}
    return {**rest, "choices": [dict(place) for place in places]} if "choicesFrom" in raw else rest


def _places(settlements: Sequence[Said]) -> Iterator[Mapping[str, Any]]:
    if not settlements or len(settlements) > MOST_CHOICES - len(OTHERS):
        yield from SEAT
    else:
        known: set[str] = set()
        for each in settlements:
            code = _code(each.sr)
            while code in known:
                code += "_"
            known.add(code)
            yield {"value": code, "text": {name: text for name, text in (("sr", each.sr), ("en", each.en)) if text}}
    yield from OTHERS


def _code(name: str) -> str:
    return f"in_{re.sub('[^a-z0-9]+', '_', fold(name))}"[:36].rstrip("_")
