"""OpenDocument texts (ODT): the same as Word documents, in the words of the other standard."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from portal.kernel.documents.blocks import Document, Oddity, Reading, Style, Track
from portal.kernel.documents.counting import counted
from portal.kernel.documents.gathering import Gatherer
from portal.kernel.documents.markup import read_each
from portal.kernel.documents.package import Package
from portal.kernel.documents.refusals import LockedDocument
from portal.kernel.documents.word_lists import whole

_BASE: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{_BASE}office:1.0}}"
TEXT: Final = f"{_BASE}text:1.0}}"
TABLE: Final = f"{_BASE}table:1.0}}"
STYLE: Final = f"{_BASE}style:1.0}}"
DRAW: Final = f"{_BASE}drawing:1.0}}"
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
CONTAINERS: Final = frozenset(
    {f"{OFFICE}{tag}" for tag in ("document-content", "document-styles", "body", "text", "automatic-styles", "styles")}
)
MOST_BLANKS: Final = 100
MOST_REPEATED: Final = 50
DEEPEST: Final = 10
FLOW: Final = frozenset({"section", "index-body", "table-of-content", "alphabetical-index", "user-index", "numbered-paragraph"})
SKIPPED: Final = frozenset({"tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls", "ruby-text"})


@dataclass(frozen=True)
class Level:
    """How one level of a list counts."""

    start: int = 1
    way: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1
    bullet: str = ""


@dataclass
class Counter:
    """Where a list stands."""

    counts: list[int | None] = field(default_factory=lambda: [None] * DEEPEST)


@dataclass(frozen=True)
class Region:
    """A tracked change, as the head of the file describes it."""

    kind: Track
    author: str
    at: str
    deleted: tuple[str, ...] = ()


def read_open_document(package: Package, reading: Reading) -> Document:
    """Read an ODT in one of its two readings. Raises `LockedDocument`."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise LockedDocument(name=package.name)
    reader = _Reader(package, reading)
    read_each(package.read("styles.xml") or b"<none/>", reader.style, CONTAINERS, package.name)
    read_each(package.read("content.xml"), reader.top, CONTAINERS, package.name)
    return reader.finished()


