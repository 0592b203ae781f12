"""The pages of public calls."""

from portal.features.tenders.views import (
    assessing,
    collecting,
    commission,
    desk,
    destroying,
    documents,
    opening,
    parts,
    public,
    publication,
    questions,
    results,
)
from portal.features.tenders.views.blueprint import pages

__all__ = [
    "assessing",
    "collecting",
    "commission",
    "desk",
    "destroying",
    "documents",
    "opening",
    "pages",
    "parts",
    "public",
    "publication",
    "questions",
    "results",
]
