"""Takes in what a form sent: checked and stored, still without a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from portal.kernel.files import checks, store
from portal.kernel.files.refusals import NotStored, TooLarge


class Upload(Protocol):
    """What werkzeug makes of a file in a form, as far as it matters here."""

    filename: str | None
    stream: IO[bytes]


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file whose bytes are stored; a verb gives it a row."""

    digest: str
    size: int
    kind: str
    name: str


def examine(upload: Upload) -> tuple[bytes, checks.Kind, str]:
    """Return content, kind and clean name of an upload; at most 10 MB are read. Raises the refusals of `checks`."""
    name = checks.clean_name(upload.filename or "")
    upload.stream.seek(0)
    content = upload.stream.read(checks.LARGEST + 1)
    if len(content) > checks.LARGEST:
        raise TooLarge(name=name, most=checks.LARGEST // 1024 // 1024)
    return content, checks.examine(content, name), name


def receive(uploads: Sequence[Upload]) -> list[Received]:
    """Check and store uploads, outside any transaction; what gets no row is swept after a day. Raises `NotStored`."""
    found = []
    for upload in uploads:
        content, kind, name = examine(upload)
        try:
            digest = store.put(content)
        except OSError as fault:
            raise NotStored(field="files") from fault
        found.append(Received(digest=digest, size=len(content), kind=kind.media, name=name))
    return found
