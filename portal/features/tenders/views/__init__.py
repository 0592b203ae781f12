"""The pages of public calls."""

from portal.features.tenders.views import (
    applications,
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
    receipts,
    results,
)
from portal.features.tenders.views.blueprint import pages

__all__ = [
    "applications",
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
    "receipts",
    "results",
]
