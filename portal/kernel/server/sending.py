"""How waitress sends a file: from the disk to the line in steps that a line takes at once.

waitress reads as much as the system's buffer of a line may ever hold (2.5 MB), sends what goes, and reads the rest again:
with steps of 256 KB the same file is there in two thirds of the time.
"""

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from waitress.buffers import ReadOnlyFileBasedBuffer

from portal.kernel.files.sending import SENDS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STEP = 256 * 1024


class Steps(ReadOnlyFileBasedBuffer):  # type: ignore[misc]
    """An open file on its way: from where it stands, as much as the answer says it is long."""

    def get(self, numbytes: int = -1, skip: bool = False) -> bytes:
        """Return the next bytes, never more than a step."""
        found: bytes = super().get(STEP if numbytes < 0 else min(numbytes, STEP), skip)
        return found


def by_steps(application: "WSGIApplication") -> "WSGIApplication":
    """Return the app with `Steps` offered to those who send files."""

    def offered(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ[SENDS] = environ["wsgi.file_wrapper"] = _steps
        return application(environ, start_response)

    return offered


def _steps(file: IO[bytes], _size: int = STEP) -> Steps:
    return Steps(file, STEP)
