"""What the states of a submission are called, and a decision in one line."""

from collections.abc import Mapping

from portal.kernel.moderation.models import Decision, ItemState
from portal.kernel.texts import to_latin
from portal.kernel.words import LazyString, called, gettext, lazy, shown_moment, version

STATES: Mapping[ItemState, LazyString] = {
    ItemState.PENDING: lazy("waits"),
    ItemState.APPROVED: lazy("published"),
    ItemState.REDACTED: lazy("published with redaction"),
    ItemState.RETURNED: lazy("returned"),
    ItemState.REFUSED: lazy("refused"),
    ItemState.APPEALED: lazy("appeal"),
    ItemState.WITHDRAWN: lazy("withdrawn"),
}


def decided(state: ItemState, decision: Decision, name: str) -> str:
    """Return who decided what, when and why, for a colleague who came later."""
    line = gettext("%(name)s, %(moment)s: %(what)s.", name=called(name), moment=shown_moment(decision.at), what=STATES[state])
    sr, en = decision.reason_sr, decision.reason_en
    reason = en if version().key == "en" and en else to_latin(sr) if version().is_latin else sr
    return f"{line}\n\n{reason}" if reason else line
