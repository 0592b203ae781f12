"""One Chromium for all journeys; a fresh site and fresh windows for each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.conftest import settings
from tests.support.site import Site, Walker, launch


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def chromium(playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def site(database, tmp_path) -> Iterator[Site]:
    """The portal with the starter profile, served for real; the clock is the real one."""
    found = Site(settings(tmp_path, database(tmp_path)))
    yield found
    found.close()


@pytest.fixture
def somebody(chromium, site):
    """A function that gives somebody a window: `somebody("lat", js=False)`, signed in with `be=people.moderator()`."""
    walkers = []

    def come(version="sr", *, be=None, js=True, width=1280, **more) -> Walker:
        context = chromium.new_context(java_script_enabled=js, viewport={"width": width, "height": 900}, reduced_motion="reduce", **more)
        walkers.append(Walker(site, context, version))
        if be is not None:
            walkers[-1].carries(be)
        return walkers[-1]

    yield come
    for walker in walkers:
        walker.leaves()
