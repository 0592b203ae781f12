"""Word documents (DOCX): paragraphs, headings, lists with their numbers, tables, tracked changes, comments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from portal.kernel.documents.blocks import Document, Oddity, Reading, Style, Track
from portal.kernel.documents.gathering import Gatherer
from portal.kernel.documents.markup import parse, read_each
from portal.kernel.documents.package import Package
from portal.kernel.documents.word_lists import W, WordLists, value, whole

BODY: Final = frozenset({f"{W}document", f"{W}body"})
STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MACRO_TYPES: Final = b"macroEnabled"
SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
TRACKED: Final = {
    "ins": Track.INSERTED,
    "moveTo": Track.INSERTED,
    "del": Track.DELETED,
    "moveFrom": Track.DELETED,
}
PICTURES: Final = frozenset({"drawing", "pict", "object"})
SKIPPED: Final = frozenset({"pPr", "rPr", "instrText", "delInstrText", "sectPr", "Fallback", "sdtPr", "sdtEndPr", "rt"})
LONGEST_CHAIN: Final = 12
"""So many styles may stand on one another."""


@dataclass(frozen=True)
class Kind:
    """What a paragraph style says about structure."""

    name: str = ""
    base: str = ""
    outline: int | None = None
    number: str | None = None
    level: int | None = None


def read_word(package: Package, reading: Reading) -> Document:
    """Read a DOCX in one of its two readings."""
    reader = _Reader(package, reading)
    content = package.read("word/document.xml")
    if STRICT in content[:4000]:
        content = content.replace(STRICT, W[1:-1].encode())
    read_each(content, reader.block, BODY, package.name)
    return reader.finished()


class _Reader:
    def __init__(self, package: Package, reading: Reading) -> None:
        self.package = package
        self.gone = Track.DELETED if reading is Reading.ACCEPT else Track.INSERTED
        self.into = Gatherer(package.name)
        self.kinds = _kinds(self._part("styles"))
        self.lists = WordLists(self._part("numbering"))
        self.comments = {each.get(f"{W}id", ""): each for each in self._part("comments")}
        self.unused_notes: dict[str, dict[str, Element]] = {}
        self.notes: list[Element] = []
        self.boxes: list[Element] = []
        self.text: list[str] = []
        if package.has_in("word/embeddings/"):
            self.into.oddities.add(Oddity.EMBEDDED)
        if package.has_in("word/header", "word/footer"):
            self.into.oddities.add(Oddity.HEADERS)

    def _part(self, name: str) -> Element:
        content = self.package.read(f"word/{name}.xml")
        return parse(content.replace(STRICT, W[1:-1].encode()), self.package.name)

    def block(self, element: Element) -> None:
        """Take in what stands directly in the body, a cell, a note or a box."""
        match element.tag.rpartition("}")[2]:
            case "p":
                self._paragraph(element)
            case "tbl":
                self._table(element)
            case "sdt" | "sdtContent" | "customXml" | "smartTag" | "AlternateContent" | "Choice" | "ins" | "moveTo":
                for child in element:
                    self.block(child)

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        runs: list[str] = []
        self._inline(element, runs.append, None)
        self.text += runs
        if self._mark_is_gone(properties):
            return
        text, self.text = "".join(self.text), []
        number, level = self._number(properties)
        outline = self._outline(properties)
        if outline is not None:
            self.into.add(text, Style.HEADING, level=outline + 1, number=number or "")
        elif number is not None:
            self.into.add(text, Style.ITEM, level=level, number=number)
        else:
            self.into.add(text)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.into.oddities.add(Oddity.BOXES)
            for child in box:
                self.block(child)

    def _mark_is_gone(self, properties: Element | None) -> bool:
        """Tell whether the end of the paragraph is deleted in this reading, so that the next one continues it."""
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is None:
            return False
        return any(mark.find(f"{W}{tag}") is not None for tag, kind in TRACKED.items() if kind is self.gone)

    def _inline(self, element: Element, write: Callable[[str], None], change: tuple[Track, str, str] | None) -> None:
        for child in element:
            space, _, tag = child.tag.rpartition("}")
            if tag in SKIPPED:
                continue
            if tag in TRACKED and f"{space}}}" == W:
                self._inline(child, write, (TRACKED[tag], child.get(f"{W}author", ""), child.get(f"{W}date", "")))
            elif tag in {"t", "delText"} and f"{space}}}" == W:
                self._write(child.text or "", write, change)
            elif tag in SIGNS and f"{space}}}" == W:
                self._write(SIGNS[tag], write, change)
            elif tag == "sym":
                self._write("•", write, change)
            elif tag == "commentReference":
                self._comment(child.get(f"{W}id", ""))
            elif tag in {"footnoteReference", "endnoteReference"}:
                self._note(tag.removesuffix("Reference"), child.get(f"{W}id", ""), write, change)
            elif tag == "txbxContent":
                self.boxes.append(child)
            else:
                if tag in PICTURES and child.find(f".//{W}txbxContent") is None:
                    self.into.oddities.add(Oddity.PICTURES)
                self._inline(child, write, change)

    def _write(self, text: str, write: Callable[[str], None], change: tuple[Track, str, str] | None) -> None:
        if change is None:
            self.into.unchanged()
        else:
            self.into.change(*change, text)
        if change is None or change[0] is not self.gone:
            self.into.check(len(text))
            write(text)

    def _comment(self, key: str) -> None:
        comment = self.comments.pop(key, None)
        if comment is not None:
            self.into.remark(comment.get(f"{W}author", ""), comment.get(f"{W}date", ""), _plain(comment))

    def _note(self, kind: str, key: str, write: Callable[[str], None], change: tuple[Track, str, str] | None) -> None:
        if kind not in self.unused_notes:
            self.unused_notes[kind] = {each.get(f"{W}id", ""): each for each in self._part(f"{kind}s")}
        note = self.unused_notes[kind].pop(key, None)
        if note is not None:
            self.notes.append(note)
            self._write(f"[{len(self.notes)}]", write, change)

    def _number(self, properties: Element | None) -> tuple[str | None, int]:
        """Count the paragraph, if it is in a list: what is shown before it, and how deep it is."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = value(properties, "pStyle") or ""
        key, place = value(own, "numId"), value(own, "ilvl")
        named = next((kind for kind in self._chain(style) if kind.number is not None), Kind())
        key = key if key is not None else named.number
        if not key or key == "0":
            return None, 0
        level = whole(place, 0) if place is not None else named.level
        if level is None:
            level = self.lists.level_of_style(key, style) or 0
        return self.lists.next(key, level), level

    def _outline(self, properties: Element | None) -> int | None:
        own = value(properties, "outlineLvl")
        if own is not None:
            level = whole(own, 9)
            return level if 0 <= level < 9 else None
        for kind in self._chain(value(properties, "pStyle") or ""):
            if kind.outline is not None:
                return kind.outline if kind.outline < 9 else None
        return None

    def _chain(self, style: str) -> list[Kind]:
        chain: list[Kind] = []
        while style in self.kinds and len(chain) < LONGEST_CHAIN:
            chain.append(self.kinds[style])
            style = chain[-1].base
        return chain

    def _table(self, element: Element) -> None:
        rows = [_rows(row, "tc") for row in _rows(element, "tr") if not self._row_is_gone(row)]
        if all(len(cells) <= 1 for cells in rows):
            for cell in (cell for cells in rows for cell in cells):
                for child in cell:
                    self.block(child)
            return
        self.into.table([[self._cell(cell) for cell in cells] for cells in rows])

    def _row_is_gone(self, row: Element) -> bool:
        properties = row.find(f"{W}trPr")
        if properties is None:
            return False
        return any(properties.find(f"{W}{tag}") is not None for tag, kind in TRACKED.items() if kind is self.gone)

    def _cell(self, cell: Element) -> str:
        with self.into.apart() as blocks:
            for child in cell:
                self.block(child)
            self._flush()
        return "\n".join(block.shown for block in blocks)

    def _flush(self) -> None:
        text, self.text = "".join(self.text), []
        self.into.add(text)

    def finished(self) -> Document:
        self._flush()
        for place, note in enumerate(self.notes, 1):
            self.into.oddities.add(Oddity.NOTES)
            self.into.add(f"[{place}] {_plain(note)}")
        for key in list(self.comments):
            self._comment(key)
        return self.into.done()


