"""What a report is written of, and the pieces both formats need."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from portal.kernel.documents.gathering import UNWANTED


class Look(StrEnum):
    """How a run of text looks."""

    PLAIN = "plain"
    BOLD = "bold"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Run:
    """Some text that looks the same all through."""

    text: str
    look: Look = Look.PLAIN


Text = str | Sequence[Run]
"""What may stand in a paragraph or a cell; a line feed in it begins a new line."""


@dataclass(frozen=True)
class Heading:
    """A heading; levels 1 to 4."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True)
class Table:
    """A table whose first row is repeated on every page.

    `rows` is gone through once, so a generator that reads the database by pages will do. `widths` are shares of the
    page; without them columns are equal.
    """

    header: Sequence[str]
    rows: Iterable[Sequence[Text]]
    widths: Sequence[int] = ()


Written = Heading | Paragraph | Table

LANGUAGES: Final = {
    "sr": ("sr-Cyrl-RS", "sr", "RS", "Cyrl"),
    "lat": ("sr-Latn-RS", "sr", "RS", "Latn"),
    "en": ("en-GB", "en", "GB", "Latn"),
}
"""By version: the tag, then language, country and script."""
PAGE_OF: Final = {"sr": ("Страна", "од"), "lat": ("Strana", "od"), "en": ("Page", "of")}
PORTION: Final = 200
"""After so many rows a table is continued by another one with the same head."""
PLANE: Final = (1980, 1, 1, 0, 0, 0)
"""All entries bear the oldest date a zip knows: the same report has the same bytes, so its hash can be published."""


def entry(name: str, *, packed: bool = True) -> zipfile.ZipInfo:
    """Return an entry of a document."""
    info = zipfile.ZipInfo(name, PLANE)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.external_attr = 0o600 << 16
    return info


def told(text: str) -> str:
    """Return a text as it may stand between tags."""
    return escape(UNWANTED.sub("", text))


def quoted(text: str) -> str:
    """Return a text as the value of an attribute, quotes included."""
    return quoteattr(UNWANTED.sub("", text))


def runs_of(text: Text) -> Iterable[Run]:
    """Return the runs of a text."""
    return (Run(text),) if isinstance(text, str) else text


def shares(table: Table, width: int) -> list[int]:
    """Return the widths of the columns, so that they fill the page."""
    columns = len(table.header)
    wanted = [max(1, share) for share in table.widths[:columns]]
    wanted += [max(1, sum(wanted) // max(1, len(wanted)))] * (columns - len(wanted))
    return [width * share // sum(wanted) for share in wanted]


def portions(rows: Iterable[Sequence[Text]]) -> Iterator[Iterator[Sequence[Text]]]:
    """Return the rows in portions, at least one: a writing program lays out a table of thousands of rows for minutes."""
    waiting = iter(rows)
    while True:
        yield islice(waiting, PORTION)
        first = next(waiting, None)
        if first is None:
            return
        waiting = chain((first,), waiting)


def fitted(row: Sequence[Text], columns: int) -> list[Text]:
    """Return a row with as many cells as the header has."""
    return [*row[:columns], *[""] * (columns - len(row))]
