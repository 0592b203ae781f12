"""What channels, dispositions and states of remarks are called."""

from collections.abc import Mapping

from portal.features.debates.models import Channel, Disposition, RemarkState
from portal.kernel.words import LazyString, lazy

CHANNELS: Mapping[Channel, LazyString] = {
    Channel.WEB: lazy("On the portal"),
    Channel.EMAIL: lazy("By e-mail"),
    Channel.PAPER: lazy("On paper"),
    Channel.HEARING: lazy("At the hearing"),
}

DISPOSITIONS: Mapping[Disposition, LazyString] = {
    Disposition.ACCEPTED: lazy("Accepted"),
    Disposition.PARTLY: lazy("Partly accepted"),
    Disposition.NOT_ACCEPTED: lazy("Not accepted"),
    Disposition.OUT_OF_SCOPE: lazy("Outside the subject of the draft"),
    Disposition.ALREADY: lazy("Already in the text"),
}

COLOURS: Mapping[Disposition, str] = {
    Disposition.ACCEPTED: "green",
    Disposition.PARTLY: "yellow",
    Disposition.NOT_ACCEPTED: "red",
    Disposition.OUT_OF_SCOPE: "grey",
    Disposition.ALREADY: "blue",
}
"""The colour of the tag; the word says the same."""

STATES: Mapping[RemarkState, LazyString] = {
    RemarkState.UNCONFIRMED: lazy("It waits for your confirmation"),
    RemarkState.WAITING: lazy("A moderator will read it"),
    RemarkState.PUBLISHED: lazy("It is published"),
    RemarkState.REFUSED: lazy("It was not published"),
    RemarkState.WITHDRAWN: lazy("It was withdrawn"),
    RemarkState.EXPIRED: lazy("It has expired"),
}
