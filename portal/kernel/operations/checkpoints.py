"""Checkpoints of the audit chain: number and hash of its last line, kept where an intruder does not reach.

The chain alone shows what was changed in its middle. A cut tail, and a chain computed anew, show only against these.
"""

from datetime import datetime
from pathlib import Path

from portal.kernel.operations import OperationError

FILE = "checkpoints.txt"


def written(seq: int, digest: str) -> str:
    """Return a checkpoint as people copy it: `1207:5f3c…`."""
    return f"{seq}:{digest}"


def parse(text: str) -> tuple[int, str]:
    """Read a checkpoint. Raises `OperationError` for anything else."""
    seq, colon, digest = text.strip().partition(":")
    if not (colon and seq.isdigit() and len(digest) == 64):
        raise OperationError(f"{text!r} is no checkpoint: it looks like 1207:5f3c… with 64 signs after the colon.")
    return int(seq), digest


def append(folder: Path, at: datetime, seq: int, digest: str) -> None:
    """Add the day's checkpoint to the file in the instance folder; a second one of the day is not added."""
    file = folder / FILE
    known = file.read_text(encoding="ascii") if file.is_file() else ""
    if f"{at:%Y-%m-%d}" in {line[:10] for line in known.splitlines()}:
        return
    with file.open("a", encoding="ascii") as out:
        out.write(f"{at:%Y-%m-%dT%H:%M:%SZ} {written(seq, digest)}\n")


def last(folder: Path) -> tuple[int, str] | None:
    """Return the newest checkpoint of the file, if there is one."""
    found = noted(folder)
    return found[1:] if found else None


def noted(folder: Path) -> tuple[datetime, int, str] | None:
    """Return when the newest checkpoint of the file was noted, its number and its hash."""
    file = folder / FILE
    lines = file.read_text(encoding="ascii").split() if file.is_file() else []
    return (datetime.fromisoformat(lines[-2]), *parse(lines[-1])) if lines else None
