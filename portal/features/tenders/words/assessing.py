"""What lists and answers to objections are called."""

from collections.abc import Mapping

from portal.features.tenders.models import ListKind, ObjectionState
from portal.kernel.words import LazyString, lazy

LISTS: Mapping[ListKind, LazyString] = {
    ListKind.PRELIMINARY: lazy("Preliminary list of scores and places"),
    ListKind.FINAL: lazy("Final list of scores and places"),
}
OBJECTIONS: Mapping[ObjectionState, tuple[str, LazyString]] = {
    ObjectionState.WAITING: ("yellow", lazy("waits for the answer")),
    ObjectionState.ACCEPTED: ("green", lazy("accepted")),
    ObjectionState.DECLINED: ("grey", lazy("not accepted")),
}
