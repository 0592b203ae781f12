"""Calls for tests, brought to a state through the public verbs."""

import pytest

from tests.features.tenders.calling import Calling


@pytest.fixture
def calling(app):
    """Brings calls where a test needs them: `calling.open()`."""
    return Calling(app)
