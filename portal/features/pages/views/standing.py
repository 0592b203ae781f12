"""Reading a standing page."""

from flask import render_template

from portal.features.pages import queries
from portal.features.pages.models import Block, Page
from portal.features.pages.views.blueprint import pages
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.site.shown import depends
from portal.kernel.texts import paragraphs, to_latin
from portal.kernel.words import version


@pages.route("/<key>/")
@allow(ANYONE)
def show(key: str) -> str:
    """One page in the version spoken now; Serbian, marked as such, where it has no English text."""
    depends("municipality")
    page = queries.page(key)
    others = [other for other in queries.every_page().values() if other is not page]
    numbers = queries.numbers(session())

    def runs(line: str) -> list[tuple[str, str | None]]:
        return pieces(queries.filled(line, numbers))

    return render_template("portal/pages/show.html", page=page, blocks=spoken(page), runs=runs, others=others)


def spoken(page: Page) -> tuple[Block, ...]:
    """Return the text of a page in the language spoken now."""
    return page.en if page.en and not version().is_serbian else page.sr


def pieces(line: str) -> list[tuple[str, str | None]]:
    """Split a line in pieces of text and addresses, in the script spoken now."""
    shown = to_latin(line) if version().is_latin else line
    return [run for paragraph in paragraphs(shown) for run in paragraph]
