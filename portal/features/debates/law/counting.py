"""Numbers written as words: део први, Part One."""

from typing import Final

from portal.kernel.texts import to_latin

ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "prvi prva first one",
            "drugi druga second two",
            "treći treća third three",
            "četvrti četvrta fourth four",
            "peti peta fifth five",
            "šesti šesta sixth six",
            "sedmi sedma seventh seven",
            "osmi osma eighth eight",
            "deveti deveta ninth nine",
            "deseti deseta tenth ten",
            "jedanaesti jedanaesta eleventh eleven",
            "dvanaesti dvanaesta twelfth twelve",
        ),
        1,
    )
    for word in words.split()
}
"""By word, Serbian ones in Latin."""


def ordinal(word: str) -> int:
    """Return the number that a word says, 0 where it says none."""
    return ORDINALS.get(to_latin(word).lower(), 0)
