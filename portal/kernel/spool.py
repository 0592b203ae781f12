"""Where bodies of requests wait while they arrive: in memory, so that what is to be sealed never lies on a disk.

waitress and werkzeug put what is longer than half a megabyte into temporary files. `use` lets these lie in a folder of
the system's memory (tmpfs), which takes as much memory as the bodies that are arriving.
"""

import re
import tempfile
from pathlib import Path

from portal.kernel.settings import setting

SHARED = Path("/dev/shm")  # noqa: S108 - a tmpfs on every Linux; files in it have no name
MOUNTS = Path("/proc/mounts")
IN_MEMORY = {"tmpfs", "ramfs"}


def folder() -> Path:
    """Return the folder that `PORTAL_SPOOL` names; without it /dev/shm where that is memory, else the system's own."""
    if named := str(setting("SPOOL")):
        return Path(named)
    return SHARED if is_in_memory(SHARED) else Path(tempfile.gettempdir())


def use() -> None:
    """Let all temporary files of this process lie in the spool from now on."""
    tempfile.tempdir = str(folder())


def is_in_memory(where: Path) -> bool:
    """Tell whether a folder lies in memory: what is not there, or a system that does not say, is a no."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
        real = where.resolve(strict=True)
    except OSError:
        return False
    mounts = [line.split(" ")[1:3] for line in lines]
    over = [(Path(_plain(point)), kind) for point, kind in mounts if real.is_relative_to(_plain(point))]
    longest = max((len(point.parts) for point, _ in over), default=0)
    nearest = [kind for point, kind in over if len(point.parts) == longest]
    return nearest[-1:] != [] and nearest[-1] in IN_MEMORY  # what was mounted last covers what was there before


def _plain(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)
