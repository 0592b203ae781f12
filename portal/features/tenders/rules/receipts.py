"""What a receipt says: plain JSON of whole numbers and text, the same for whoever verifies it in ten years."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that are hard to mistake for one another."""


def new_reference() -> str:
    """Return a number such as `7KQ2-M9XD` by chance: it tells nobody how many there are."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(2))


def root_of(files: Sequence[Mapping[str, Any]]) -> str:
    """Return the one fingerprint of all files: the sha256 of their roots, one after the other."""
    return sha256(b"".join(bytes.fromhex(str(each["root"])) for each in files)).hexdigest()


def shown_files(files: Sequence[Mapping[str, Any]], titles: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the files of a manifest as a receipt tells them: what each is for, and by what it is known."""
    return [
        {
            "requirement": titles.get(int(each["requirement"]), ""),
            "envelope": each["envelope"],
            "size": each["size"],
            "pieces": each["pieces"],
            "root": each["root"],
        }
        for each in files
    ]


def milliseconds(late: datetime, until: datetime) -> int:
    """Return by how much a moment is after another, in whole milliseconds."""
    return int((late - until).total_seconds() * 1000)
