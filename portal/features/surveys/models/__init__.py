"""The nouns of surveys."""

from portal.features.surveys.models.ballot import Ballot, Batch, Entry, Grant, Mode, PoolCode
from portal.features.surveys.models.publication import Picked, Publication
from portal.features.surveys.models.questionnaire import Draft, Questionnaire
from portal.features.surveys.models.response import (
    NO_OPINION,
    NOT_ANSWERED,
    NOT_ASKED,
    TEXT_ANSWER,
    Day,
    Response,
    Tally,
    TextAnswer,
    TextState,
)
from portal.features.surveys.models.survey import PUBLIC, SMALLEST, SURVEY, Series, SeriesKind, Stage, Survey

__all__ = [
    "NOT_ANSWERED",
    "NOT_ASKED",
    "NO_OPINION",
    "PUBLIC",
    "SMALLEST",
    "SURVEY",
    "TEXT_ANSWER",
    "Ballot",
    "Batch",
    "Day",
    "Draft",
    "Entry",
    "Grant",
    "Mode",
    "Picked",
    "PoolCode",
    "Publication",
    "Questionnaire",
    "Response",
    "Series",
    "SeriesKind",
    "Stage",
    "Survey",
    "Tally",
    "TextAnswer",
    "TextState",
]
