"""What kinds, phases and pieces of debates are called, and the colours of phases."""

from collections.abc import Mapping

from portal.features.debates.models import DebateKind, EventKind, PassageKind, Phase
from portal.kernel.words import LazyString, lazy

KINDS: Mapping[DebateKind, LazyString] = {
    DebateKind.GENERAL: lazy("Decision or another general act"),
    DebateKind.STATUTE: lazy("Statute"),
    DebateKind.BUDGET: lazy("Budget"),
    DebateKind.STRATEGY: lazy("Development plan or strategy"),
    DebateKind.REVENUE: lazy("Rates of local taxes and fees"),
    DebateKind.PLANNING: lazy("Spatial plan"),
    DebateKind.URBAN: lazy("Urban plan"),
}

PHASES: Mapping[Phase, tuple[str, LazyString]] = {
    Phase.PREPARING: ("grey", lazy("Being prepared")),
    Phase.ANNOUNCED: ("blue", lazy("Announced")),
    Phase.OPEN: ("green", lazy("Open for remarks")),
    Phase.ANALYSIS: ("yellow", lazy("Remarks are being answered")),
    Phase.REPORTED: ("blue", lazy("Report published")),
    Phase.ADOPTED: ("grey", lazy("Adopted")),
    Phase.ABANDONED: ("red", lazy("Given up")),
}

PHASE_WORDS: Mapping[str, Phase] = {
    "otvorene": Phase.OPEN,
    "najavljene": Phase.ANNOUNCED,
    "obrada": Phase.ANALYSIS,
    "izvestaj": Phase.REPORTED,
    "usvojene": Phase.ADOPTED,
    "obustavljene": Phase.ABANDONED,
}
"""The words of the address for phases that the public sees."""

EVENTS: Mapping[EventKind, LazyString] = {
    EventKind.ANNOUNCED: lazy("Debate announced"),
    EventKind.EDITION: lazy("New version of the draft"),
    EventKind.POSTPONED: lazy("Debate postponed"),
    EventKind.HEARING: lazy("Hearing changed"),
    EventKind.REPORTED: lazy("Report published"),
    EventKind.ADOPTED: lazy("Act adopted"),
    EventKind.ABANDONED: lazy("Draft given up"),
}

PASSAGES: Mapping[PassageKind, LazyString] = {
    PassageKind.PREAMBLE: lazy("Introduction"),
    PassageKind.PART: lazy("Part"),
    PassageKind.CHAPTER: lazy("Chapter"),
    PassageKind.SECTION: lazy("Section"),
    PassageKind.HEADING: lazy("Heading"),
    PassageKind.ARTICLE: lazy("Article"),
    PassageKind.PARAGRAPH: lazy("Paragraph"),
    PassageKind.POINT: lazy("Point"),
    PassageKind.SUBPOINT: lazy("Subpoint"),
    PassageKind.INDENT: lazy("Indent"),
    PassageKind.TABLE: lazy("Table"),
    PassageKind.ANNEX: lazy("Annex"),
    PassageKind.SIGNATURE: lazy("Signature"),
    PassageKind.RATIONALE: lazy("Explanation of the draft"),
}
