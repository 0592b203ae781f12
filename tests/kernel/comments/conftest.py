"""Discussions for tests, brought to a state through the public verbs."""

import pytest

from tests.kernel.comments.talking import Talking


@pytest.fixture
def talking(app):
    """Brings comments where a test needs them: `talking.public("Тако је.", to=other)`."""
    return Talking(app)
