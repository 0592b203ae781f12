"""Nouns: a file (датотека) that belongs to a thing of some feature."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model
from portal.kernel.files import checks
from portal.kernel.words import gettext, shown_number


class FileState(StrEnum):
    """Whether the worker has looked at a file: only a clean one is served."""

    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"
    UNSCANNABLE = "unscannable"


class StoredFile(Model):
    """A file and the thing it belongs to, `about_kind` and `about_id`.

    The bytes lie under their sha256, once for all rows that name it. `kind` is the type that their signature showed,
    `name` is cleaned. An id is in the file's address, so none is given twice.
    """

    __tablename__ = "portal_file"
    __table_args__ = (Index("ix_portal_file_about", "about_kind", "about_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(150))
    made_at: Mapped[datetime]
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    state: Mapped[FileState] = mapped_column(default=FileState.WAITING)

    @property
    def is_clean(self) -> bool:
        """Tell whether it may be served at all."""
        return self.state is FileState.CLEAN

    @property
    def in_words(self) -> str:
        """Kind and size as a reader wants to know them before a download: 'PDF, 1,2 MB'."""
        return f"{checks.EVERY_KIND[self.kind].short}, {_size(self.size)}"


def _size(size: int) -> str:
    if size < 1024 * 1024:
        return gettext("%(size)s KB", size=shown_number(max(1, round(size / 1024)), 0))
    return gettext("%(size)s MB", size=shown_number(size / 1024 / 1024))
