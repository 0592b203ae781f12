"""Debates for tests."""

import pytest

from tests.features.debates.debating import Debating


@pytest.fixture
def debating(app):
    """Brings debates where a test needs them: `debating.open()`."""
    return Debating(app)
