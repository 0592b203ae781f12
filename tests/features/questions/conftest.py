"""Questions for tests, brought to a state through the public verbs."""

import pytest

from tests.features.questions.asking import Asking


@pytest.fixture
def asking(app):
    """Brings questions where a test needs them: `asking.published(office="predsednik-opstine")`."""
    return Asking(app)