class _Reader:
    def __init__(self, package: Package, reading: Reading) -> None:
        self.rejects = reading is Reading.REJECT
        self.into = Gatherer(package.name)
        self.lists: dict[str, dict[int, Level]] = {}
        self.list_of_style: dict[str, str] = {}
        self.outline: dict[int, Level] = {}
        self.counters: dict[str, Counter] = {}
        self.headings = Counter()
        self.last_list: Counter | None = None
        self.regions: dict[str, Region] = {}
        self.open: dict[str, Region] = {}
        self.text: list[str] = []
        self.notes: list[str] = []
        self.boxes: list[Element] = []
        if package.has_in("Object "):
            self.into.oddities.add(Oddity.EMBEDDED)

    def style(self, element: Element) -> None:
        """Keep what a style says about lists."""
        match element.tag:
            case t if t == f"{TEXT}list-style":
                self.lists[element.get(f"{STYLE}name", "")] = _levels(element)
            case t if t == f"{TEXT}outline-style":
                self.outline = _levels(element)
            case t if t == f"{STYLE}style" and element.get(f"{STYLE}list-style-name"):
                self.list_of_style[element.get(f"{STYLE}name", "")] = element.get(f"{STYLE}list-style-name", "")
            case t if t == f"{OFFICE}master-styles":
                if any(part.tag in {f"{STYLE}header", f"{STYLE}footer"} for part in element.iter()):
                    self.into.oddities.add(Oddity.HEADERS)

    def top(self, element: Element) -> None:
        """Take in a style or a block of the body."""
        if element.tag == f"{TEXT}tracked-changes":
            self._regions(element)
        elif element.tag.startswith(f"{STYLE}") or element.tag == f"{TEXT}list-style":
            self.style(element)
        else:
            self.block(element)

    def block(self, element: Element) -> None:
        space, _, tag = element.tag.rpartition("}")
        if f"{space}}}" == TABLE and tag == "table":
            self._table(element)
        elif f"{space}}}" == TEXT and tag == "list":
            self._list(element, 0, "", None)
        elif f"{space}}}" == TEXT and tag in {"p", "h"}:
            self._paragraph(element)
        elif f"{space}}}" == TEXT and tag in FLOW:
            for child in element:
                self.block(child)
        elif f"{space}}}" == TEXT and tag.startswith("change"):
            self._mark(tag, element.get(f"{TEXT}change-id", ""))
        elif f"{space}}}" == DRAW:
            self._drawn(element)
            self._after()

    def _paragraph(self, element: Element, number: str = "", level: int | None = None) -> None:
        self._inline(element)
        if self.rejects and self.open:
            return
        text, self.text = "".join(self.text), []
        if element.tag == f"{TEXT}h":
            depth = max(1, min(whole(element.get(f"{TEXT}outline-level"), 1), DEEPEST))
            if level is None and self.outline and element.get(f"{TEXT}is-list-header") != "true":
                number = _next(self.headings, self.outline, depth - 1)
            self.into.add(text, Style.HEADING, level=depth, number=number)
        elif level is not None:
            self.into.add(text, Style.ITEM, level=level, number=number)
        else:
            self.into.add(text)
        self._after()

    def _after(self) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.into.oddities.add(Oddity.BOXES)
            for child in box:
                self.block(child)

    def _inline(self, element: Element) -> None:
        self._write(element.text)
        for child in element:
            space, _, tag = child.tag.rpartition("}")
            space += "}"
            if space == TEXT and tag == "s":
                self._write(" " * max(1, min(whole(child.get(f"{TEXT}c"), 1), MOST_BLANKS)))
            elif space == TEXT and tag in {"tab", "line-break"}:
                self._write("\t" if tag == "tab" else "\n")
            elif space == TEXT and tag == "note":
                self.notes.append(_plain(child.findall(f"{TEXT}note-body")))
                self._write(f"[{len(self.notes)}]")
            elif space == TEXT and tag in {"change-start", "change-end", "change"}:
                self._mark(tag, child.get(f"{TEXT}change-id", ""))
            elif child.tag == f"{OFFICE}annotation":
                self._annotation(child)
            elif space == DRAW:
                self._drawn(child)
            elif tag not in SKIPPED and child.tag != f"{OFFICE}annotation-end":
                self._inline(child)
            self._write(child.tail)

    def _write(self, text: str | None) -> None:
        if not text:
            return
        inserted = next(iter(self.open.values()), None)
        if inserted is None:
            self.into.unchanged()
        else:
            self.into.change(Track.INSERTED, inserted.author, inserted.at, text)
            if self.rejects:
                return
        self.into.check(len(text))
        self.text.append(text)

    def _mark(self, tag: str, key: str) -> None:
        region = self.regions.get(key)
        if region is None:
            return
        if tag == "change-end":
            self.open.pop(key, None)
        elif region.kind is Track.INSERTED:
            self.open[key] = region
        else:
            del self.regions[key]
            self.into.check(sum(map(len, region.deleted)))
            self.into.change(Track.DELETED, region.author, region.at, "\n".join(region.deleted))
            if self.rejects:
                self._put_back(region.deleted)

    def _put_back(self, lines: tuple[str, ...]) -> None:
        for line in lines[:-1]:
            self.text.append(line)
            text, self.text = "".join(self.text), []
            self.into.add(text)
        self.text += lines[-1:]

    def _regions(self, element: Element) -> None:
        for region in element.iter(f"{TEXT}changed-region"):
            for tag, kind in (("insertion", Track.INSERTED), ("deletion", Track.DELETED)):
                found = region.find(f"{TEXT}{tag}")
                if found is None:
                    continue
                info = found.find(f"{OFFICE}change-info")
                deleted = tuple(_line(part) for part in found.iter() if part.tag in {f"{TEXT}p", f"{TEXT}h"})
                key = region.get(f"{TEXT}id", region.get(XML_ID, ""))
                self.regions[key] = Region(kind, _child(info, "creator"), _child(info, "date"), deleted)

    def _annotation(self, element: Element) -> None:
        self.into.remark(_child(element, "creator"), _child(element, "date"), _plain([element]))

    def _drawn(self, element: Element) -> None:
        boxes = [part for part in element.iter(f"{DRAW}text-box") if len(part)]
        self.boxes += boxes
        if not boxes:
            self.into.oddities.add(Oddity.PICTURES)

    def _list(self, element: Element, depth: int, style: str, counter: Counter | None) -> None:
        style = element.get(f"{TEXT}style-name") or style
        if counter is None:
            counter = self._counter(element, style)
            self.last_list = self.counters[style] = counter
            own = element.get(XML_ID)
            if own:
                self.counters[f"#{own}"] = counter
        if depth < DEEPEST:
            levels = self.lists.get(style, {})
            for item in element:
                self._item(item, depth, style, counter, levels)

    def _counter(self, element: Element, style: str) -> Counter:
        continued = element.get(f"{TEXT}continue-list")
        if continued:
            return self.counters.get(f"#{continued}", Counter())
        if element.get(f"{TEXT}continue-numbering") == "true":
            return self.counters.get(style) or self.last_list or Counter()
        return Counter()

    def _item(self, item: Element, depth: int, style: str, counter: Counter, levels: dict[int, Level]) -> None:
        numbered = item.tag == f"{TEXT}list-item"
        start = item.get(f"{TEXT}start-value")
        if numbered and start is not None:
            counter.counts[depth] = whole(start, 1) - 1
        for child in item:
            if child.tag == f"{TEXT}list":
                self._list(child, depth + 1, style, counter)
            elif child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                own = self.lists.get(self.list_of_style.get(child.get(f"{TEXT}style-name", ""), ""), {})
                number = _next(counter, levels or own, depth) if numbered else ""
                numbered = False
                self._paragraph(child, number, depth)
            else:
                self.block(child)

    def _table(self, element: Element) -> None:
        rows: list[list[str]] = []
        for row in _within(element, "table-row"):
            cells: list[str] = []
            for cell in _within(row, "table-cell"):
                text = self._cell(cell)
                repeated = whole(cell.get(f"{TABLE}number-columns-repeated"), 1) if text else 1
                cells += [text] * max(1, min(repeated, MOST_REPEATED))
            repeated = whole(row.get(f"{TABLE}number-rows-repeated"), 1) if any(cells) else 1
            rows += [cells] * max(1, min(repeated, MOST_REPEATED))
            self.into.check(sum(map(len, cells)) * repeated)
        if all(len(cells) <= 1 for cells in rows):
            for text in (text for cells in rows for cell in cells for text in cell.split("\n")):
                self.into.add(text)
            return
        self.into.table(rows)

    def _cell(self, cell: Element) -> str:
        with self.into.apart() as blocks:
            for child in cell:
                self.block(child)
        return "\n".join(block.shown for block in blocks)

    def finished(self) -> Document:
        self.into.add("".join(self.text))
        for place, note in enumerate(self.notes, 1):
            self.into.oddities.add(Oddity.NOTES)
            self.into.add(f"[{place}] {note}")
        return self.into.done()


