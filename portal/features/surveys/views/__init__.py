"""The pages of surveys."""

from portal.features.surveys.views import (
    answering,
    building,
    caring,
    comparing,
    desk,
    exporting,
    paper,
    public,
    publishing,
    statistics,
    texts,
    trying,
)
from portal.features.surveys.views.blueprint import pages

__all__ = [
    "answering",
    "building",
    "caring",
    "comparing",
    "desk",
    "exporting",
    "pages",
    "paper",
    "public",
    "publishing",
    "statistics",
    "texts",
    "trying",
]
