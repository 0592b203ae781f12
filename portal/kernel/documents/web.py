"""HTML, Markdown and plain text as blocks, by patterns of linear cost; scripts, styles and comments are no text."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from portal.kernel.documents.blocks import Document, Oddity, Reading, Style, Track
from portal.kernel.documents.counting import counted
from portal.kernel.documents.gathering import Gatherer
from portal.kernel.documents.word_lists import whole
from portal.kernel.texts.letters import words

_HIDDEN: Final = frozenset(words("script style head template noscript svg math iframe object select textarea"))
_TAG: Final = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^<>"']|"[^"<]{0,2000}"|'[^'<]{0,2000}')*+)>""")
_DECLARATION: Final = re.compile(r"<[!?][^<>]*>")
_ATTRIBUTE: Final = re.compile(r"""(start|value|type|reversed)\s*=\s*["']?([0-9a-zA-Z]{1,9})""", re.IGNORECASE)
_HEADING: Final = re.compile(r"h([1-6])")
_BLOCKS: Final = frozenset(
    words("p div section article header footer main aside blockquote pre address dd dt dl form fieldset figure figcaption hr")
)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_WAYS: Final = {"I": "I", "i": "i", "A": "A", "a": "a"}
DEEPEST: Final = 9

_RULE: Final = frozenset(" \t:|-*_=")
_LONGEST_SIGN: Final = 1000
"""A line longer than this is a paragraph, whatever it begins with."""
_MD_HEADING: Final = re.compile(r"(#{1,6})\s+(\S.*)$")
_MD_BULLET: Final = re.compile(r"(\s*)[*+]\s+(\S.*)$")
_MD_EMPHASIS: Final = re.compile(r"(?<!\*)\*\*(?=[^\s*])|(?<=[^\s*])\*\*(?!\*)|(?<![_\w])__(?=[^\s_])|(?<=[^\s_])__(?![_\w])")
_MD_LINK: Final = re.compile(r"\[([^\[\]]{1,500})\]\([^()\s]{1,1000}\)")
_MD_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
_STARTS_ANEW: Final = re.compile(
    r"\s*(?:\(?\d{1,3}[a-zа-я]?[.)]|[-–—]\s|\(?[a-zа-шђјљњћџ]\)|(?:Члан|Član|Article|Чл\.|Čl\.|Art\.)\s+\d)", re.IGNORECASE
)


def without_comments(html: str) -> str:
    """Remove comments and declarations; a comment that never ends takes the rest with it. Cost: linear."""
    pieces: list[str] = []
    position = 0
    while (start := html.find("<!--", position)) >= 0:
        pieces.append(html[position:start])
        end = html.find("-->", start + 4)
        position = len(html) if end < 0 else end + 3
    pieces.append(html[position:])
    return _DECLARATION.sub(" ", " ".join(pieces))


def read_html(text: str, name: str, reading: Reading) -> Document:
    """Read a page: its headings, paragraphs, lists with their numbers, tables; `ins` and `del` are tracked changes."""
    return _Page(name, reading).read(without_comments(text))


