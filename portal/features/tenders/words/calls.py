"""What kinds, phases and changes of calls are called."""

from collections.abc import Mapping

from portal.features.tenders.models import Access, Applicants, CallKind, ChangeKind, Phase
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
    Phase.CANCELLED: ("grey", lazy("called off")),
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
APPLICANTS: Mapping[Applicants, LazyString] = {
    Applicants.ORGANISATIONS: lazy("Organisations: associations, firms, institutions"),
    Applicants.PEOPLE: lazy("People for themselves"),
    Applicants.BOTH: lazy("Organisations and people"),
}
ACCESSES: Mapping[Access, LazyString] = {
    Access.PUBLIC: lazy("Everybody, without signing in"),
    Access.SIGNED_IN: lazy("Who signs in"),
    Access.ORGANISATION: lazy("Who signs in and acts for an organisation"),
}
CHANGES: Mapping[ChangeKind, LazyString] = {
    ChangeKind.PUBLISHED: lazy("The call was published"),
    ChangeKind.DOCUMENT: lazy("The documents were changed"),
    ChangeKind.TERMS: lazy("The terms were changed"),
    ChangeKind.DEADLINE: lazy("The deadline was moved"),
    ChangeKind.ACCESS: lazy("More people may have a document"),
    ChangeKind.ANSWER: lazy("A question was answered"),
    ChangeKind.OPENED: lazy("The applications were opened"),
    ChangeKind.LISTED: lazy("The preliminary list was published"),
    ChangeKind.DECIDED: lazy("The decision was published"),
    ChangeKind.CANCELLED: lazy("The call was cancelled"),
}
PARTS: Mapping[str, LazyString] = {
    "lot": lazy("Lots"),
    "requirement": lazy("What to hand in"),
    "criterion": lazy("Criteria"),
}
