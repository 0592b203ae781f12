"""A draft cut into its legal pieces: parts, chapters, articles, paragraphs, points, indents, annexes.

The clerk corrects the cut on one screen, so what is not sure is guessed, and not a word is lost: the texts of the
pieces, joined, are the text of the document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.features.debates.law import signs
from portal.features.debates.law.labels import label
from portal.features.debates.law.pieces import BODIES, HOLDS_NOTHING, LEVELS, Kind, Piece
from portal.kernel.documents import Block, Style

__all__ = ["Kind", "Piece", "label", "split"]


@dataclass(frozen=True)
class Line:
    """A line of the document; `in_style` when the document itself calls it a heading."""

    text: str
    in_style: bool = False
    is_table: bool = False
    is_item: bool = False


def split(blocks: Iterable[Block]) -> tuple[Piece, ...]:
    """Cut a document into its pieces. Cost: linear."""
    splitter = _Splitter(tuple(_lines(blocks)))
    splitter.run()
    return tuple(splitter.pieces)


def _lines(blocks: Iterable[Block]) -> Iterable[Line]:
    for block in blocks:
        if block.style is Style.TABLE:
            yield Line(block.text, is_table=True)
            continue
        for text in block.shown.split("\n"):
            if text.strip():
                yield Line(text.strip(), block.style is Style.HEADING, is_item=block.style is Style.ITEM)


class _Splitter:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.pieces: list[Piece] = []
        self.open: list[int] = []
        self.counts: dict[tuple[int | None, Kind], int] = {}
        self.begun = False
        self.bracketed = False
        self.expected: int | None = None
        self.heads_above = self._heads_stand_above()

    def run(self) -> None:
        """Go through the lines once; a line may take the next one, its heading, with it."""
        place = 0
        while place < len(self.lines):
            place = self._structure(place) or self._body(place)

    def _article(self, place: int) -> signs.Sign | None:
        if place >= len(self.lines) or self.lines[place].is_table:
            return None
        line = self.lines[place]
        return signs.article(line.text, in_style=line.in_style, expected=self.expected)

    def _division(self, place: int) -> signs.Sign | None:
        if place >= len(self.lines) or self.lines[place].is_table:
            return None
        return signs.division(self.lines[place].text, in_style=self.lines[place].in_style)

    def _is_title(self, place: int) -> bool:
        """Tell whether a line may be somebody's heading and is nothing else."""
        if place >= len(self.lines):
            return False
        line = self.lines[place]
        if line.is_table or line.is_item or self._article(place) or self._division(place) or signs.rationale(line.text):
            return False
        return signs.is_title(line.text) or (line.in_style and not signs.begins_item(line.text))

    def _heads_stand_above(self) -> bool:
        """Most drafts write the heading of an article over it, some under it: the majority tells."""
        above = under = 0
        for place in range(len(self.lines)):
            if self._article(place):
                above += place > 0 and self._is_title(place - 1) and not signs.is_loud(self.lines[place - 1].text)
                under += self._is_title(place + 1) and self._is_text(place + 2)
        return above >= under

    def _is_text(self, place: int) -> bool:
        return place < len(self.lines) and not self._article(place) and not self._division(place) and not self._is_title(place)

    def _structure(self, place: int) -> int:
        """Take in what divides the text; return the place after it, 0 where it is none."""
        line = self.lines[place]
        if line.is_table:
            return 0
        if signs.rationale(line.text):
            return self._head(place, Kind.RATIONALE, "", line.text, takes_title=False)
        found = self._division(place)
        if found:
            return self._head(place, found.kind, found.number, found.rest, takes_title=not found.rest)
        found = self._article(place)
        if found:
            return self._article_head(place, place, found)
        if self._is_title(place):
            above = self._article(place + 1)
            if above and (self.heads_above or line.in_style) and not self._is_loud_division(place):
                return self._article_head(place, place + 1, above)
        return 0

    def _is_loud_division(self, place: int) -> bool:
        """A line in capitals over an article divides the text, unless all articles have such headings."""
        text = self.lines[place].text
        return signs.is_loud(text) and len(text) > 3

    def _head(self, place: int, kind: Kind, number: str, heading: str, *, takes_title: bool) -> int:
        text = self.lines[place].text
        self.begun = True
        if kind in {Kind.ANNEX, Kind.RATIONALE}:
            self.expected = None
        if takes_title and self._is_title(place + 1):
            place += 1
            heading = self.lines[place].text
            text = f"{text}\n{heading}"
        self._add(kind, number, signs.tight(heading), text)
        return place + 1

    def _article_head(self, first: int, place: int, found: signs.Sign) -> int:
        self.begun, self.bracketed = True, False
        heading = self.lines[first].text if first < place else ""
        text = "\n".join(line.text for line in self.lines[first : place + 1])
        rest = found.rest
        beside = rest.lstrip("–—- ")
        if signs.is_title(beside) and not heading and self._is_text(place + 1):
            heading, rest = beside, ""
        elif rest:
            text = text[: len(text) - len(rest)].rstrip()
        elif not heading and not self.heads_above and self._is_title(place + 1) and self._is_text(place + 2):
            place += 1
            heading = self.lines[place].text
            text = f"{text}\n{heading}"
        self.expected = signs.counted(found.number) + 1
        self._add(Kind.ARTICLE, found.number, heading, text)
        if rest:
            self._text(Line(rest))
        return place + 1

    def _body(self, place: int) -> int:
        line = self.lines[place]
        if line.is_table:
            self._add(Kind.TABLE, self._count(self._body_of_text(), Kind.TABLE), "", line.text)
        elif not self.begun:
            self._opening(line)
        elif self._signs_from(place):
            return self._signature(place)
        elif self._is_title(place) and not self._continues_point():
            self._heading(place)
        else:
            self._text(line)
        return place + 1

    def _opening(self, line: Line) -> None:
        """Before the first article: the title of the act, and on which ground it is passed."""
        text = signs.tight(line.text)
        is_short = len(text) <= signs.LONGEST_HEADING and not text.endswith((".", ";", ":", ","))
        is_text = signs.preamble(text) or signs.begins_item(text)
        is_heading = not is_text and (line.in_style or signs.is_loud(text) or is_short)
        self._add(Kind.HEADING if is_heading else Kind.PREAMBLE, "", text if is_heading else "", line.text)
        self.open.clear()

    def _heading(self, place: int) -> None:
        """A heading in the text: over some articles, or inside an annex."""
        text = self.lines[place].text
        numbered = signs.item(text)
        number = numbered.number if numbered else ""
        self._add(Kind.SECTION if number else Kind.HEADING, number, text, text)

    def _continues_point(self) -> bool:
        """After an intro or a point, a line without a full stop is more likely text than a heading."""
        if not self.open:
            return False
        last = self.pieces[-1]
        if last.kind in {Kind.POINT, Kind.SUBPOINT, Kind.INDENT, Kind.PARAGRAPH}:
            return not last.text.rstrip("”“\"’").endswith((".", "!", "?")) and not signs.is_loud(last.text)
        return last.kind is Kind.ARTICLE

    def _signs_from(self, place: int) -> bool:
        """Tell whether from this line on, until an annex, the reasons or the end, there are only lines of signing."""
        if not signs.signing(self.lines[place].text) or (self.pieces and self.pieces[-1].kind is Kind.ARTICLE):
            return False
        rest = self.lines[place : self._end_of_act(place)]
        return all(len(line.text) <= signs.LONGEST_SIGNATURE and not line.is_item for line in rest)

    def _end_of_act(self, place: int) -> int:
        while place < len(self.lines):
            found = self._division(place)
            if (found and found.kind is Kind.ANNEX) or signs.rationale(self.lines[place].text):
                return place
            if self._article(place):
                return place + 1
            place += 1
        return place

    def _signature(self, place: int) -> int:
        end = self._end_of_act(place)
        self._add(Kind.SIGNATURE, "", "", "\n".join(line.text for line in self.lines[place:end]))
        self.open.clear()
        return end

    def _text(self, line: Line) -> None:
        """A paragraph, a point, a letter or an indent of what is open."""
        found = signs.item(line.text)
        if found is None:
            self._paragraph(line.text)
        elif found.kind is Kind.INDENT:
            self._add(Kind.INDENT, self._count(self._holder(Kind.INDENT), Kind.INDENT), "", line.text)
        elif found.kind is Kind.SECTION:
            self._add(Kind.POINT, found.number, "", line.text)
        elif found.kind is Kind.SUBPOINT:
            self._bracket(found, line.text)
        else:
            self._add(Kind.POINT, found.number, "", line.text)

    def _bracket(self, found: signs.Sign, text: str) -> None:
        """"(1)" or "а)": a paragraph where the article counts its paragraphs so, else under an open point, else a point."""
        digits = found.number.strip("()")
        if digits.isdigit() and found.number.startswith("("):
            under = self._last(Kind.SUBPOINT)
            continues = under is not None and under.strip("()").isdigit() and int(digits) == int(under.strip("()")) + 1
            first = self.pieces[-1].kind is Kind.ARTICLE if self.pieces else False
            if not continues and (first or (self.bracketed and (digits != "1" or not self._is_open(Kind.POINT)))):
                self.bracketed = True
                self._paragraph(text, digits)
                return
        self._add(Kind.SUBPOINT if self._is_open(Kind.POINT) else Kind.POINT, found.number, "", text)

    def _paragraph(self, text: str, number: str = "") -> None:
        holder = self._body_of_text()
        counted = self._count(holder, Kind.PARAGRAPH)
        if number:
            self.counts[holder, Kind.PARAGRAPH] = int(number)
        self._add(Kind.PARAGRAPH, number or counted, "", text)

    def _is_open(self, kind: Kind) -> bool:
        return any(self.pieces[index].kind is kind for index in self.open)

    def _last(self, kind: Kind) -> str | None:
        """The number of the open piece of a kind."""
        return next((self.pieces[index].number for index in reversed(self.open) if self.pieces[index].kind is kind), None)

    def _body_of_text(self) -> int | None:
        """The article, annex or rationale that is open."""
        return next((index for index in reversed(self.open) if self.pieces[index].kind in BODIES), None)

    def _holder(self, kind: Kind) -> int | None:
        return next((index for index in reversed(self.open) if self.pieces[index].level < LEVELS[kind]), None)

    def _count(self, holder: int | None, kind: Kind) -> str:
        key = holder, kind
        self.counts[key] = self.counts.get(key, 0) + 1
        return str(self.counts[key])

    def _add(self, kind: Kind, number: str, heading: str, text: str) -> None:
        level = LEVELS[kind]
        if kind is Kind.HEADING and self._inside_body():
            level = LEVELS[Kind.PARAGRAPH] - 1
        while self.open and self.pieces[self.open[-1]].level >= level:
            self.open.pop()
        parent = self.open[-1] if self.open else None
        self.pieces.append(Piece(kind, number, heading, text, level, parent))
        if kind not in HOLDS_NOTHING:
            self.open.append(len(self.pieces) - 1)

    def _inside_body(self) -> bool:
        """Tell whether a heading stands in an annex or the reasons, where it divides paragraphs and not articles."""
        return any(self.pieces[index].kind in {Kind.ANNEX, Kind.RATIONALE} for index in self.open)
