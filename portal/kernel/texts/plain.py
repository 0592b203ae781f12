"""What citizens type: made tidy when it is stored, and split in paragraphs and links when it is shown."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from portal.kernel.texts.letters import EMAIL, WEB, tame
from portal.kernel.texts.links import safe_link

_NEWLINE: Final = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls except tab and newline
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb"  # unseen
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"  # half pairs, no characters, hidden tags
)
_DISGUISING: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\U000e0000-\U000e007f]"
)
_MANY_BLANK_LINES: Final = re.compile(r"\n{4,}")
_LINK: Final = re.compile(rf"(?P<web>{WEB})|(?P<email>{EMAIL})", re.IGNORECASE)
_TRAILING: Final = ".,;:!?…'’*_~"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


def clean_text(text: str) -> str:
    """Return typed text of several lines as it is stored.

    NFC; all line ends are line feeds; no control, bidi-override, zero-width or half characters (they hide
    words from moderators and break feeds); no blanks at line ends; three blank lines or more become one.
    Never refuses. clean_text(clean_text(x)) == clean_text(x). Cost: linear.
    """
    text = _UNWANTED.sub("", _NEWLINE.sub("\n", text))
    text = unicodedata.normalize("NFC", tame(text))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _MANY_BLANK_LINES.sub("\n\n", text).strip()


def has_unseen(text: str) -> bool:
    """Tell whether a text, before it is tidied, holds signs that nobody sees: zero width, direction, hidden tags.

    A joiner is none of them: emoji and some scripts need it. Cost: linear.
    """
    return _DISGUISING.search(text) is not None


def clean_line(text: str) -> str:
    """Return typed text as it is stored in one line: clean_text, with every white space a single blank."""
    return " ".join(clean_text(text).split())


def paragraphs(text: str) -> list[list[tuple[str, str | None]]]:
    """Split plain text for a template: paragraphs of runs (text, link or nothing).

    Blank lines part paragraphs; a single line end stays in its run. Web addresses (http, https) and
    e-mail addresses become links that links.safe_link() accepts, without the full stop or bracket that
    follows them. No markup is made here: the template escapes every run. Cost: linear.
    """
    return [[run for run in _runs("\n".join(lines)) if run[0]] for lines in _blocks(text)]


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in _NEWLINE.sub("\n", text).split("\n"):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _runs(text: str) -> Iterator[tuple[str, str | None]]:
    position = 0
    for match in _LINK.finditer(text):
        address = _without_trailing(match.group())
        link = safe_link(address if match.lastgroup == "web" else f"mailto:{address}")
        if link is None:
            continue
        yield text[position : match.start()], None
        yield address, link
        position = match.start() + len(address)
    yield text[position:], None


def _without_trailing(address: str) -> str:
    """Leave out punctuation of the sentence, and brackets that close what began outside."""
    excess = {
        closing: address.count(closing) - address.count(opening) for closing, opening in _BRACKETS.items()
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if excess.get(last, 0) > 0:
            excess[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]
