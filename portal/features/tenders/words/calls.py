"""What kinds, phases and changes of calls are called."""

from collections.abc import Mapping

from portal.features.tenders.models import CallKind, Phase
from portal.kernel.words import LazyString, lazy

KINDS: Mapping[CallKind, LazyString] = {
    CallKind.ASSOCIATIONS: lazy("Competition for associations"),
    CallKind.MEDIA: lazy("Competition for media content"),
    CallKind.PURCHASE: lazy("Small purchase"),
    CallKind.LAND: lazy("Lease or auction of land and premises"),
    CallKind.SCHOLARSHIP: lazy("Scholarships"),
    CallKind.SUBSIDY: lazy("Subsidies"),
    CallKind.EXTERNAL: lazy("Procedure on another portal"),
}
PHASES: Mapping[Phase, tuple[str, LazyString]] = {
    Phase.PREPARING: ("grey", lazy("being prepared")),
    Phase.OPEN: ("green", lazy("open")),
    Phase.CLOSED: ("yellow", lazy("closed, waiting for the opening")),
    Phase.OPENED: ("blue", lazy("opened, being assessed")),
    Phase.LISTED: ("blue", lazy("preliminary list published")),
    Phase.DECIDED: ("green", lazy("decided")),
    Phase.CANCELLED: ("grey", lazy("cancelled")),
    Phase.ELSEWHERE: ("blue", lazy("applications on another portal")),
}
PHASE_WORDS: Mapping[str, Phase] = {
    "otvoreni": Phase.OPEN,
    "zatvoreni": Phase.CLOSED,
    "ocenjivanje": Phase.OPENED,
    "preliminarna-lista": Phase.LISTED,
    "odluceni": Phase.DECIDED,
    "obustavljeni": Phase.CANCELLED,
    "drugi-portal": Phase.ELSEWHERE,
}
