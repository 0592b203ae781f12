"""What things of surveys are called."""

from portal.features.surveys.words.modes import MODES

__all__ = ["MODES"]
