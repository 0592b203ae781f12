"""Commissions for tests, and always another call with another commission beside them."""

import pytest

from tests.features.tenders.commission.commissioning import PDF, Commissioning


@pytest.fixture
def commissioning(app):
    """Brings commissions where a test needs them: `commissioning.open_call()`."""
    return Commissioning(app)


@pytest.fixture
def noise(commissioning):
    """Somebody else's call with a commission and an application of its own."""
    found = commissioning.open_call(title="Закуп пашњака")
    commissioning.applies(found.call, commissioning.people.citizen("Туђа Пријава"), ("tuđe.pdf", PDF + b"tudje"))
    return found
