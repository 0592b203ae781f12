"""Steps that long walks have in common."""

import re

from portal.kernel import worker
from portal.kernel.texts import to_latin


def shown(walker, text):
    """Return what people wrote as the version shows it."""
    return to_latin(text) if walker.version == "lat" else text


def follows(walker, sentence) -> None:
    """Follow a link by its words."""
    pattern = re.compile("^" + re.escape(walker.word(sentence)))
    with walker.page.expect_navigation():
        walker.page.locator("main").get_by_role("link", name=pattern).first.click()


def states(walker) -> list[str]:
    """Return the words of the states a page shows, as the catalogue writes them: without the capital of the page."""
    return [said[:1].lower() + said[1:] for said in walker.page.locator("main .state").all_inner_texts()]


def goes(walker, where, within=None) -> None:
    """Press what a selector finds, and wait for the page that follows."""
    with walker.page.expect_navigation():
        (within or walker.page.locator("main")).locator(where).first.click()


def writes_day(walker, name, day) -> None:
    """Write a day into its three fields."""
    for box, part in zip(walker.page.locator(f"[name={name}]").all(), (day.day, day.month, day.year), strict=True):
        box.fill(str(part))


def works(app) -> None:
    """Let the worker do all that waits."""
    while worker.once(app):
        pass
