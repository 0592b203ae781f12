"""What states and channels are called."""

from collections.abc import Mapping
from typing import Any

from portal.features.problems.models import Channel, EventKind, State
from portal.kernel.deadlines import Count, Policy, Start
from portal.kernel.words import LazyString, gettext, lazy, ngettext

STATES: Mapping[State, LazyString] = {
    State.RECEIVED: lazy("received"),
    State.ROUTED: lazy("passed to a unit"),
    State.IN_PROGRESS: lazy("in progress"),
    State.ANSWERED: lazy("answered"),
    State.RESOLVED: lazy("resolved"),
    State.NOT_COMPETENT: lazy("not the municipality's to solve"),
    State.DUPLICATE: lazy("joined to another report"),
    State.REFUSED: lazy("refused"),
}
CHANNELS: Mapping[Channel, LazyString] = {
    Channel.WEB: lazy("On the site"),
    Channel.OPEN311: lazy("By another program"),
    Channel.PHONE: lazy("By phone"),
    Channel.COUNTER: lazy("At the counter"),
    Channel.PAPER: lazy("By letter"),
    Channel.SOCIAL: lazy("On a social network"),
    Channel.ORGANISATION: lazy("By an organisation"),
}
EVENTS: Mapping[EventKind, LazyString] = {
    EventKind.SUBMITTED: lazy("Reported"),
    EventKind.PUBLISHED: lazy("Published by a moderator"),
    EventKind.HIDDEN: lazy("Taken out of the public eye"),
    EventKind.ROUTED: lazy("Passed to the unit"),
    EventKind.NOT_MINE: lazy("The unit says that it is not theirs"),
    EventKind.ACCEPTED: lazy("The unit has taken it on"),
    EventKind.NOTE: lazy("Note between colleagues"),
    EventKind.ASKED_REPORTER: lazy("The reporter was asked for more; the clocks stand still"),
    EventKind.REPORTER_REPLIED: lazy("The reporter replied; the clocks go on"),
    EventKind.PAUSE_ENDED: lazy("No reply came; the clocks go on"),
    EventKind.UPDATE: lazy("News"),
    EventKind.ANSWERED: lazy("Answer"),
    EventKind.RESOLVED: lazy("Resolved"),
    EventKind.NOT_COMPETENT: lazy("Passed on to who is responsible"),
    EventKind.JOINED: lazy("Joined to a report of the same problem"),
    EventKind.SEPARATED: lazy("Separated from another report again"),
    EventKind.REFUSED: lazy("Refused"),
    EventKind.REOPENED: lazy("Opened again"),
    EventKind.CONFIRMED: lazy("The reporter says: it is resolved"),
    EventKind.DENIED: lazy("The reporter says: it is not resolved"),
    EventKind.UNDONE: lazy("The moderator took the decision back at once"),
}
OUTCOMES: Mapping[str, LazyString] = {
    "answered_in_time": lazy("Answered in time"),
    "answered_late": lazy("Answered late"),
    "handed_over": lazy("Passed on to who is responsible"),
    "unanswered": lazy("Not answered, late"),
    "not_due": lazy("Not due yet"),
    "refused": lazy("Refused"),
}
"""What the monthly report calls what became of a promise; the keys are those of `monthly`."""


def state_name(state: State) -> LazyString:
    """Return what a state is called in the version spoken now."""
    return STATES[state]


def policy_words(rules: Mapping[str, Any]) -> str:
    """Return what a promise says, in one line: '48 hours from the report on'."""
    policy = Policy.of(rules)
    start = gettext("from the report on") if policy.start is Start.SUBMITTED else gettext("from the publication on")
    return f"{how_long(policy)} {start}"


def how_long(policy: Policy) -> str:
    """Return what a promise promises, as people say it: '48 hours'."""
    if policy.count is Count.WORKING_DAYS:
        return ngettext("%(num)s working day", "%(num)s working days", policy.amount)
    if policy.count is Count.WORKING_DAY_HOURS:
        return ngettext("%(num)s hour on working days", "%(num)s hours on working days", policy.amount)
    if policy.count is Count.OFFICE_HOURS:
        return ngettext("%(num)s office hour", "%(num)s office hours", policy.amount)
    return ngettext("%(num)s hour", "%(num)s hours", policy.amount)
