"""How writing programs count: 1, 01, IV, iv, б, B."""

from collections.abc import Callable
from typing import Final

ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"
SERBIAN: Final = "абвгдђежзијклљмнњопрстћуфхцчџш"


def roman(number: int) -> str:
    """Write a number as the Romans did; beyond 3999 in our digits."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in ROMAN:
        while number >= value:
            written += sign
            number -= value
    return written


def letter(number: int, alphabet: str = LATIN) -> str:
    """Count by letters; after the last one they are doubled, as Word does it."""
    if not 0 < number <= len(alphabet) * 9:
        return str(number)
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (times + 1)


WAYS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letter(number).upper(),
    "lowerLetter": letter,
    "russianLower": lambda number: letter(number, RUSSIAN),
    "russianUpper": lambda number: letter(number, RUSSIAN).upper(),
    "ordinal": lambda number: f"{number}.",
    "none": lambda number: "",
    # the words of OpenDocument
    "I": roman,
    "i": lambda number: roman(number).lower(),
    "A": lambda number: letter(number).upper(),
    "a": letter,
    "а, б, .., аа, аб, ... (sr)": lambda number: letter(number, SERBIAN),
    "А, Б, .., Аа, Аб, ... (sr)": lambda number: letter(number, SERBIAN).upper(),
    "А, Б, .., Аа, Бб, ... (sr)": lambda number: letter(number, SERBIAN).upper(),
    "а, б, .., аа, бб, ... (sr)": lambda number: letter(number, SERBIAN),
}


def counted(way: str, number: int) -> str:
    """Write a number in a way that a file names; an unknown way is ours."""
    return WAYS.get(way, str)(number)
