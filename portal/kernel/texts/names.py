"""Names of people, shortened for those who do not want to stand there in full."""

import re
import unicodedata
from typing import Final

from portal.kernel.texts.letters import UNICODE_VARIANTS, tame

_FIRST_LETTER: Final = re.compile(r"(?:lj|nj|dž|[^\W\d_])", re.IGNORECASE)


def initials(full_name: str) -> str:
    """Return "М. П." for "Марија Петровић" and "Lj. Dž." for "Ljiljana Džajić", as written.

    Latin lj, nj, dž are one letter. Words without a letter are left out. Cost: linear.
    """
    name = unicodedata.normalize("NFC", tame(full_name)).translate(UNICODE_VARIANTS)
    letters = (_FIRST_LETTER.search(word) for word in name.split())
    return " ".join(f"{letter.group().title()}." for letter in letters if letter)
