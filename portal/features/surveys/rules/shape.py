"""The shape of a questionnaire's document: what may stand where, how long, and nothing else."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.features.surveys.rules.layout import MOST_CHOICES
from portal.features.surveys.rules.questionnaire import Kind
from portal.kernel.refusals import Refusal
from portal.kernel.texts import clean_line, clean_text
from portal.kernel.words import LazyString, lazy

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_SECTIONS, MOST_QUESTIONS = 30, 120
LARGEST = 400_000
"""Letters of a whole document as JSON."""
LONG, LINE, WRITTEN = 5000, 500, 20_000
"""Letters of a text above questions, of a title, and the most that anybody may be asked to write."""
FARTHEST = 10**9

LONG_TEXTS = frozenset({"text", "help"})
COMMON = frozenset({"code", "type", "title", "help", "isRequired", "visibleIf"})
LIMITS = frozenset({"min", "max"})
USES: Mapping[Kind, frozenset[str]] = {
    Kind.SINGLE: frozenset({"choices"}),
    Kind.MULTIPLE: LIMITS | {"choices"},
    Kind.SCALE: frozenset({"minLabel", "maxLabel", "noOpinion"}),
    Kind.NPS: frozenset({"minLabel", "maxLabel"}),
    Kind.NUMBER: LIMITS | {"unit"},
    Kind.DATE: frozenset({"earliest", "latest"}),
    Kind.SHORT_TEXT: LIMITS,
    Kind.TEXT: LIMITS,
    Kind.RANKING: LIMITS | {"choices"},
    Kind.GRID: frozenset({"rows", "minLabel", "maxLabel", "noOpinion"}),
    Kind.CONSENT: frozenset(),
}
"""What a kind of question has beside what all have."""


@dataclass(frozen=True)
class Fault:
    """Something wrong: its place in the document (`sections.2.questions.1.visibleIf`, from 1 on), of what, and a sentence.

    With `at_opening` it may be saved, because somebody is still writing, but not be opened.
    """

    place: str
    about: str
    sentence: LazyString | Refusal
    at_opening: bool = False

    def __str__(self) -> str:
        return f"{self.about}: {self.sentence}" if self.about else str(self.sentence)


class Shaper:
    """Reads a raw document, keeps what it knows, tidied, and notes a fault for all else."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def document(self, raw: Any) -> dict[str, Any]:
        """Return the document in its own form; it means something only where `faults` stays empty."""
        if not isinstance(raw, Mapping) or raw.get("format") != 1 or not isinstance(raw.get("sections"), list):
            self._note("", "", lazy("This is not a questionnaire in format 1."))
            return {"format": 1, "sections": []}
        if len(json.dumps(raw, ensure_ascii=False)) > LARGEST:
            self._note("", "", lazy("The questionnaire is larger than %(most)s characters.", most=LARGEST))
            return {"format": 1, "sections": []}
        self._only(raw, frozenset({"format", "sections"}), "", "")
        self._many("sections", "", raw["sections"], MOST_SECTIONS)
        sections = [self._section(each, f"sections.{n}") for n, each in enumerate(raw["sections"][:MOST_SECTIONS], 1)]
        self._many("sections", "", [one for each in sections for one in each.get("questions", ())], MOST_QUESTIONS)
        return {"format": 1, "sections": sections}

    def _section(self, raw: Any, place: str) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self._note(place, "", lazy("A section is an object."))
            return {}
        about = self._code(raw, "code", place)
        self._only(raw, frozenset({"code", "title", "text", "visibleIf", "questions"}), place, about)
        found: dict[str, Any] = {"code": about, "title": self._said(raw, "title", place, about)}
        found |= self._some({"text": self._said(raw, "text", place, about), "visibleIf": self._line(raw, place, about)})
        questions = self._list(raw, "questions", place, about)
        return found | {"questions": [self._question(each, f"{place}.questions.{n}") for n, each in enumerate(questions, 1)]}

    def _question(self, raw: Any, place: str) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self._note(place, "", lazy("A question is an object."))
            return {}
        about = self._code(raw, "code", place)
        if raw.get("type") not in set(Kind):
            self._note(f"{place}.type", about, lazy("there is no such kind of question."))
            return {"code": about}
        kind = Kind(raw["type"])
        known = {name: value for name, value in raw.items() if value is not False and value not in (None, "", [], {})}
        self._only(known, COMMON | USES[kind], place, about)
        found: dict[str, Any] = {"code": about, "type": kind.value, "title": self._said(known, "title", place, about)}
        rest = {
            **{name: self._said(known, name, place, about) for name in ("help", "minLabel", "maxLabel", "unit")},
            **{name: self._yes(known, name, place, about) for name in ("isRequired", "noOpinion")},
            "visibleIf": self._line(known, place, about),
            **{name: self._parts(known, name, place, about, kind) for name in ("choices", "rows")},
            **{name: self._day(known, name, place, about) for name in ("earliest", "latest")},
        }
        numbers = {name: self._number(known, name, place, about) for name in ("min", "max")}
        return found | self._some(rest) | {name: value for name, value in numbers.items() if value is not None}

    def _parts(self, raw: Mapping[str, Any], name: str, place: str, about: str, kind: Kind) -> list[dict[str, Any]]:
        found = []
        listed = self._list(raw, name, place, about)
        self._many(f"{place}.{name}", about, listed, MOST_CHOICES - (kind is Kind.RANKING))
        allowed = frozenset({"value", "text"}) | ({"alone"} if kind is Kind.MULTIPLE else frozenset())
        for n, each in enumerate(listed[:MOST_CHOICES], 1):
            where = f"{place}.{name}.{n}"
            if not isinstance(each, Mapping):
                self._note(where, about, lazy("an answer to choose is an object with a value and a text."))
                continue
            self._only({key: value for key, value in each.items() if value is not False}, allowed, where, about)
            code = self._code(each, "value", where, about)
            one = {"value": code, "text": self._said(each, "text", where, about)}
            found.append(one | self._some({"alone": self._yes(each, "alone", where, about)}))
        return found

    def _code(self, raw: Mapping[str, Any], name: str, place: str, about: str = "") -> str:
        code = raw.get(name)
        if isinstance(code, str) and CODE.fullmatch(code):
            return code
        words = lazy("a code has at most 40 small Latin letters, digits and underscores and begins with a letter.")
        self._note(f"{place}.{name}", about or clean_line(str(code or ""))[:40], words)
        return ""

    def _said(self, raw: Mapping[str, Any], name: str, place: str, about: str) -> dict[str, str]:
        said = raw.get(name) or {}
        if not isinstance(said, Mapping) or not set(said) <= {"sr", "en"} or not all(isinstance(v, str) for v in said.values()):
            self._note(f"{place}.{name}", about, lazy('a text is written as {"sr": "…", "en": "…"}.'))
            return {}
        clean: Callable[[str], str] = clean_text if name in LONG_TEXTS else clean_line
        found = {language: clean(said.get(language, "")) for language in ("sr", "en")}
        most = LONG if name in LONG_TEXTS else LINE
        if any(len(text) > most for text in found.values()):
            self._note(f"{place}.{name}", about, lazy("a text has more than %(most)s characters.", most=most))
        return {language: text for language, text in found.items() if text}

    def _line(self, raw: Mapping[str, Any], place: str, about: str) -> str:
        text = raw.get("visibleIf") or ""
        if isinstance(text, str):
            return clean_line(text)
        self._note(f"{place}.visibleIf", about, lazy("a condition is a text."))
        return ""

    def _list(self, raw: Mapping[str, Any], name: str, place: str, about: str) -> list[Any]:
        found = raw.get(name) or []
        if isinstance(found, list):
            return found
        self._note(f"{place}.{name}", about, lazy("this is not a list."))
        return []

    def _yes(self, raw: Mapping[str, Any], name: str, place: str, about: str) -> bool:
        found = raw.get(name) or False
        if not isinstance(found, bool):
            self._note(f"{place}.{name}", about, lazy("this is neither true nor false."))
        return bool(found)

    def _number(self, raw: Mapping[str, Any], name: str, place: str, about: str) -> int | None:
        found = raw.get(name)
        if found is not None and (not isinstance(found, int) or isinstance(found, bool) or abs(found) > FARTHEST):
            self._note(f"{place}.{name}", about, lazy("this is not a whole number."))
            return None
        return found

    def _day(self, raw: Mapping[str, Any], name: str, place: str, about: str) -> str:
        found = raw.get(name) or ""
        try:
            return date.fromisoformat(found).isoformat() if found else ""
        except (TypeError, ValueError):
            self._note(f"{place}.{name}", about, lazy("this is not a day like 2026-11-24."))
            return ""

    def _only(self, raw: Mapping[str, Any], allowed: frozenset[str], place: str, about: str) -> None:
        for name in sorted({str(key) for key in raw} - allowed):
            words = lazy("“%(name)s” has no place here.", name=clean_line(name)[:40])
            self._note(f"{place}.{name}".lstrip("."), about, words)

    def _many(self, place: str, about: str, listed: list[Any], most: int) -> None:
        if len(listed) > most:
            self._note(place, about, lazy("there are too many: at most %(most)s are possible.", most=most))

    def _some(self, found: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in found.items() if value}

    def _note(self, place: str, about: str, sentence: LazyString) -> None:
        self.faults.append(Fault(place, about, sentence))
