"""What every reader of documents fills: blocks in their order, changes, remarks, oddities; all within bounds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from portal.kernel.documents.blocks import Block, Change, Document, Oddity, Remark, Style, Track
from portal.kernel.documents.refusals import NoText, TooManyBlocks

MOST_BLOCKS: Final = 5000
MOST_LETTERS: Final = 3_000_000
MOST_ASIDE: Final = 2000
"""So many tracked changes, and so many remarks, are told of."""
LONGEST_ASIDE: Final = 5000
Rows = tuple[tuple[str, ...], ...]
UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_BLANKS: Final = re.compile(r"[ \t\u2000-\u200a\u3000]+")
_ROUND_BREAKS: Final = re.compile(r" *[\n\x85\u2028\u2029\r] *")


def tidy(text: str) -> str:
    """Return the text of one block: single blanks, no unseen signs, line breaks kept; spaces that do not break stay."""
    return _ROUND_BREAKS.sub("\n", _BLANKS.sub(" ", UNWANTED.sub("", text))).strip(" \n")


class Gatherer:
    """Takes in a document piece by piece; raises `TooManyBlocks` when it is more than a draft can be."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.changes: list[Change] = []
        self.remarks: list[Remark] = []
        self.oddities: set[Oddity] = set()
        self.aside = 0
        self._letters = 0
        self._pieces = 0
        self._open_change = False

    @property
    def place(self) -> int:
        """The place of the block that comes next in the document; inside a table, of the table."""
        return self.aside or len(self.blocks)

    def add(self, text: str, style: Style = Style.PARAGRAPH, *, level: int = 0, number: str = "", rows: Rows = ()) -> None:
        """Append a block; blank ones are left out."""
        text = tidy(text) if not rows else text
        self._open_change = False
        if not text.strip():
            return
        self._letters += len(text)
        self._pieces += 1 + sum(map(len, rows))
        self.check(0)
        self.blocks.append(Block(text=text, style=style, level=level, number=number, rows=rows))

    def check(self, more: int) -> None:
        """Refuse what is too long, with so many more letters still to be added."""
        if len(self.blocks) >= MOST_BLOCKS or self._pieces > 20 * MOST_BLOCKS or self._letters + more > MOST_LETTERS:
            raise TooManyBlocks(name=self.name, most=MOST_BLOCKS, letters=MOST_LETTERS)

    @contextmanager
    def apart(self) -> Iterator[list[Block]]:
        """Gather blocks of their own, such as those of a table's cell."""
        kept, place, self.blocks = self.blocks, self.aside, []
        self.aside = place or len(kept)
        try:
            yield self.blocks
        finally:
            self.blocks, self.aside = kept, place

    def change(self, kind: Track, author: str, at: str, text: str) -> None:
        """Tell of a tracked change; what the same person does without a break is one."""
        if not text:
            return
        last = self.changes[-1] if self.changes and self._open_change else None
        if last and (last.kind, last.author, last.block) == (kind, author, self.place):
            text, at = (last.text + text)[:LONGEST_ASIDE], last.at
            self.changes.pop()
        elif len(self.changes) >= MOST_ASIDE:
            self.oddities.add(Oddity.CUT)
            return
        self.changes.append(Change(kind=kind, author=author[:200], at=at[:40], text=text[:LONGEST_ASIDE], block=self.place))
        self._open_change = True

    def unchanged(self) -> None:
        """End the run of changes: text that nobody touched follows."""
        self._open_change = False

    def remark(self, author: str, at: str, text: str) -> None:
        """Tell of a comment."""
        if len(self.remarks) >= MOST_ASIDE:
            self.oddities.add(Oddity.CUT)
            return
        self.remarks.append(Remark(author=author[:200], at=at[:40], text=tidy(text)[:LONGEST_ASIDE], block=self.place))

    def table(self, rows: list[list[str]]) -> None:
        """Append a table, without its empty rows."""
        kept = tuple(tuple(map(tidy, row)) for row in rows if any(map(str.strip, row)))
        if kept:
            self.add("\n".join("\t".join(row) for row in kept), Style.TABLE, rows=kept)

    def done(self) -> Document:
        """Return the document. Raises `NoText`."""
        if not self.blocks:
            raise NoText(name=self.name)
        last = len(self.blocks) - 1
        return Document(
            blocks=tuple(self.blocks),
            changes=tuple(c if c.block <= last else Change(**{**vars(c), "block": last}) for c in self.changes),
            remarks=tuple(r if r.block <= last else Remark(**{**vars(r), "block": last}) for r in self.remarks),
            warnings=tuple(each for each in Oddity if each in self.oddities),
        )
