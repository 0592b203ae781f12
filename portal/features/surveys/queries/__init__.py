"""What people want to know about surveys; read only."""

from portal.features.surveys.queries.ballots import is_answered
from portal.features.surveys.queries.surveys import get_public, is_running, public, questionnaire

__all__ = ["get_public", "is_answered", "is_running", "public", "questionnaire"]