def _rows(table: Element, part: str) -> list[Element]:
    """The rows of a table, or the cells of a row: those inside content controls too, those of inner tables not."""
    found: list[Element] = []
    for child in table:
        if child.tag == f"{W}{part}":
            found.append(child)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            found += _rows(child, part)
    return found


def _plain(element: Element) -> str:
    lines = []
    for paragraph in element.iter(f"{W}p"):
        lines.append("".join(part.text or "" for part in paragraph.iter(f"{W}t")))
    return "\n".join(lines).strip()


def _kinds(styles: Element) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for style in styles.findall(f"{W}style"):
        properties = style.find(f"{W}pPr")
        numbers = properties.find(f"{W}numPr") if properties is not None else None
        name = (value(style, "name") or "").lower()
        outline = value(properties, "outlineLvl")
        place = value(numbers, "ilvl")
        kinds[style.get(f"{W}styleId", "")] = Kind(
            name=name,
            base=value(style, "basedOn") or "",
            outline=_heading(name) if outline is None else whole(outline, 9),
            number=value(numbers, "numId"),
            level=None if place is None else whole(place, 0),
        )
    return kinds


def _heading(name: str) -> int | None:
    if name == "title":
        return 0
    _, _, level = name.partition("heading ")
    return int(level) - 1 if level in set("123456789") and name.startswith("heading ") else None

