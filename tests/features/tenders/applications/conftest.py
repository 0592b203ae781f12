"""A call with a commission that takes applications, and noise: somebody else's call with an application of its own."""

import pytest

from tests.features.tenders.applications.applying import Applying


@pytest.fixture
def applying(app, clock):
    """Brings applications to a state: `applying.ready(who)`."""
    other = Applying(app, title="Закуп пашњака")
    stranger = other.people.citizen("Туђа Пријава")
    other.submits(other.ready(stranger), stranger)
    return Applying(app)
