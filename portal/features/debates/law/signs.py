"""By what signs a line of a legal text is known, in Cyrillic, Latin and English headings."""

import re
from dataclasses import dataclass
from typing import Final

from portal.features.debates.law.pieces import Kind

ROMAN: Final = "[IVXLCDMІХМС]+"
_ALL_ROMAN: Final = re.compile(ROMAN)
_AS_ROMAN: Final = str.maketrans("ІХМС", "IXMC")
_ORDINALS: Final = (
    "прв[иа]|друг[иа]|трећ[иа]|четврт[иа]|пет[иа]|шест[иа]|седм[иа]|осм[иа]|девет[иа]|десет[иа]|једанаест[иа]|дванаест[иа]|"
    "prv[ia]|drug[ia]|treć[ia]|četvrt[ia]|pet[ia]|šest[ia]|sedm[ia]|osm[ia]|devet[ia]|deset[ia]|jedanaest[ia]|dvanaest[ia]|"
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
)
_NUMBER: Final = rf"(?P<number>{ROMAN}|\d{{1,4}}[a-zа-шђјљњћџ]?|{_ORDINALS})"
_WORDS: Final = {
    Kind.PART: "део|deo|part",
    Kind.CHAPTER: "глава|glava|поглавље|poglavlje|chapter|title",
    Kind.SECTION: "одељак|odeljak|section",
    Kind.ANNEX: "прилог|prilog|анекс|aneks|annex|appendix|schedule",
}
_END: Final = r"(?:[.:)]|(?=\s|[-–—]|$))\s*[-–—:.]?\s*(?P<rest>.*)"
_DIVISIONS: Final = {
    kind: (
        re.compile(rf"(?:{words})(?:\s+(?:бр(?:ој)?\.?|br(?:oj)?\.?|no\.?))?\s+{_NUMBER}{_END}$", re.IGNORECASE),
        re.compile(rf"(?P<number>{_ORDINALS})\s+(?:{words}){_END}$", re.IGNORECASE),
        re.compile(rf"(?:{words})(?P<number>){_END}$", re.IGNORECASE),
    )
    for kind, words in _WORDS.items()
}
_BARE_ROMAN: Final = re.compile(rf"(?P<number>{ROMAN})(?P<dot>[.)]?)\s*[-–—]?\s+(?P<rest>\S.*)$")
_ARTICLE: Final = re.compile(
    r"(?:ч\s?л\s?а\s?н|č\s?l\s?a\s?n|clan|article|чл\.?|čl\.?|art\.?)\s*(?:бр\.?|br\.?|no\.?)?\s*"
    r"(?P<number>\d{1,4}(?:[a-zа-шђјљњћџ](?!\w)|\s[a-zа-шђјљњћџ](?=[.)]|$))?)\s*[.:)]?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_REFERENCE: Final = re.compile(
    r"(?:ов[еаио]\w*|т[еаио]\b|ист\w+|став\w*|ст\.|тач\w*|[идоус]\s|до\s|или\s|се\s|[Зз]акона|[Оо]длуке|[Сс]татута|[Пп]равилника|"
    r"ov[eaio]\w*|t[eaio]\b|ist\w+|stav\w*|st\.|tač\w*|[iou]\s|do\s|ili\s|se\s|[Zz]akona|[Oo]dluke|[Ss]tatuta|[Pp]ravilnika|"
    r"of\b|paragraph|para\.|to\b|and\b|or\b|shall\b|point)"
)
"""What follows the number where a sentence speaks of an article."""
_LIST_OF_ARTICLES: Final = re.compile(r"\s*(?:,|-|–|—|/|\d|\()")
_POINT: Final = re.compile(r"(?P<number>\d{1,3}[a-zа-шђјљњћџ]?\))\s*(?=\D|$)")
_BRACKETED: Final = re.compile(r"(?P<number>\(\d{1,3}[a-zа-шђјљњћџ]?\))\s*")
_DOTTED: Final = re.compile(r"(?P<number>\d{1,3}[a-zа-шђјљњћџ]?\.)(?:\s+|$)(?!\d)")
_LETTERED: Final = re.compile(r"(?P<number>\(?[a-zа-шђјљњћџ]{1,2}\))\s*", re.IGNORECASE)
_INDENT: Final = re.compile(r"(?P<number>[-–—•·])\s*(?=\S)")
_SPACED: Final = re.compile(r"(?<=\b\w)\s(?=\w\b)")
_RATIONALE: Final = re.compile(
    r"(?:образложење|obrazloženje|rationale|explanatory (?:note|memorandum)|statement of reasons)\b[\s.:]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_SIGNING: Final = re.compile(
    r"(?:(?:број|broj|no\.?|number|бр\.|br\.)\s*[:.]?\s*[\d_.…/IVX-]|(?:датум|datum|date)\s*:|(?:у|u|in)\s+[\w.]+(?:\s\w+)?,\s|"
    r"скупштина\s|skupština\s|општинско\s+веће|opštinsko\s+veće|председни|predsedni|заменик|zamenik|начелни|načelni|"
    r"обрађивач|obrađivač|предлагач|predlagač|municipal assembly|the (?:president|chair|mayor)|president\b|chairperson|"
    r"_{3,}|м\.\s?п\.|m\.\s?p\.)",
    re.IGNORECASE,
)
_GROUND: Final = re.compile(
    r"(?:на основу|na osnovu|полазећи|polazeći|у складу|u skladu|pursuant|on the basis|in accordance|having regard)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.;:,!?…]\s*[”“\"’]?$")
