"""Pages of debates: what everybody reads, and the department's desk."""

from portal.features.debates.views import (
    answering,
    calendar,
    desk,
    drafts,
    entering,
    following,
    hearings,
    mapping,
    own_remarks,
    passages,
    public,
    publication,
    register,
    remarks,
    report,
    texts,
)
from portal.features.debates.views.blueprint import pages

__all__ = [
    "answering",
    "calendar",
    "desk",
    "drafts",
    "entering",
    "following",
    "hearings",
    "mapping",
    "own_remarks",
    "pages",
    "passages",
    "public",
    "publication",
    "register",
    "remarks",
    "report",
    "texts",
]
