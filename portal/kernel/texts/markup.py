"""The Latin version of sanitised HTML: what people read changes, what machines read does not."""

import re
from typing import Final

from portal.kernel.texts.latin import to_latin
from portal.kernel.texts.letters import CARRIER, words

_TAG_NAME: Final = re.compile(r"</?([a-z][^\s/>]*+)", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=]++))?+")
_READ_ATTRIBUTES: Final = frozenset({"alt", "title", "aria-label", "placeholder"})
_BUTTONS: Final = frozenset({"submit", "button", "reset"})
_CODE: Final = frozenset({"code", "pre"})
_RAW: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea")
}
_VOID: Final = frozenset(words("area base br col embed hr img input link meta param source track wbr"))
_SERBIAN: Final = frozenset({"sr", "sr-cyrl", "sr-rs", "sr-cyrl-rs", ""})


def html_to_latin(html: str) -> str:
    """Write the readable parts of sanitised HTML in Latin letters.

    In: HTML from sanitize() or from our own templates. Out: the same markup; changed are text nodes, alt,
    title, aria-label and placeholder, and the value of buttons. Left alone: code, pre, textarea, script,
    style, an option without a value (its text is what gets sent), elements in another language or script,
    translate="no", and everything inside them. An unclosed tag or comment leaves the rest untouched, as a
    browser shows none of it. Cost: linear on any input; Python's own html.parser took 20 seconds on 18 kB
    (serbian.md 2.1, point 4).
    """
    if html.isascii():
        return html
    return _Page(html).in_latin()


class _Page:
    """One walk over one text: pieces in order, and the places among them that people read."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.pieces: list[str] = []
        self.read: list[int] = []
        self.skipped = ""
        self.depth = 0

    def in_latin(self) -> str:
        position = 0
        while position < len(self.html):
            opening = self.html.find("<", position)
            if opening < 0:
                opening = len(self.html)
            self._text(self.html[position:opening])
            position = self._after_markup(opening) if opening < len(self.html) else opening
        self._convert()
        return "".join(self.pieces)

    def _convert(self) -> None:
        """Convert all text nodes at once, so that a capital inside <b> still sees its neighbours outside."""
        if not self.read:
            return
        if CARRIER in self.html:
            for index in self.read:
                self.pieces[index] = to_latin(self.pieces[index])
            return
        joined = to_latin(CARRIER.join(self.pieces[index] for index in self.read))
        for index, piece in zip(self.read, joined.split(CARRIER), strict=True):
            self.pieces[index] = piece

    def _text(self, text: str) -> None:
        if text and not self.skipped:
            self.read.append(len(self.pieces))
        self.pieces.append(text)

    def _keep_until(self, start: int, end: int) -> int:
        """Take the markup as it is; a negative end means that it never closes, so all the rest is taken."""
        end = end if end >= 0 else len(self.html)
        self.pieces.append(self.html[start:end])
        return end

    def _after_markup(self, start: int) -> int:
        html = self.html
        if html.startswith("<!--", start):
            closing = html.find("-->", start + 2)
            return self._keep_until(start, closing + 3 if closing >= 0 else -1)
        name = _TAG_NAME.match(html, start)
        if name:
            tag = _TAG.match(html, start)
            if not tag:
                return self._keep_until(start, -1)
            return self._after_tag(tag.group(), name.group(1).lower(), tag.end())
        if html.startswith(("<!", "<?", "</"), start):
            closing = html.find(">", start)
            return self._keep_until(start, closing + 1 if closing >= 0 else -1)
        self._text("<")
        return start + 1

    def _after_tag(self, tag: str, name: str, end: int) -> int:
        if tag.startswith("</"):
            self.pieces.append(tag)
            self._leave(name)
            return end
        attributes = _attributes(tag)
        if self.skipped or _is_foreign(attributes):
            self.pieces.append(tag)
            self._enter(name)
        else:
            self.pieces.append(_tag_in_latin(tag, name, attributes))
            if name in _CODE or (name == "option" and "value" not in attributes):
                self._enter(name)
        if name in _RAW:
            closing = _RAW[name].search(self.html, end)
            return self._keep_until(end, closing.start() if closing else -1)
        return end

    def _enter(self, name: str) -> None:
        """Count elements of the name that began the skipping: it ends where the count is zero again."""
        if name in _VOID:
            return
        if not self.skipped:
            self.skipped = name
        if name == self.skipped:
            self.depth += 1

    def _leave(self, name: str) -> None:
        if name == self.skipped:
            self.depth -= 1
            if not self.depth:
                self.skipped = ""


def _attributes(tag: str) -> dict[str, str]:
    body = _TAG_NAME.sub("", tag, count=1)
    found = ((match.group(1).lower(), match.group(2) or "") for match in _ATTRIBUTE.finditer(body))
    return {name: value.strip("\"'").strip().lower() for name, value in found}


def _is_foreign(attributes: dict[str, str]) -> bool:
    return attributes.get("lang", "sr") not in _SERBIAN or attributes.get("translate") == "no"


def _tag_in_latin(tag: str, name: str, attributes: dict[str, str]) -> str:
    if tag.isascii():
        return tag
    wanted = _READ_ATTRIBUTES
    if name == "input" and attributes.get("type") in _BUTTONS:
        wanted = wanted | {"value"}

    def convert(match: re.Match[str]) -> str:
        if match.group(1).lower() not in wanted or not match.group(2):
            return match.group()
        head = match.start(2) - match.start()
        return match.group()[:head] + to_latin(match.group(2))

    return _ATTRIBUTE.sub(convert, tag)
