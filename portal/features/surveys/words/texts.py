"""What the states of free texts are called."""

from collections.abc import Mapping

from portal.features.surveys.models import TextState
from portal.kernel.words import LazyString, lazy

STATES: Mapping[TextState, tuple[str, LazyString]] = {
    TextState.WAITING: ("yellow", lazy("waiting")),
    TextState.APPROVED: ("green", lazy("may be published")),
    TextState.WITHHELD: ("grey", lazy("withheld")),
}
