"""Debates for tests, with remarks brought to a state through the public verbs."""

import pytest

from tests.features.debates.drafting import Drafting


@pytest.fixture
def drafting(app):
    """Brings debates and remarks where a test needs them: `drafting.published(drafting.debate())`."""
    return Drafting(app)
