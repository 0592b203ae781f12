"""Where a report of a problem can stand, how it came, what can happen to it."""

from enum import StrEnum

KIND = "problem"

UPDATE = "problem_update"
"""What photos and files of a unit's answer are attached to: the event that carries it."""

PUBLIC = "published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"

OPEN = "state IN ('received', 'routed', 'in_progress', 'answered')"


class State(StrEnum):
    """Where a report stands. Open311 knows the first four as open, the others as closed."""

    RECEIVED = "received"
    ROUTED = "routed"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    NOT_COMPETENT = "not_competent"
    DUPLICATE = "duplicate"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody of the municipality still owes something."""
        return self in {State.RECEIVED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED}


MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ROUTED, State.NOT_COMPETENT, State.DUPLICATE, State.REFUSED}),
    State.ROUTED: frozenset(
        {State.RECEIVED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.NOT_COMPETENT, State.DUPLICATE, State.REFUSED}
    ),
    State.IN_PROGRESS: frozenset(
        {State.RECEIVED, State.ROUTED, State.ANSWERED, State.NOT_COMPETENT, State.DUPLICATE, State.REFUSED}
    ),
    State.ANSWERED: frozenset({State.IN_PROGRESS, State.ROUTED, State.RESOLVED, State.NOT_COMPETENT, State.DUPLICATE}),
    State.RESOLVED: frozenset({State.ROUTED}),
    State.NOT_COMPETENT: frozenset({State.ROUTED}),
    State.DUPLICATE: frozenset({State.RECEIVED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.RESOLVED}),
    State.REFUSED: frozenset({State.RECEIVED, State.ROUTED}),
}
"""Every legal change of state; what is not here is refused, whoever asks. A resolved report goes back by reopening."""


class Channel(StrEnum):
    """How a report came; all but `web` and `open311` were typed in by somebody else and count as assisted."""

    WEB = "web"
    OPEN311 = "open311"
    PHONE = "phone"
    COUNTER = "counter"
    PAPER = "paper"
    SOCIAL = "social"
    ORGANISATION = "organisation"

    @property
    def is_assisted(self) -> bool:
        """Tell whether a clerk typed it in for a citizen: activity 5.1.5 counts these."""
        return self in {Channel.PHONE, Channel.COUNTER, Channel.PAPER, Channel.SOCIAL}


class EventKind(StrEnum):
    """What can happen to a report. The log is never edited: the monthly report is recomputed from it."""

    SUBMITTED = "submitted"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    ROUTED = "routed"
    NOT_MINE = "not_mine"
    ACCEPTED = "accepted"
    NOTE = "note"
    ASKED_REPORTER = "asked_reporter"
    REPORTER_REPLIED = "reporter_replied"
    PAUSE_ENDED = "pause_ended"
    UPDATE = "update"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    NOT_COMPETENT = "not_competent"
    JOINED = "joined"
    SEPARATED = "separated"
    REFUSED = "refused"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    UNDONE = "undone"

INTERNAL = frozenset({EventKind.NOTE, EventKind.NOT_MINE, EventKind.PUBLISHED, EventKind.HIDDEN, EventKind.UNDONE})
"""What the public timeline does not show."""
