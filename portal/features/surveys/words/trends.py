"""What may be said of a difference between two surveys."""

from collections.abc import Mapping

from portal.features.surveys.rules.comparing import Trend
from portal.kernel.words import LazyString, lazy

TRENDS: Mapping[Trend, tuple[str, LazyString]] = {
    Trend.UP: ("blue", lazy("went up")),
    Trend.DOWN: ("yellow", lazy("went down")),
    Trend.CANNOT_TELL: ("grey", lazy("cannot tell")),
}
"""The colour says no more than the word: whether up is good depends on the question."""
