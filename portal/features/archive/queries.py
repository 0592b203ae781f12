"""What the archive's page shows for what a reader asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.kernel import search
from portal.kernel.texts import clean_line

PAGE = 20
LONGEST = 200
NEWEST = "novo"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a reader asked for, as it stands in the address."""

    words: str = ""
    kind: str = ""
    newest: bool = False
    after: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> "Wish":
        """Read the words of an address; never refuses."""
        return cls(
            words=clean_line(address.get("q", "")[: 5 * LONGEST])[:LONGEST],
            kind=clean_line(address.get("vrsta", "")[:40]),
            newest=address.get("red", "") == NEWEST,
            after=address.get("posle", "")[:60],
        )

    def address(self, **other: str) -> dict[str, str]:
        """Return the words of the address of this very list, or of another order, kind or page of it.

        Another order or kind begins at the first page.
        """
        words = {"q": self.words, "vrsta": self.kind, "red": NEWEST if self.newest else "", **other}
        return {name: value for name, value in words.items() if value}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of results, the kinds there are to choose from, and what comes near when nothing has every word."""

    hits: search.Hits
    kinds: list[str]
    near: list[search.Hit]


def look(db: Session, wish: Wish) -> Found:
    """Return what a reader asked for; without words the archive from the top, newest first."""
    kind, after = wish.kind or None, wish.after or None
    if not wish.words:
        return Found(hits=search.newest(db, kind=kind, after=after, limit=PAGE), kinds=search.kinds(db), near=[])
    hits = search.find(db, wish.words, kind=kind, newest=wish.newest, after=after, limit=PAGE)
    near = [] if hits.count else search.similar(db, kind, wish.words)
    return Found(hits=hits, kinds=search.kinds(db), near=near)
