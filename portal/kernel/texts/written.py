"""What an editor writes in a plain field, as HTML: paragraphs, headings, lists, links, and simple HTML where it was pasted.

The signs are the few that people use in letters anyway. A text that brings HTML of its own is taken as HTML.
"""

import re
from html import escape, unescape
from typing import Final

from portal.kernel.texts.letters import EMAIL, WEB
from portal.kernel.texts.links import safe_link
from portal.kernel.texts.plain import clean_text
from portal.kernel.texts.sanitize import sanitize

_PARTS: Final = re.compile(r"<(?:p|h[1-6]|ul|ol|li|table|figure|blockquote|div)(?=[\s/>])", re.IGNORECASE)
_MARKS: Final = re.compile(r"<(?:br|strong|em|b|i|a)(?=[\s/>])", re.IGNORECASE)
_SAME: Final = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "div": "p", "section": "p", "article": "p"}
_RENAMED: Final = re.compile(rf"(</?)({'|'.join(_SAME)})(?=[\s/>])", re.IGNORECASE)
_HEADING: Final = re.compile(r"<(/?)h([2-4])>")
_EMPTY: Final = re.compile(r"<p>(?:\s|&nbsp;|\u00a0|<br>)*</p>")
_OUTSIDE: Final = re.compile(r"</(?:p|h[2-4]|ul|ol|table|figure|blockquote)>")
_TAG: Final = re.compile(r"<[^<>]*+>")
_POINT: Final = re.compile(r"\s*[-*•]\s+(?=\S)")
_NUMBER: Final = re.compile(r"\s*([1-9][0-9]?)[.)]\s+(?=\S)")
_TITLE: Final = re.compile(r"(#{1,3})\s+(\S.*)")
_QUOTE: Final = re.compile(r">\s?")
_RUN: Final = re.compile(
    rf"\[(?P<words>[^\[\]\n]{{1,300}})\]\((?P<to>[^\s()<>]{{1,2000}})\)|\*\*(?P<strong>[^*\n]{{1,1000}})\*\*"
    rf"|(?P<web>{WEB})|(?P<email>{EMAIL})",
    re.IGNORECASE,
)
_AFTER: Final = ".,;:!?…'’*_~)]"


def rich_text(written: str) -> str:
    """Return what an editor wrote as sanitised HTML whose headings begin with the second rank and skip none.

    An empty line ends a paragraph, a single line end stays one. `# ` begins a heading and `## ` a smaller one; lines
    with `- ` are points; two or more lines numbered from one are a numbered list, so that "23. новембра" never is;
    `> ` quotes; `**words**` are strong; `[words](address)` and bare addresses are links. Cost: that of `sanitize`.
    """
    text = clean_text(written)
    if _PARTS.search(text) or _MARKS.search(text):
        html = _RENAMED.sub(lambda tag: tag[1] + _SAME[tag[2].lower()], text)
        html = html if _PARTS.search(html) else _in_paragraphs(html)
    else:
        html = "".join(_block(block.split("\n")) for block in _blocks(text))
    return _ranked(_EMPTY.sub("", sanitize(html)))


def plain_words(html: str) -> str:
    """Return the words of sanitised HTML as plain text with blank lines between its parts: for search and excerpts."""
    parts = _OUTSIDE.sub("\n\n", html.replace("<br>", "\n").replace("</li><li>", "\n"))
    return clean_text(unescape(_TAG.sub("", parts)))


def _blocks(text: str) -> list[str]:
    return [block for block in re.split(r"\n\s*\n", text) if block.strip()]


def _in_paragraphs(html: str) -> str:
    """Return HTML that marks words only with the paragraphs that its empty lines make."""
    return "".join(f"<p>{block.strip()}</p>".replace("\n", "<br>") for block in _blocks(html))


def _block(lines: list[str]) -> str:
    """Return one block: runs of points, numbers and quotes become what they look like, the rest is a paragraph."""
    pieces, plain, place = list[str](), list[str](), 0
    while place < len(lines):
        kind, size = _first(lines, place)
        if kind:
            pieces += [_paragraph(plain), _made(kind, lines[place : place + size])]
            plain = []
        else:
            plain.append(lines[place])
        place += size
    return "".join([*pieces, _paragraph(plain)])


def _first(lines: list[str], place: int) -> tuple[str, int]:
    """Return what the line at a place begins, and how many lines belong to it."""
    if _TITLE.fullmatch(lines[place].strip()):
        return "heading", 1
    for kind, sign in (("ul", _POINT), ("quote", _QUOTE)):
        if sign.match(lines[place]):
            return kind, next((n for n in range(1, len(lines) - place) if not sign.match(lines[place + n])), len(lines) - place)
    size = 0
    while place + size < len(lines) and (found := _NUMBER.match(lines[place + size])) and int(found[1]) == size + 1:
        size += 1
    return ("ol", size) if size > 1 else ("", 1)


def _made(kind: str, lines: list[str]) -> str:
    if kind == "heading":
        found = _TITLE.fullmatch(lines[0].strip())
        assert found is not None
        rank = len(found[1]) + 1
        return f"<h{rank}>{_runs(found[2])}</h{rank}>"
    if kind == "quote":
        return f"<blockquote>{_paragraph([_QUOTE.sub('', line, count=1) for line in lines])}</blockquote>"
    sign = _POINT if kind == "ul" else _NUMBER
    return f"<{kind}>" + "".join(f"<li>{_runs(sign.sub('', line, count=1))}</li>" for line in lines) + f"</{kind}>"


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(_runs(line) for line in lines)}</p>" if lines else ""


def _runs(text: str) -> str:
    pieces, position = list[str](), 0
    for found in _RUN.finditer(text):
        pieces.append(escape(text[position : found.start()], quote=False))
        piece, position = _run(found)
        pieces.append(piece)
    return "".join(pieces) + escape(text[position:], quote=False)


def _run(found: re.Match[str]) -> tuple[str, int]:
    """Return a run as HTML and where the text goes on: an address ends before the full stop of its sentence."""
    if found["strong"]:
        return f"<strong>{escape(found['strong'], quote=False)}</strong>", found.end()
    if found["words"]:
        return _link(found["words"], _whole(found["to"])) or escape(found.group(), quote=False), found.end()
    bare = found.group().rstrip(_AFTER)
    made = _link(bare, f"mailto:{bare}" if found["email"] else bare)
    return made or escape(bare, quote=False), found.start() + len(bare)


def _whole(address: str) -> str:
    """Return an address as a link needs it: people write www.primer.rs and ime@primer.rs."""
    if address.lower().startswith("www."):
        return f"https://{address}"
    return f"mailto:{address}" if re.fullmatch(EMAIL, address, re.IGNORECASE) else address


def _link(words: str, address: str) -> str:
    href = safe_link(address)
    return f'<a href="{escape(href)}">{escape(words, quote=False)}</a>' if href else ""


def _ranked(html: str) -> str:
    """Let the first heading be of the second rank, and none skip one: pasted texts begin anywhere."""
    ranks, last = dict[int, int](), 1

    def change(tag: re.Match[str]) -> str:
        nonlocal last
        written = int(tag[2])
        if not tag[1]:
            ranks[written] = last = min(written, last + 1)
        return f"<{tag[1]}h{ranks.get(written, written)}>"

    return _HEADING.sub(change, html)
