"""Pages of problems: for everybody, for the reporter, for units and those who dispatch."""

from portal.features.problems.views import (
    desk,
    follows,
    handling,
    intake,
    keys,
    lists,
    maps,
    months,
    public,
    reporter,
    settings,
    units,
)
from portal.features.problems.views.blueprint import pages

__all__ = [
    "desk",
    "follows",
    "handling",
    "intake",
    "keys",
    "lists",
    "maps",
    "months",
    "pages",
    "public",
    "reporter",
    "settings",
    "units",
]
