"""What everybody can read: the list, the archive, the feed, one item."""

from flask import make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.news import queries
from portal.features.news.models import KIND, Item, Shown
from portal.features.news.views.blueprint import pages
from portal.features.news.views.lists import by_category, by_year, page_of, reading
from portal.kernel import cache, files, photos
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.comments import views as comments
from portal.kernel.comments.queries import counts
from portal.kernel.db import session
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import depends


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The public list, newest first: what is pinned stands above the first page of all news."""
    db = _live()
    categories = queries.categories(db)
    wanted = reading(categories)
    top = queries.pinned(db) if wanted.filter.is_empty else ()
    page = page_of(db, wanted, [row.id for row in top])
    shown = () if Way.read(request.args).words else top
    covers = queries.covers(db, [row.id for row in (*shown, *page.rows)])
    depends(f"comments.{KIND}", *(photos.tag(KIND, id) for id in covers))
    numbers = queries.numbers(db)
    return render_template(
        "portal/news/index.html",
        comments=counts(db, KIND, [row.id for row in (*shown, *page.rows)]),
        page=page,
        pinned=shown,
        covers=covers,
        wanted=wanted,
        categories={each.id: each for each in categories},
        by_category=by_category(wanted, categories, numbers),
        by_year=by_year(wanted, numbers),
    )


def _live() -> Session:
    """Say on what every list of news depends, and when it changes by itself."""
    depends("news")
    cache.until(queries.next_change(session()))
    return session()


@pages.route("/arhiva/")
@allow(ANYONE)
def archive() -> str:
    """All years with how many news of each category they have."""
    db = _live()
    categories, numbers = queries.categories(db), queries.numbers(db)
    years = sorted({year for _category, year in numbers}, reverse=True)
    return render_template("portal/news/archive.html", categories=categories, numbers=numbers, years=years)


@pages.route("/novo.atom")
@allow(ANYONE)
def feed() -> Response:
    """The newest items as an Atom feed, of one category with `?oblast=`."""
    db = _live()
    categories = queries.categories(db)
    wanted = reading(categories)
    rows = queries.listed(db, queries.Filter(category_id=wanted.filter.category_id)).rows
    answer = make_response(
        render_template(
            "portal/news/feed.xml",
            rows=rows,
            bodies=queries.bodies(db, [row.id for row in rows]),
            wanted=wanted,
            categories={each.id: each for each in categories},
            absolute=absolute,
        )
    )
    answer.mimetype = "application/atom+xml"
    return answer


@pages.route("/<int:item_id>/")
@allow(ANYONE)
def show(item_id: int) -> str | tuple[str, int]:
    """One item; in the place of one that is withdrawn or over stands what became of it."""
    depends("news", f"news.{item_id}", photos.tag(KIND, item_id), files.tag(KIND, item_id))
    db, moment = session(), now()
    item = queries.get_public(db, item_id)
    cache.until(queries.next_change(db))
    if item is None or item.shown(moment) is Shown.DRAFT:
        raise NotFound
    if item.is_public(moment):
        return _item_page(db, item)
    return render_template("portal/news/gone.html", item=item, withdrawn=item.shown(moment) is Shown.WITHDRAWN), 410


def _item_page(db: Session, item: Item) -> str:
    pictures = queries.illustrations(db, {item.id: item.pictures})[item.id]
    older, newer = queries.neighbours(db, item)
    first = next((each.photo for each in pictures), None)
    image = first and absolute("portal.photos.show", photo_id=first.id, revision=first.revision, size="large")
    return render_template(
        "portal/news/show.html",
        item=item,
        pictures=pictures,
        image=image,
        attached=files.of(db, KIND, item.id),
        older=older,
        newer=newer,
        talk=comments.under(KIND, item.id),
        editor=may(current_person(), "news.edit"),
    )
