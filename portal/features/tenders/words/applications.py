"""What states of applications, and reasons of refusals, are called."""

from collections.abc import Mapping

from portal.features.tenders.models import ApplicationState
from portal.kernel.words import LazyString, gettext, lazy, shown_number

STATES: Mapping[ApplicationState, tuple[str, LazyString]] = {
    ApplicationState.PREPARING: ("yellow", lazy("not submitted yet")),
    ApplicationState.SUBMITTED: ("green", lazy("submitted")),
    ApplicationState.WITHDRAWN: ("grey", lazy("taken back")),
}
KINDS: Mapping[str, tuple[str, LazyString]] = {
    "submission": ("green", lazy("Receipt of a submitted application")),
    "refusal": ("red", lazy("Receipt of a refused application")),
    "rehearsal": ("blue", lazy("REHEARSAL: nothing was submitted")),
    "withdrawal": ("grey", lazy("Receipt of an application taken back")),
}
WHY: Mapping[str, LazyString] = {
    "late": lazy("It came after the deadline."),
    "incomplete": lazy("Something that is obligatory is missing."),
    "cancelled": lazy("The call was cancelled."),
    "mandate": lazy("Who sent it may prepare for the organisation but not submit."),
}
VERDICTS: Mapping[str, tuple[str, LazyString]] = {
    "sound": ("green", lazy("This receipt is genuine: the portal signed exactly this.")),
    "changed": ("red", lazy("Somebody has changed this receipt: the signature does not fit what it says.")),
    "unknown key": ("red", lazy("This receipt was not signed by this portal.")),
    "unreadable": ("red", lazy("This is no receipt of this portal, or a part of it is missing.")),
}


def size_words(size: int) -> str:
    """Return a size as people say it."""
    if size < 1024 * 1024:
        return gettext("%(size)s KB", size=shown_number(max(1, round(size / 1024)), 0))
    return gettext("%(size)s MB", size=shown_number(size / 1024 / 1024))
