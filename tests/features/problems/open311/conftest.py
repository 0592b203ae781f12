"""Programs with and without a key."""

import contextvars

import pytest

from portal.features.problems.actions import keys
from portal.kernel.accounts.models import Person
from portal.kernel.db import work
from tests.features.problems.conftest import centre, reporting, unit
from tests.features.problems.open311.programs import Program

__all__ = ["centre", "reporting", "unit"]


def issued(app, people, name="Моја улица"):
    """A key, issued by the verb: its id and its secret."""
    administrator = people.administrator()

    def run():
        with app.app_context(), work() as db:
            key, secret = keys.issue(db, name=name, contact="app@primer.rs", by=db.get_one(Person, administrator.id))
            return key.id, secret

    return contextvars.Context().run(run)


@pytest.fixture
def reader(app):
    """A program without a key."""
    return Program(app)


@pytest.fixture
def sender(app, people):
    """A program with a key; somebody else has one too."""
    issued(app, people, "Туђ програм")
    return Program(app, issued(app, people)[1])
