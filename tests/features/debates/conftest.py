"""Debates for tests."""

import pytest

from tests.features.debates.debating import Debating
from tests.features.debates.drafting import Drafting


@pytest.fixture
def debating(app):
    """Brings debates where a test needs them: `debating.open()`."""
    return Debating(app)


@pytest.fixture
def drafting(app):
    """Brings remarks where a test needs them: `drafting.published(drafting.debate())`."""
    return Drafting(app)
