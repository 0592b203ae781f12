"""Editors' rich text made safe: the only place that knows bleach, and a second check that does not trust it.

bleach is no longer maintained (interface.md 4.1); its prepared successor nh3 gives the same verdict on
tests/kernel/texts/sanitize_corpus.py. To switch, change parse_with_bleach() and one line of
pyproject.toml.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

from portal.kernel.texts.letters import words
from portal.kernel.texts.links import leads_outside, safe_image, safe_link

ALLOWED: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(words("p br h2 h3 h4 ul ol li strong em blockquote"), frozenset()),
    **dict.fromkeys(words("table thead tbody tr figure figcaption"), frozenset()),
    **dict.fromkeys(("th", "td"), frozenset({"colspan", "rowspan", "scope"})),
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt"}),
}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_VOID: Final = frozenset({"br", "img"})
_LONGEST: Final = 1_000_000
_DEEPEST: Final = 100

_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_HIDDEN_START: Final = re.compile(r"<!--|<(script|style)(?=[\s/>])", re.IGNORECASE)
_HIDDEN_END: Final = {
    "": re.compile(r"--!?(?=>)"),
    "script": re.compile(r"</script(?=[\s/>])", re.IGNORECASE),
    "style": re.compile(r"</style(?=[\s/>])", re.IGNORECASE),
}
_ANY_TAG: Final = re.compile(r"<(/?)([a-z][^\s/<>]*+)[^<>]*+>?", re.IGNORECASE)
_CLOSE_THEMSELVES: Final = frozenset(
    words("p li td th tr thead tbody br img hr input meta link wbr col source option")
)

_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]{0,15}+)((?:\s++[a-z-]++=(?:\"[^\"<]*+\"|'[^'<]*+'))*+)\s*+/?>")
_ATTRIBUTE: Final = re.compile(r"([a-z-]++)=(?:\"([^\"<]*+)\"|'([^'<]*+)')")
_SPAN: Final = re.compile(r"[1-9][0-9]{0,2}")
_SCOPES: Final = frozenset({"col", "row", "colgroup", "rowgroup"})


def parse_with_bleach(html: str) -> str:
    """Let bleach parse, balance and filter; imported at the first text, since readers never need it."""
    import bleach

    return bleach.clean(
        html,
        tags=ALLOWED.keys(),
        attributes={tag: sorted(names) for tag, names in ALLOWED.items()},
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    )


def sanitize(html: str, *, parse: Callable[[str], str] = parse_with_bleach) -> str:
    """Return what of an editor's HTML may stand on a public page.

    In: anything; `parse` is the library that does the first half, exchangeable. Out: balanced HTML of the
    small list in ALLOWED; links that our own check accepts, with rel="nofollow noopener" when they name a
    host; pictures of this site only; no comments, and neither the tags nor the text of script and style.
    Text nested deeper than a hundred elements comes back without its markup (the parser is quadratic in
    depth), text longer than a million characters is cut there. Cost: parsing, some seconds for a megabyte;
    so sanitise when storing, not when showing. Sources: security.md 3.2 and 3.3, interface.md 4.1.
    """
    html = _without_hidden(_UNWANTED.sub("", html[:_LONGEST]))
    if _is_too_deep(html):
        html = _ANY_TAG.sub(" ", html)
    return recheck(parse(html))


def recheck(html: str) -> str:
    """Write the HTML again from our own list: the second wall, whoever built the first.

    In: the output of a sanitizer. Out: only tags of ALLOWED with values we decoded, judged and escaped
    ourselves, balanced; all else is text or gone. Cost: linear.
    """
    writer = _Writer()
    position = 0
    for match in _TAG.finditer(html):
        writer.text(html[position : match.start()])
        closing, name, attributes = match.groups()
        if name in ALLOWED:
            if closing:
                writer.close(name)
            else:
                writer.open(name, _attributes(name, attributes))
        position = match.end()
    writer.text(html[position:])
    return writer.finished()


class _Writer:
    """Writes tags so that each one opened is closed once, in order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._opened: list[str] = []

    def text(self, text: str) -> None:
        self._pieces.append(escape(_decoded(text), quote=False))

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if (name == "a" and "href" not in attributes) or (name == "img" and "src" not in attributes):
            return
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        self._pieces.append(f"<{name}{written}>")
        if name not in _VOID:
            self._opened.append(name)

    def close(self, name: str) -> None:
        """Close everything inside it as well; ignore an end without a beginning."""
        if name not in self._opened:
            return
        while self._opened:
            last = self._opened.pop()
            self._pieces.append(f"</{last}>")
            if last == name:
                return

    def finished(self) -> str:
        self._pieces += [f"</{name}>" for name in reversed(self._opened)]
        return "".join(self._pieces)


def _attributes(name: str, written: str) -> dict[str, str]:
    found = {
        match.group(1): _decoded(match.group(2) or match.group(3) or "")
        for match in _ATTRIBUTE.finditer(written)
    }
    kept = {
        key: safe
        for key, value in found.items()
        if key in ALLOWED[name] and (safe := _safe(key, value)) is not None
    }
    if leads_outside(kept.get("href", "")):
        kept["rel"] = "nofollow noopener"
    return kept


def _safe(attribute: str, value: str) -> str | None:
    """Return the value as it may stand, or nothing; links are judged decoded once and twice."""
    match attribute:
        case "href":
            return safe_link(value) if safe_link(unescape(value)) else None
        case "src":
            return safe_image(value) if safe_image(unescape(value)) else None
        case "colspan" | "rowspan":
            return value if _SPAN.fullmatch(value) else None
        case "scope":
            return value.lower() if value.lower() in _SCOPES else None
        case _:
            return value


def _decoded(text: str) -> str:
    return _UNWANTED.sub("", unescape(text))


def _without_hidden(html: str) -> str:
    """Remove comments, scripts and styles with their text; one that never ends takes the rest with it."""
    pieces: list[str] = []
    position = 0
    while start := _HIDDEN_START.search(html, position):
        pieces.append(html[position : start.start()])
        kind = (start.group(1) or "").lower()
        end = _HIDDEN_END[kind].search(html, start.start() + 2)
        closing = html.find(">", end.end()) if end else -1
        if closing < 0:
            return "".join(pieces)
        position = closing + 1
    pieces.append(html[position:])
    return "".join(pieces)


def _is_too_deep(html: str) -> bool:
    opened: dict[str, int] = {}
    depth = 0
    for match in _ANY_TAG.finditer(html):
        name = match.group(2).lower()
        if name in _CLOSE_THEMSELVES:
            continue
        if not match.group(1):
            opened[name] = opened.get(name, 0) + 1
            depth += 1
        elif opened.get(name):
            opened[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False
