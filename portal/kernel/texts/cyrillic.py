"""Latin Serbian offered in Cyrillic: an aid for editors, who look at the result before they keep it.

The other direction is exact; this one guesses (brands, Roman numerals, missing diacritics), so it is never
applied to a citizen's text by itself. Source of the rules and of the expected share: serbian.md 2.2.
"""

import re
import unicodedata
from typing import Final

from portal.kernel.texts.latin import around_protected
from portal.kernel.texts.letters import LATIN_TO_LOWER, UNICODE_VARIANTS, join_digraphs, tame, words

_TO_CYRILLIC: Final = str.maketrans(
    LATIN_TO_LOWER | {latin.upper(): cyrillic.upper() for latin, cyrillic in LATIN_TO_LOWER.items()}
)
_KEEP: Final = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});"
    r"|%(?:\.\d)?[sdifr](?![^\W\d_])"
    r"|(?<![\w.-])[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){0,4}?\."
    r"(?:rs|com|org|net|gov|eu|info|pdf|docx?|xlsx?|odt|zip|jpe?g|png|html?|csv|txt)(?!\w)"
    r"|\bwi-?fi\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_ROMAN: Final = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_FOREIGN_LETTER: Final = re.compile("[qwxy]", re.IGNORECASE)
_FOREIGN_NAME: Final = re.compile(
    "apple|chrome|cloud|facebook|gmail|google|iphone|linkedin|mail|messenger|microsoft|office|outlook|tiktok|viber",
    re.IGNORECASE,
)
_UNITS: Final = frozenset(
    words(
        "mm cm dm m km mg g dag kg t ml dl l hl h ha min s V kV A MW Wh kWh MWh Hz MHz GHz B kB MB GB TB Pa"
    )
)
_BEFORE_UNIT: Final = re.compile(r"[0-9][ \u00a0]?")

# Words in which a typed dj is surely đ; elsewhere it may be two letters (podjednako, odjek, nadjačati).
_DJ_STEMS: Final = re.compile(
    r"(?:djordj|djurdj|djur|djok|djin|djak|djubr|djumbir|djavo|gradj|izgradj|medj|izmedj|takodj|dogadj|rodj"
    r"|porodj|svidj|osvedj|uredj|sledj|utvrdj|potvrdj|odredj|naredj|predvidj)",
    re.IGNORECASE,
)
_DJ: Final = re.compile("dj", re.IGNORECASE)

# Towns of Serbia whose names, typed without diacritics, are no other word.
_BARE_TOWNS: Final = {
    town.translate(str.maketrans("čćšž", "ccsz")).replace("đ", "dj"): town
    for town in words(
        "aranđelovac bačka bečej ćićevac čačak čajetina čoka ćuprija inđija kanjiža knjaževac kruševac "
        "kučevo kuršumlija lučani medveđa niš odžaci pančevo paraćin pećinci požarevac požega preševo raška "
        "ražanj šabac užice vršac zaječar žabalj žabari žagubica žitište žitorađa"
    )
}


def to_cyrillic(text: str) -> str:
    """Write Latin Serbian in Cyrillic letters, as a draft for an editor's eye.

    In: plain text. Out: the same with Serbian words in Cyrillic; addresses, placeholders, tags, Roman
    numerals, units after numbers, well-known foreign names and words with q w x y stay. Digraphs that are
    none (in|jekcija) are known by a list. What no rule can know (odd names, missing diacritics) stays
    wrong: show it first. Cost: linear.
    """
    return around_protected(text, _around_kept)


def _around_kept(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in _KEEP.finditer(text):
        pieces += (_words_to_cyrillic(text[position : match.start()]), match.group())
        position = match.end()
    pieces.append(_words_to_cyrillic(text[position:]))
    return "".join(pieces)


def _words_to_cyrillic(text: str) -> str:
    text = unicodedata.normalize("NFC", tame(text)).translate(UNICODE_VARIANTS)
    return _WORD.sub(_word_to_cyrillic, text)


def _word_to_cyrillic(match: re.Match[str]) -> str:
    word = match.group()
    if _is_left_alone(word, match.string, match.start(), match.end()):
        return word
    word = _with_diacritics(word)
    word = join_digraphs(word)
    return word.translate(_TO_CYRILLIC)


def _is_left_alone(word: str, text: str, start: int, end: int) -> bool:
    if _FOREIGN_LETTER.search(word) or _FOREIGN_NAME.match(word):
        return True
    if word in _UNITS and _BEFORE_UNIT.fullmatch(text[max(0, start - 2) : start].lstrip(",.-")):
        return not (word in "gs" and text[end : end + 1] == ".")
    return bool(_ROMAN.fullmatch(word)) and _is_number(word, text, start, end)


def _is_number(word: str, text: str, start: int, end: int) -> bool:
    """Tell IV and XXI from the words they may also be: I (and) and VI (you), by their neighbours."""
    before, after = text[max(0, start - 4) : start].rstrip(" "), text[end : end + 4].lstrip(" ")
    if word == "I":
        ends_list_number = text[end : end + 1] in (".", ")") and not before[-1:].isalpha()
        return before[-1:].islower() or ends_list_number
    if word == "VI":
        return not any(side.isupper() and side.isalpha() for side in (before[-2:], after[:2]))
    return True


def _with_diacritics(word: str) -> str:
    town = _BARE_TOWNS.get(word.lower()) if word.istitle() else None
    if town:
        return town.title()
    if not _DJ_STEMS.match(word):
        return word
    return _DJ.sub(lambda pair: "Đ" if pair.group()[0].isupper() else "đ", word)
