"""The numbers that Word puts before paragraphs by itself, as it shows them; they stand in no paragraph's text."""

import re
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from portal.kernel.documents.counting import counted

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST: Final = 9
LARGEST: Final = 100_000
_PLACE: Final = re.compile("%([1-9])")


def value(element: Element | None, tag: str) -> str | None:
    """Return the value of a property: `w:val` of the child of that name."""
    child = element.find(f"{W}{tag}") if element is not None else None
    return None if child is None else child.get(f"{W}val", "")


def whole(text: str | None, otherwise: int) -> int:
    """Read a whole number from a file that may hold anything."""
    try:
        return max(-LARGEST, min(int(text or ""), LARGEST))
    except ValueError:
        return otherwise


@dataclass(frozen=True)
class Level:
    """How one level of a list counts."""

    start: int = 1
    way: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str = ""


class WordLists:
    """All lists of a document, counting as its paragraphs come."""

    def __init__(self, numbering: Element) -> None:
        abstract = {each.get(f"{W}abstractNumId", ""): _levels(each) for each in numbering.findall(f"{W}abstractNum")}
        self._levels: dict[str, dict[int, Level]] = {}
        self._shared: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        for each in numbering.findall(f"{W}num"):
            key, base = each.get(f"{W}numId", ""), value(each, "abstractNumId") or ""
            levels = dict(abstract.get(base, {}))
            restarts = False
            for override in each.findall(f"{W}lvlOverride"):
                place = whole(override.get(f"{W}ilvl"), 0)
                own = override.find(f"{W}lvl")
                if own is not None:
                    levels[place] = _level(own)
                start = value(override, "startOverride")
                if start is not None:
                    levels[place] = replace(levels.get(place, Level()), start=whole(start, 1))
                    restarts = True
            self._levels[key] = levels
            self._shared[key] = f"own {key}" if restarts else base

    def level_of_style(self, number: str, style: str) -> int | None:
        """Return the level that a list keeps for paragraphs of a style."""
        return next((place for place, level in self._levels.get(number, {}).items() if level.style == style), None)

    def next(self, number: str, place: int) -> str | None:
        """Count one more paragraph of a list at a level and return what Word shows before it; None without a list."""
        levels = self._levels.get(number)
        if levels is None or not 0 <= place < DEEPEST:
            return None
        level = levels.get(place, Level())
        counts = self._counts.setdefault(self._shared[number], [None] * DEEPEST)
        for above in range(place):
            if counts[above] is None:
                counts[above] = levels.get(above, Level()).start
        before = counts[place]
        counts[place] = level.start if before is None else before + 1
        counts[place + 1 :] = [None] * (DEEPEST - place - 1)
        if level.way == "bullet":
            return _bullet(level.text)
        return _PLACE.sub(lambda match: self._count(counts, levels, level, int(match.group(1)) - 1), level.text)

    def _count(self, counts: list[int | None], levels: dict[int, Level], asking: Level, place: int) -> str:
        count = counts[place]
        way = levels.get(place, Level()).way
        return "" if count is None else counted("decimal" if asking.legal else way, count)


def _levels(abstract: Element) -> dict[int, Level]:
    return {whole(each.get(f"{W}ilvl"), 0): _level(each) for each in abstract.findall(f"{W}lvl")}


def _level(element: Element) -> Level:
    return Level(
        start=whole(value(element, "start"), 1),
        way=value(element, "numFmt") or "decimal",
        text=(value(element, "lvlText") or "")[:50],
        legal=element.find(f"{W}isLgl") is not None,
        style=value(element, "pStyle") or "",
    )


def _bullet(text: str) -> str:
    """A sign of a symbol font says nothing outside it; dashes are signs of drafting and stay."""
    return text if text in {"-", "–", "—", "•"} else "•"
