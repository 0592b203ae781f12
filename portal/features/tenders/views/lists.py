"""The public list as its address says it: phase, kind, department, year and place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from portal.features.tenders import queries
from portal.features.tenders.models import CallKind
from portal.features.tenders.words.calls import PHASE_WORDS
from portal.kernel.municipality.models import Unit

FIRST_YEAR, LAST_YEAR = 1990, 2200


@dataclass(frozen=True)
class Wanted:
    """What the address asks for, in its words; what is unknown there counts as not chosen."""

    words: Mapping[str, str]
    unit: Unit | None

    @property
    def filter(self) -> queries.Filter:
        """The same for the query."""
        year = self.words.get("godina", "")
        return queries.Filter(
            phase=PHASE_WORDS.get(self.words.get("faza", "")),
            kind=CallKind(self.words["vrsta"]) if "vrsta" in self.words else None,
            unit_id=self.unit.id if self.unit else None,
            year=int(year) if year else None,
        )

    def address(self, **change: str) -> str:
        """Return the address of the list with some words changed; an empty word is left out."""
        words: dict[str, Any] = {name: word for name, word in {**self.words, **change}.items() if word}
        return url_for("portal.tenders.index", **words)


def reading(units: Sequence[Unit]) -> Wanted:
    """Read the wish out of the address."""
    given = {name: request.args.get(name, "")[:80] for name in ("faza", "vrsta", "jedinica", "godina")}
    year = given["godina"]
    by_key = {unit.key: unit for unit in units}
    known = {
        "faza": given["faza"] in PHASE_WORDS,
        "vrsta": given["vrsta"] in set(CallKind),
        "jedinica": given["jedinica"] in by_key,
        "godina": year.isascii() and year.isdigit() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR,
    }
    words = {name: word for name, word in given.items() if known[name]}
    return Wanted(words, by_key.get(words.get("jedinica", "")))