class _Page:
    def __init__(self, name: str, reading: Reading) -> None:
        self.into = Gatherer(name)
        self.text: list[str] = []
        self.hidden = ""
        self.heading = 0
        self.number: str | None = None
        self.lists: list[tuple[str, int]] = []
        self.rows: list[list[str]] | None = None
        self.tables = 0
        self.in_cell = False
        self.kept_as_is = False
        self.gone = Track.DELETED if reading is Reading.ACCEPT else Track.INSERTED
        self.tracked: Track | None = None

    def read(self, html: str) -> Document:
        position = 0
        for match in _TAG.finditer(html):
            self._write(html[position : match.start()])
            position = match.end()
            closing, tag, attributes = match.group(1), match.group(2).lower(), match.group(3)
            if self.hidden:
                if closing and tag == self.hidden:
                    self.hidden = ""
            elif tag in _HIDDEN and not closing and not attributes.rstrip().endswith("/"):
                self.hidden = tag
            else:
                self._tag(tag, attributes, bool(closing))
        self._write(html[position:])
        self._flush()
        self._end_table()
        return self.into.done()

    def _write(self, text: str) -> None:
        if text and not self.hidden:
            text = unescape(text)
            text = text if self.kept_as_is else _SPACE.sub(" ", text)
            if self.tracked is None:
                self.into.unchanged()
            else:
                self.into.change(self.tracked, "", "", text)
            if self.tracked is None or self.tracked is not self.gone:
                self.text.append(text)

    def _tag(self, tag: str, attributes: str, closing: bool) -> None:
        heading = _HEADING.fullmatch(tag)
        if tag in {"ins", "del"}:
            self.tracked = None if closing else Track.INSERTED if tag == "ins" else Track.DELETED
        elif tag == "br":
            self.text.append("\n")
        elif tag in {"img", "picture", "canvas", "video", "audio"}:
            self.into.oddities.add(Oddity.PICTURES)
        elif tag in {"table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"}:
            self._table(tag, closing)
        elif self.rows is not None:
            if (tag in _BLOCKS or heading or tag == "li") and self.text:
                self.text.append("\n")
        elif heading:
            self._flush()
            self.heading = 0 if closing else int(heading.group(1))
        elif tag in {"ol", "ul"}:
            self._flush()
            self._list(tag, attributes, closing)
        elif tag == "li":
            self._flush()
            self.number = None if closing else self._next(attributes)
        elif tag in _BLOCKS:
            self._flush()
            self.kept_as_is = tag == "pre" and not closing

    def _list(self, tag: str, attributes: str, closing: bool) -> None:
        if closing:
            if self.lists:
                self.lists.pop()
        elif len(self.lists) < DEEPEST:
            said = {key.lower(): value for key, value in _ATTRIBUTE.findall(attributes)}
            way = "•" if tag == "ul" else _WAYS.get(said.get("type", ""), "1")
            self.lists.append((way, whole(said.get("start"), 1)))

    def _next(self, attributes: str) -> str:
        if not self.lists:
            return "•"
        way, number = self.lists[-1]
        said = {key.lower(): value for key, value in _ATTRIBUTE.findall(attributes)}
        number = whole(said.get("value"), number)
        self.lists[-1] = way, number + 1
        return "•" if way == "•" else f"{counted(way, number)}."

    def _table(self, tag: str, closing: bool) -> None:
        if tag == "table":
            self.tables = max(0, self.tables + (-1 if closing else 1))
            if not closing and self.tables == 1:
                self._flush()
                self.rows = []
            elif closing and self.tables == 0:
                self._end_table()
        elif self.rows is None:
            self._flush()
        elif self.tables > 1:
            self.text.append("\n" if tag == "tr" else "\t")
        elif tag in {"td", "th", "caption"}:
            self._end_cell()
            self.in_cell = not closing
            if not closing and tag == "caption":
                self.rows.append([])
        elif tag == "tr":
            self._end_cell()
            if not closing:
                self.rows.append([])

    def _end_cell(self) -> None:
        text, self.text = "".join(self.text), []
        if self.rows is not None and (self.in_cell or text.strip()):
            self.into.check(len(text))
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(text)
        self.in_cell = False

    def _end_table(self) -> None:
        self._end_cell()
        rows, self.rows = self.rows or [], None
        self.tables = 0
        if all(len(row) <= 1 for row in rows):
            for text in (line for row in rows for cell in row for line in cell.split("\n")):
                self.into.add(text)
        else:
            self.into.table(rows)

    def _flush(self) -> None:
        text, self.text = "".join(self.text), []
        if not text.strip():
            return
        if self.heading:
            self.into.add(text, Style.HEADING, level=self.heading)
        elif self.number is not None:
            self.into.add(text, Style.ITEM, level=max(0, len(self.lists) - 1), number=self.number)
            self.number = None
        else:
            self.into.add(text)


def read_plain(text: str, name: str, *, markdown: bool) -> Document:
    """Read lines: every line is a paragraph; in Markdown, lines that follow one another are one.

    Legal texts pasted from anywhere have a paragraph in a line. In Markdown signs of emphasis are left out, and
    "1)" or "–" stay as they are typed.
    """
    into = Gatherer(name)
    waiting: list[str] = []
    rows: list[list[str]] = []

    def flush() -> None:
        into.add(_unmarked(" ".join(waiting)) if markdown else " ".join(waiting))
        waiting.clear()
        into.table(rows)
        rows.clear()

    for line in text.splitlines():
        if not line.strip():
            flush()
        elif not markdown:
            waiting.append(line)
            flush()
        else:
            _markdown(line, into, waiting, rows, flush)
    flush()
    return into.done()


def _markdown(line: str, into: Gatherer, waiting: list[str], rows: list[list[str]], flush: Callable[[], None]) -> None:
    signs = set(line)
    short = line.rstrip() if len(line) <= _LONGEST_SIGN else ""
    heading, bullet = _MD_HEADING.match(short), _MD_BULLET.match(short)
    if heading:
        flush()
        into.add(_unmarked(heading.group(2).rstrip("#").rstrip()), Style.HEADING, level=len(heading.group(1)))
    elif "|" in line and line.lstrip().startswith("|"):
        if waiting:
            flush()
        if not signs <= _RULE:
            rows.append([_unmarked(cell.strip()) for cell in line.strip().strip("|").split("|")])
    elif signs <= _RULE and sum(map(line.count, "-*_=")) > 2:
        flush()
    elif bullet:
        flush()
        into.add(_unmarked(bullet.group(2)), Style.ITEM, level=len(bullet.group(1)) // 2, number="•")
    else:
        if rows or _STARTS_ANEW.match(line):
            flush()
        waiting.append(line.strip())
        if line.endswith(("  ", "\\")):
            flush()


def _unmarked(text: str) -> str:
    text = _MD_LINK.sub(r"\1", _MD_EMPHASIS.sub("", text.removesuffix("\\")))
    return _MD_ESCAPE.sub(r"\1", text)
