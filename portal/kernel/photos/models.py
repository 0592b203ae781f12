"""Nouns: a photo (фотографија) that belongs to a thing of some feature."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model
from portal.kernel.files import store
from portal.kernel.photos import boxes
from portal.kernel.photos.boxes import Box

LONGEST_DESCRIPTION = 300
SMALL, LARGE = 400, 1600


class PhotoState(StrEnum):
    """Whether the pictures that are shown are made: only a ready photo is shown to anybody."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"


class Photo(Model):
    """A photo and the thing it belongs to, `about_kind` and `about_id`; `place` is its number there, with gaps.

    `digest` names the bytes of the picture as it was sent, less all that a camera writes beside it; nobody is served
    them. `small` and `large` name the pictures that are shown, without what `boxes` cover. `revision` stands in their
    address and goes up when they are made anew; `version` goes up whenever a person changes anything. `latitude` and
    `longitude` are where the camera says it was: a proposal to whoever sent the photo, never public.
    """

    __tablename__ = "portal_photo"
    __table_args__ = (Index("ix_portal_photo_about", "about_kind", "about_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    place: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True, info=store.NAMES_BYTES)
    width: Mapped[int]
    height: Mapped[int]
    turn: Mapped[int]
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    description: Mapped[str] = mapped_column(String(LONGEST_DESCRIPTION), default="")
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    state: Mapped[PhotoState] = mapped_column(default=PhotoState.WAITING)
    boxes: Mapped[list[Any]] = mapped_column(default_factory=list)
    small: Mapped[str] = mapped_column(String(64), index=True, default="", info=store.NAMES_BYTES)
    large: Mapped[str] = mapped_column(String(64), index=True, default="", info=store.NAMES_BYTES)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_ready(self) -> bool:
        """Tell whether it may be shown at all."""
        return self.state is PhotoState.READY

    @property
    def covered(self) -> list[Box]:
        """What is covered on it."""
        return boxes.shown(self.boxes)

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the small picture, so that a page keeps room for it."""
        return fitted(self.width, self.height, SMALL)

    @property
    def large_size(self) -> tuple[int, int]:
        """Width and height of the large picture."""
        return fitted(self.width, self.height, LARGE)


def fitted(width: int, height: int, most: int) -> tuple[int, int]:
    """Return the sides of a picture made so small that neither is longer than `most`; it is never made larger."""
    scale = min(1, most / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
