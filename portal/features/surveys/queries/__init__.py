"""What people want to know about surveys; read only."""

from portal.features.surveys.queries.ballots import is_answered
from portal.features.surveys.queries.paper import batch, first_typing, open_surveys, pile, piles, received
from portal.features.surveys.queries.preparing import (
    EMPTY,
    answered,
    ballots_made,
    before,
    draft,
    every_series,
    for_staff,
    has_unpublished,
    in_preparation,
    in_use,
    kinds,
    last_document,
    shelf_of,
    steps,
    versions,
)
from portal.features.surveys.queries.statistics import by_day
from portal.features.surveys.queries.surveys import get_public, is_running, public, questionnaire

__all__ = [
    "EMPTY",
    "answered",
    "ballots_made",
    "batch",
    "before",
    "by_day",
    "draft",
    "every_series",
    "first_typing",
    "for_staff",
    "get_public",
    "has_unpublished",
    "in_preparation",
    "in_use",
    "is_answered",
    "is_running",
    "kinds",
    "last_document",
    "open_surveys",
    "pile",
    "piles",
    "public",
    "questionnaire",
    "received",
    "shelf_of",
    "steps",
    "versions",
]
