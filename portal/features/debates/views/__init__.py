"""Pages of public debates: what everybody reads and writes, and what the department does."""

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
