"""A site whose pages are kept, and readers who see how an answer came to be."""

import contextvars

import pytest
from werkzeug.test import Client

from portal import wrap
from portal.kernel.db import count, session, touch, work
from tests.kernel.cache import site


class Reader:
    """Somebody in front of the layer; counts how often Flask was asked."""

    def __init__(self, app) -> None:
        self.app = app
        self.asked = 0
        real = app.wsgi_app

        def counting(environ, start_response):
            self.asked += 1
            return real(environ, start_response)

        app.wsgi_app = counting
        self.layer = wrap(app)
        self._client = Client(self.layer)

    def gets(self, address="/sr/stvari/", *, cookies="", method="GET", **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookies:
            sent["Cookie"] = cookies
        client = Client(self.layer, use_cookies=False)
        return contextvars.Context().run(client.open, address, method=method, headers=sent)

    def is_kept(self, address="/sr/stvari/", **how) -> bool:
        """Ask twice; tell whether the second answer came without Flask."""
        self.gets(address, **how)
        before = self.asked
        self.gets(address, **how)
        return self.asked == before


@pytest.fixture
def address(app):
    return app.config["PORTAL_DATABASE_URL"]


@pytest.fixture
def make_site(address, tmp_path, clock):
    made = []

    def make(**more):
        made.append(site.make(address, tmp_path, **more))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            session().get_bind().dispose()


@pytest.fixture
def reader(make_site):
    return Reader(make_site())


@pytest.fixture
def changes(make_site):
    """Change the thing and touch its tag, in another process's stead: an app of its own on the same database."""
    other = make_site()

    def change(*tags, name="thing"):
        def act():
            with other.app_context(), work() as db:
                number = count(db, name)
                touch(db, *(tags or ("things",)))
                return number

        return contextvars.Context().run(act)

    return change
