"""Calls for tests, brought to a state through the public verbs."""

import pytest

from portal.kernel.organisations import actions as organisations
from tests.features.tenders.calling import Calling
from tests.kernel.organisations.conftest import details, numbers


@pytest.fixture
def calling(app):
    """Brings calls where a test needs them: `calling.open()`."""
    return Calling(app)


@pytest.fixture
def organised(calling, people):
    """Somebody who acts for an organisation, and its number."""
    member = people.citizen()
    return member, calling.acts(lambda db, me: organisations.make(db, details(), organisations.Numbers(**numbers()), by=me).id, by=member)
