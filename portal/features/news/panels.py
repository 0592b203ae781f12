"""What news show on the home page and on the desk."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.news import queries
from portal.kernel import cache
from portal.kernel.accounts.models import Person
from portal.kernel.site.shown import depends


def newest(db: Session) -> Markup:
    """The three first items of the list."""
    depends("news")
    cache.until(queries.next_change(db))
    categories = {each.id: each for each in queries.categories(db)}
    return Markup(render_template("portal/news/_newest.html", rows=queries.newest(db, 3), categories=categories))


def waiting_for(db: Session, _person: Person) -> int:
    """How many proposals of sources wait for an editor."""
    return queries.waiting(db)