LONGEST_HEADING: Final = 160
LONGEST_SIGNATURE: Final = 160


@dataclass(frozen=True)
class Sign:
    """What a line begins: its kind, its number, and what follows in the same line."""

    kind: Kind
    number: str
    rest: str = ""


def tight(line: str) -> str:
    """Return a line without the blanks between s p a c e d letters."""
    if len(line) > LONGEST_HEADING:
        return line
    closed = _SPACED.sub("", line)
    return closed if len(closed) < len(line) * 0.7 else line


def is_loud(line: str) -> bool:
    """Tell whether a line is in capitals."""
    letters = [sign for sign in line if sign.isalpha()]
    return bool(letters) and sum(sign.isupper() for sign in letters) > 0.8 * len(letters)


def is_title(line: str) -> bool:
    """Tell whether a line may be a heading: short, no sentence, begun by a capital letter."""
    if not line or len(line) > LONGEST_HEADING or _SENTENCE.search(line):
        return False
    first = next((sign for sign in line if sign.isalpha()), "")
    return bool(first) and first.isupper() and not begins_item(line)


def begins_item(line: str) -> bool:
    """Tell whether a line is a point, a letter or an indent."""
    return any(pattern.match(line) for pattern in (_POINT, _BRACKETED, _DOTTED, _LETTERED, _INDENT))


def division(line: str, *, in_style: bool) -> Sign | None:
    """Recognise a part, a chapter, a section or an annex. `in_style`: the document itself calls the line a heading."""
    if len(line) > 2 * LONGEST_HEADING:
        return None
    closed = tight(line)
    for kind, patterns in _DIVISIONS.items():
        for pattern in patterns:
            match = pattern.match(closed)
            if match and _heads(match["rest"], in_style=in_style, bare=not match["number"]):
                return Sign(kind, _in_latin(match["number"]), match["rest"])
    match = _BARE_ROMAN.match(closed)
    if match and (in_style or is_loud(match["rest"]) or (match["dot"] == "." and is_title(match["rest"]))):
        if not _SENTENCE.search(match["rest"]):
            return Sign(Kind.CHAPTER, _in_latin(match["number"]), match["rest"])
    return None


def _in_latin(number: str) -> str:
    """Write a Roman number in the letters the Romans had: Cyrillic Х, М, С and І are typed as well."""
    return number.translate(_AS_ROMAN) if _ALL_ROMAN.fullmatch(number) else number


def _heads(rest: str, *, in_style: bool, bare: bool) -> bool:
    """Tell whether what follows the number is a heading and no sentence ("Прилог 1 чини саставни део ове одлуке.")."""
    if not rest:
        return True
    if bare and not in_style:
        return False
    return is_title(rest) and (in_style or not _REFERENCE.match(rest))


def article(line: str, *, in_style: bool, expected: int | None) -> Sign | None:
    """Recognise the head of an article; `expected` is the number that would come next.

    "Члан 7. ове одлуке примењује се…" is a reference and no head.
    """
    match = _ARTICLE.match(line)
    if match is None:
        return None
    number, rest = match["number"].replace(" ", ""), match["rest"].strip()
    if not rest or (in_style and not _LIST_OF_ARTICLES.match(match["rest"])):
        return Sign(Kind.ARTICLE, number, rest)
    if _LIST_OF_ARTICLES.match(match["rest"]) and not rest.startswith(("(", "–", "—")):
        return None
    inner = rest.lstrip("–—- ")
    if _REFERENCE.match(inner) or not (inner[:1].isupper() or inner[:1] in "(1„“\""):
        return None
    plain = counted(number)
    return Sign(Kind.ARTICLE, number, rest) if expected is None or expected - 1 <= plain <= expected + 3 else None


def counted(number: str) -> int:
    """Return with which digits a number begins: '12а' counts as 12, what has none as nought."""
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else 0


def item(line: str) -> Sign | None:
    """Recognise a point "1)" or "1.", a bracketed number "(1)", a letter "а)" or an indent "–"; the kinds are guesses."""
    for pattern, kind in (
        (_POINT, Kind.POINT),
        (_BRACKETED, Kind.SUBPOINT),
        (_DOTTED, Kind.SECTION),
        (_LETTERED, Kind.SUBPOINT),
        (_INDENT, Kind.INDENT),
    ):
        match = pattern.match(line)
        if match:
            return Sign(kind, match["number"], line[match.end() :])
    return None


def preamble(line: str) -> bool:
    """Recognise the words on which ground an act is passed."""
    return _GROUND.match(line) is not None


def rationale(line: str) -> bool:
    """Recognise the heading over the reasons of the proposal."""
    match = _RATIONALE.match(tight(line)) if len(line) <= LONGEST_HEADING else None
    return match is not None and not _SENTENCE.search(line.rstrip(": ")) and (not match["rest"] or is_loud(line))


def signing(line: str) -> bool:
    """Recognise a line that stands at the end of an act: number, place, day, who signs."""
    return len(line) <= LONGEST_SIGNATURE and _SIGNING.match(tight(line)) is not None
