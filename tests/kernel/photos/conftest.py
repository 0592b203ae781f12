"""Things of the test, which are public or not as the test says."""

import pytest
from flask import Blueprint

from portal.kernel.feature import Feature


@pytest.fixture
def public(app):
    """The ids of things that are public; a feature of the test speaks for kind "thing", nobody for kind "other"."""
    shown = {1}
    speaks = Feature(
        name="things",
        address="stvari",
        blueprint=Blueprint("things", __name__),
        visibility={"thing": lambda _db, id: id in shown},
    )
    app.extensions["portal"].features += (speaks,)
    return shown
