"""What a feature tells the house about the things that can be commented on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session

from portal.kernel.refusals import NotFound
from portal.kernel.words import LazyString


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A thing that is discussed: what it is called, where it stands, since when and until when one may comment on it.

    `tag` is the tag of the pages that show its comments.
    """

    title_sr: str
    endpoint: str
    tag: str
    title_en: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    began_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def url(self) -> str:
        """The address of its page in the version spoken now."""
        return url_for(self.endpoint, **self.values)


@dataclass(frozen=True, kw_only=True)
class Discussion:
    """A kind of thing with comments; `address` is its word in addresses, in Serbian Latin without diacritics.

    `subjects` loads those that the public may see, in a fixed number of queries.
    """

    kind: str
    address: str
    label: LazyString
    subjects: Callable[[Session, Sequence[int]], Mapping[int, Subject]]


def discussion(kind: str) -> Discussion:
    """Return what a feature declared for a kind. Raises `NotFound`."""
    found: Discussion | None = current_app.extensions["portal"].discussions.get(kind)
    if found is None:
        raise NotFound
    return found


def kind_at(address: str) -> str:
    """Return the kind of thing that a word of an address means. Raises `NotFound`."""
    for found in current_app.extensions["portal"].discussions.values():
        if found.address == address:
            return str(found.kind)
    raise NotFound


def subject(db: Session, kind: str, subject_id: int) -> Subject:
    """Return a thing that the public may see and discuss. Raises `NotFound`."""
    found = discussion(kind).subjects(db, [subject_id]).get(subject_id)
    if found is None:
        raise NotFound
    return found
