"""Nouns of problems: what a citizen reports, who has it in hand, the clocks that run, what happened."""

from portal.features.problems.models.directory import Canned, Category, Competence, Route, When
from portal.features.problems.models.kept import ApiKey, Cell, Counted, Figure, Month, News
from portal.features.problems.models.report import Event, Problem, Round, Told
from portal.features.problems.models.states import INTERNAL, KIND, MOVES, OPEN, PUBLIC, UPDATE, Channel, EventKind, State

__all__ = [
    "INTERNAL",
    "KIND",
    "MOVES",
    "OPEN",
    "PUBLIC",
    "UPDATE",
    "ApiKey",
    "Canned",
    "Category",
    "Cell",
    "Channel",
    "Competence",
    "Counted",
    "Event",
    "EventKind",
    "Figure",
    "Month",
    "News",
    "Problem",
    "Round",
    "Route",
    "State",
    "Told",
    "When",
]
