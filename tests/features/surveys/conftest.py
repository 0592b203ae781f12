"""Surveys for tests, brought to a state through the public verbs."""

import pytest

from tests.features.surveys.surveying import Surveying


@pytest.fixture
def surveying(app):
    """Brings surveys where a test needs them: `surveying.opened()`."""
    return Surveying(app)
