"""The pages of public calls."""

from portal.features.tenders.views import (
    collecting,
    commission,
    desk,
    documents,
    opening,
    parts,
    public,
    publication,
    questions,
)
from portal.features.tenders.views.blueprint import pages

__all__ = [
    "collecting",
    "commission",
    "desk",
    "documents",
    "opening",
    "pages",
    "parts",
    "public",
    "publication",
    "questions",
]
