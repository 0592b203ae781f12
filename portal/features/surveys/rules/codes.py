"""Codes of ballots: easy to copy from paper, impossible to guess, and a mistyped one is known as such.

Seventeen random letters of 31 (84 bits) and one check letter, a sum modulo 31 with a weight for each place: because 31
is prime, it finds every single wrong letter and every two that changed places.
"""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM, GROUP = 17, 6
LOOKS_LIKE = str.maketrans("АВЕКМНРСТХЈ", "ABEKMHPCTXJ")
"""Cyrillic letters that look like ours: who types a code with a Serbian keyboard means these."""


def new() -> str:
    """Return a new code."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return letters + _check(letters)


def read(typed: str) -> str | None:
    """Return the code that somebody typed, in whatever case, groups and letters that look alike; None for no code."""
    code = "".join(typed.upper().translate(LOOKS_LIKE).replace("-", " ").split())
    if len(code) != RANDOM + 1 or any(letter not in ALPHABET for letter in code):
        return None
    return code if _check(code[:RANDOM]) == code[RANDOM] else None


def spaced(code: str) -> str:
    """Return a code as it is shown: three groups of six."""
    return " ".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def hashed(code: str) -> str:
    """Return what is stored of a code: 84 random bits cannot be found again from it."""
    return hashlib.sha256(f"ballot:{code}".encode()).hexdigest()


def _check(letters: str) -> str:
    return ALPHABET[sum(place * ALPHABET.index(letter) for place, letter in enumerate(letters, 2)) % len(ALPHABET)]
