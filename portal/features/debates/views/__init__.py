"""Pages of debates: what everybody reads, and the department's desk."""

from portal.features.debates.views import (
    calendar,
    desk,
    drafts,
    following,
    hearings,
    mapping,
    passages,
    public,
    publication,
    remarks_stub,
    texts,
)
from portal.features.debates.views.blueprint import pages

__all__ = [
    "calendar",
    "desk",
    "drafts",
    "following",
    "hearings",
    "mapping",
    "pages",
    "passages",
    "public",
    "publication",
    "remarks_stub",
    "texts",
]
