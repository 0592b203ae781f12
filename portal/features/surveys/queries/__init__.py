"""What people want to know about surveys; read only."""

from portal.features.surveys.queries.preparing import (
    EMPTY,
    ballots_made,
    before,
    draft,
    every_series,
    for_staff,
    in_preparation,
    in_use,
    kinds,
    last_document,
    shelf_of,
    steps,
    versions,
)
from portal.features.surveys.queries.surveys import public

__all__ = [
    "EMPTY",
    "ballots_made",
    "before",
    "draft",
    "every_series",
    "for_staff",
    "in_preparation",
    "in_use",
    "kinds",
    "last_document",
    "public",
    "shelf_of",
    "steps",
    "versions",
]
