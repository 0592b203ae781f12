"""The pages of public calls."""

from portal.features.tenders.views import (
    applications,
    collecting,
    commission,
    desk,
    documents,
    opening,
    parts,
    public,
    publication,
    questions,
    receipts,
)
from portal.features.tenders.views.blueprint import pages

__all__ = [
    "applications",
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
    "receipts",
]
