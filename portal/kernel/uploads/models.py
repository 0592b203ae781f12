"""Nouns: an upload (слање) and the pieces of it that have landed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model

PIECE = 512 * 1024
"""The most plaintext that is sealed at once; pieces end at multiples of it, so a resumed upload is cut like any other."""


class UploadState(StrEnum):
    """Whether bytes may still come, all are here, or nothing of it is left."""

    OPEN = "open"
    COMPLETE = "complete"
    GONE = "gone"


class Upload(Model):
    """A file that somebody sends for a purpose and subject of some feature, sealed to `recipient`.

    `key` stands in its address and names its file in the folder `sealed`; `about` holds name and type, sealed.
    `length` is what the sender announced, `offset` what has landed, `sealed_size` what that takes on the disk.
    """

    __tablename__ = "portal_upload"
    __table_args__ = (Index("ix_portal_upload_subject", "purpose", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(100))
    recipient: Mapped[str] = mapped_column(String(100))
    kinds: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text)
    length: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[UploadState] = mapped_column(default=UploadState.OPEN)
    offset: Mapped[int] = mapped_column(BigInteger, default=0)
    sealed_size: Mapped[int] = mapped_column(BigInteger, default=0)
    pieces: Mapped[int] = mapped_column(default=0)
    frozen_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_complete(self) -> bool:
        """Tell whether all of it is here."""
        return self.state is UploadState.COMPLETE

    @property
    def is_gone(self) -> bool:
        """Tell whether nothing of it is left."""
        return self.state is UploadState.GONE

    @property
    def most_pieces(self) -> int:
        """How many pieces it may fall into: enough for a line that breaks often, not for one byte at a time."""
        return 64 + self.length // (16 * 1024)


class Piece(Model):
    """A sealed stretch of an upload: where it stands in the plaintext, its sha256, and how long it is sealed."""

    __tablename__ = "portal_upload_piece"
    __table_args__ = (UniqueConstraint("upload_id", "offset"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    upload_id: Mapped[int] = mapped_column(ForeignKey("portal_upload.id", ondelete="CASCADE"))
    offset: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    sealed_size: Mapped[int]
