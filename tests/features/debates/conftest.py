"""Debates for tests, brought to a state through the public verbs; with remarks on a small draft of their own."""

import pytest

from tests.features.debates.debating import Debating
from tests.features.debates.drafting import Drafting


@pytest.fixture
def debating(app):
    """Brings debates where a test needs them: `debating.open()`."""
    return Debating(app)


@pytest.fixture
def drafting(app):
    """Brings debates and remarks where a test needs them: `drafting.published(drafting.debate())`."""
    return Drafting(app)
