"""What things of surveys are called."""

from collections.abc import Mapping

from portal.features.surveys.models import Mode
from portal.kernel.words import LazyString, lazy

MODES: Mapping[Mode, LazyString] = {
    Mode.WEB: lazy("On the web"),
    Mode.PAPER: lazy("On paper"),
    Mode.FIELD: lazy("In the field"),
}