def _levels(element: Element) -> dict[int, Level]:
    return {
        whole(each.get(f"{TEXT}level"), 1) - 1: Level(
            start=whole(each.get(f"{TEXT}start-value"), 1),
            way=each.get(f"{STYLE}num-format", ""),
            before=each.get(f"{STYLE}num-prefix", "")[:20],
            after=each.get(f"{STYLE}num-suffix", "")[:20],
            shown=max(1, min(whole(each.get(f"{TEXT}display-levels"), 1), DEEPEST)),
            bullet=each.get(f"{TEXT}bullet-char", "")[:1],
        )
        for each in element
        if each.tag.startswith(f"{TEXT}list-level-style") or each.tag == f"{TEXT}outline-level-style"
    }


def _next(counter: Counter, levels: dict[int, Level], place: int) -> str:
    """Count one more item and return what is shown before it."""
    level = levels.get(place, Level())
    before = counter.counts[place]
    counter.counts[place] = level.start if before is None else before + 1
    counter.counts[place + 1 :] = [None] * (DEEPEST - place - 1)
    if level.bullet:
        return level.bullet if level.bullet in "-–—•" else "•"
    if not level.way:
        return ""
    shown = [
        counted(levels.get(above, level).way or "1", counter.counts[above] or levels.get(above, level).start)
        for above in range(max(0, place - level.shown + 1), place + 1)
    ]
    return f"{level.before}{'.'.join(shown)}{level.after}".strip()


def _within(element: Element, tag: str) -> Iterable[Element]:
    """Rows of a table, or cells of a row, also in groups and headers, but not in tables inside."""
    for child in element:
        if child.tag == f"{TABLE}{tag}":
            yield child
        elif child.tag.startswith(f"{TABLE}table-") and child.tag.endswith(("rows", "row-group", "header-rows")):
            yield from _within(child, tag)


def _child(element: Element | None, tag: str) -> str:
    return (element.findtext(f"{DC}{tag}") or "") if element is not None else ""


def _line(element: Element) -> str:
    return "".join(element.itertext())


def _plain(elements: Iterable[Element]) -> str:
    return "\n".join(_line(part) for element in elements for part in element.iter() if part.tag in {f"{TEXT}p", f"{TEXT}h"})
