"""Which script a text is in, and which words hide letters of the other one."""

import re
from typing import Final, Literal

from portal.kernel.texts.letters import PROTECTED, may_hold_protected

Script = Literal["sr-Cyrl", "sr-Latn"]

_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_WORD: Final = re.compile(
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u0400-\u052f\u00ad\u200b-\u200d]++"
)


def script_of(text: str) -> Script:
    """Return the lang tag of a text by counting letters outside addresses; without any letter, Cyrillic.

    Cost: linear.
    """
    if may_hold_protected(text):
        text = PROTECTED.sub(" ", text)
    return "sr-Latn" if len(_LATIN.findall(text)) > len(_CYRILLIC.findall(text)) else "sr-Cyrl"


def mixed_words(text: str) -> list[str]:
    """Return the words that mix Cyrillic and Latin letters, each once, in their order.

    Moderators want to see them: a Latin a in a Cyrillic insult hides it from a list of words, and honest
    texts have them by accident of the keyboard. Parts between hyphens, digits, dots are words of their own
    (ИТ-sektor, 5км are not mixed). Cost: linear.
    """
    words = (match.group() for match in _WORD.finditer(text))
    return list(dict.fromkeys(word for word in words if _CYRILLIC.search(word) and _LATIN.search(word)))
