"""Reports for tests, brought to a state through the public verbs."""

import pytest

from tests.features.problems.reporting import Reporting


@pytest.fixture
def reporting(app):
    """Brings reports where a test needs them: `reporting.published(category="roads")`."""
    return Reporting(app)


@pytest.fixture
def unit(people):
    """A clerk of the department that gets reports about roads."""
    return people.clerk("urbanizam")


@pytest.fixture
def centre(people):
    """A clerk of the service centre, who dispatches."""
    return people.clerk()
