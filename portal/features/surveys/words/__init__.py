"""What things of surveys are called."""

from portal.features.surveys.words.modes import MODES
from portal.features.surveys.words.trends import TRENDS

__all__ = ["MODES", "TRENDS"]
