"""One Chromium for all journeys; a fresh site and fresh windows for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.conftest import built_once, settings
from tests.support import seeing
from tests.support.site import Site, Walker, launch
from tests.support.stories import few_reports
from tests.support.town import Town


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
        walkers.append(Walker(site, context, version, scripts=js))
        if be is not None:
            walkers[-1].carries(be)
        return walkers[-1]

    yield come
    for walker in walkers:
        walker.leaves()


@pytest.fixture(scope="session")
def town(tmp_path_factory, chromium) -> Iterator[Town]:
    """A municipality in which everything has happened once; one for all tests that only look.

    It is built by the first of the processes that run the tests, and each has a copy.
    """

    def build(folder: Path) -> None:
        with few_reports(80):
            _town_in(folder).close()

    shared, folder = built_once(tmp_path_factory, "town-of-all", build), tmp_path_factory.mktemp("town")
    found = _town_in(shutil.copytree(shared, folder, dirs_exist_ok=True))
    yield found
    found.close()


def _town_in(folder: Path) -> Town:
    return Town(folder, settings(folder, f"sqlite:///{folder / 'portal.db'}"))


@pytest.fixture(scope="session")
def examine(town, chromium):
    """A function that looks at a kind of page in some versions and returns what is wrong.

    Widths and contrasts take turns; so does the version in which axe looks for barriers, since that takes longest and the
    versions of a page are compared part by part. `make test-all` lets it look at every combination.
    """

    def look(kind, place, versions) -> list[str]:
        faults, trees = [], {}
        turns, where = divmod(place, len(versions))
        for turn, version in enumerate(versions, place):
            walker = town.visits(chromium, kind, version)
            page, trees[version] = walker.page, seeing.tree(walker.page)
            barriers = []
            if version == versions[where]:
                seeing.looks(page, width=(360, 1280)[turns % 2], contrast=("normal", "high")[turns // 2 % 2])
                barriers = seeing.barriers(page)
            found = (*barriers, *seeing.nameless(trees[version]), *seeing.foreign_words(page, version), *walker.heard())
            seeing.looks(page, width=320, size="xxl", spacing=("normal", "wide")[turn % 2])
            faults += [f"{version}: {fault}" for fault in (*found, *(f"sticks out: {what}" for what in seeing.sticks_out(page)))]
        return [*faults, *(seeing.compared(trees, kind.is_alphabetical) if kind.is_comparable else ())]

    return look
