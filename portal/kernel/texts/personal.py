"""Personal data that people write where everybody reads: found for the moderator, and blacked out."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from portal.kernel.texts.letters import EMAIL

Kind = Literal["jmbg", "phone", "email", "account", "plate"]

_CAPITAL: Final = "A-ZŠĐČĆŽЂЈ-ЊЋ-ЏА-Ш"
_PATTERN: Final = re.compile(
    rf"(?P<email>{EMAIL})"
    r"|(?<![0-9])(?P<jmbg>[0-9]{13})(?![0-9])"
    r"|(?<![0-9-])(?P<account>[0-9]{3} ?[-–] ?[0-9]{1,13} ?[-–] ?[0-9]{2}|(?:RS[0-9]{2})?[0-9]{18})"
    r"(?![0-9]|-[0-9])"
    r"|(?<![0-9/-])(?P<phone>\(?(?:(?:\+|00)381[ ./-]?(?:\(0\)[ ]?)?\(?|0)(?:6[0-9]|[1-3][0-9])\)?"
    r"(?:[ ./-]{0,3}[0-9]){6,7})(?![0-9]|[./-][0-9])"
    rf"|(?<![\w-])(?P<plate>[{_CAPITAL}]{{2}}[ -]?[0-9]{{3,5}}[ -]?[{_CAPITAL}]{{2}})(?![\w-])"
)
_NOT_DIGIT: Final = re.compile("[^0-9]+")
_WEIGHTS: Final = (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_SHOWN: Final = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True)
class Finding:
    """One piece of personal data: text[start:end]."""

    kind: Kind
    start: int
    end: int


def personal_data(text: str) -> list[Finding]:
    """Return the personal data in a text, in order and without overlaps.

    Personal numbers count only with a date that exists and the right check digit, accounts only with theirs
    (mod 97); phone numbers as written in Serbia, in the country or with +381; e-mail addresses; number
    plates in both scripts. It helps a moderator's eye and replaces none: an office's own telephone is found
    as well. Cost: linear. Sources: serbian.md 3 (personal number), the national bank's form of accounts
    (3-13-2).
    """
    found: list[Finding] = []
    for match in _PATTERN.finditer(text):
        for kind, is_real in _CHECKS.items():
            if match.lastgroup == kind and is_real(_NOT_DIGIT.sub("-", match.group()).strip("-")):
                found.append(Finding(kind, match.start(), match.end()))
    return found


def redact(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Black out the spans with █, one for each character, so that positions stay; line ends remain.

    Spans may overlap, be unordered, or reach beyond the text: only what lies inside counts. Cost: linear in
    the text, plus sorting the spans.
    """
    pieces: list[str] = []
    position = 0
    for start, end in sorted(spans):
        first, after = max(start, position), min(end, len(text))
        if first < after:
            pieces += (text[position:first], _SHOWN.sub("█", text[first:after]))
            position = after
    pieces.append(text[position:])
    return "".join(pieces)


def is_personal_number(digits: str) -> bool:
    """Say whether DDMMYYYRRBBBK is a personal number: a date that exists and the right check digit."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:7])
    year += 1000 if year >= 900 else 2000
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1] or year >= 2100:
        return False
    check = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    return int(digits[12]) == (check if check <= 9 else 0)


def is_account(number: str) -> bool:
    """Say whether an account (3-13-2, the middle may be shorter) has its check digits: mod 97 is 1."""
    parts = number.split("-")
    digits = f"{parts[0]}{parts[1]:0>13}{parts[2]}" if len(parts) == 3 else number[-18:]
    return int(digits) % 97 == 1


def _always(_: str) -> bool:
    return True


_CHECKS: Final[dict[Kind, Callable[[str], bool]]] = {
    "jmbg": is_personal_number,
    "account": is_account,
    "phone": _always,
    "email": _always,
    "plate": _always,
}
