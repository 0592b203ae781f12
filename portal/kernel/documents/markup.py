"""XML of strangers read defused: no DTD, no entities, no endless nesting, one block at a time."""

from collections.abc import Callable, Collection
from typing import Final, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from portal.kernel.documents.refusals import DamagedFile, PackedToDeceive, UnsafeMarkup

DEEPEST: Final = 150
MOST_ELEMENTS: Final = 1_000_000
MOST_AT_ONCE: Final = 200_000
"""So many elements one paragraph or table may have: they are in memory together."""


class _Unsafe(Exception):
    """Something no writing program writes."""


class _TooMuch(Exception):
    """More than a text has."""


class _Reader:
    """Builds every element that stands directly in the containers, hands it over, and forgets it."""

    def __init__(self, each: Callable[[Element], None], containers: Collection[str]) -> None:
        self.each = each
        self.containers = containers
        self.depth = 0
        self.elements = 0
        self.before = 0
        self.began = 0
        self.builder: TreeBuilder | None = None
        self.names: dict[str, str] = {}

    def named(self, name: str) -> str:
        """Return a name as ElementTree writes it; the parser leaves out the first brace."""
        known = self.names.get(name)
        if known is None:
            known = self.names[name] = f"{{{name}" if "}" in name else name
        return known

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = self.named(tag)
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST:
            raise _Unsafe
        if self.elements > MOST_ELEMENTS or self.elements - self.before > MOST_AT_ONCE:
            raise _TooMuch
        if self.builder is None:
            if tag in self.containers:
                return
            self.builder, self.began = TreeBuilder(), self.depth
        self.builder.start(tag, {self.named(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        if self.builder is not None:
            self.builder.end(self.named(tag))
            if self.depth == self.began:
                done, self.builder = self.builder.close(), None
                self.before = self.elements
                self.each(done)
        self.depth -= 1

    def data(self, text: str) -> None:
        if self.builder is not None:
            self.builder.data(text)


def _refuse(*_: object) -> NoReturn:
    raise _Unsafe


def read_each(content: bytes, each: Callable[[Element], None], containers: Collection[str], name: str) -> None:
    """Call `each` with every element that stands directly in `containers`, names written "{address}local".

    Elements are built one after another, so memory is that of the largest. Raises `UnsafeMarkup`,
    `PackedToDeceive`, `DamagedFile`.
    """
    reader = _Reader(each, containers)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(content, True)
    except _Unsafe:
        raise UnsafeMarkup(name=name) from None
    except _TooMuch:
        raise PackedToDeceive(name=name) from None
    except (expat.ExpatError, ValueError, LookupError):
        raise DamagedFile(name=name) from None


def parse(content: bytes, name: str) -> Element:
    """Return a small part as a tree; an empty one where there is nothing."""
    found: list[Element] = []
    if content:
        read_each(content, found.append, (), name)
    return found[0] if found else Element("nothing")
