"""The live numbers of the plan that pages and shelves give."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.features.pages import queries
from portal.features.pages.models import Entry, Shelf
from portal.kernel import months
from portal.kernel.clock import local_date
from portal.kernel.feature import ByMonth, Indicator, Measure
from portal.kernel.words import lazy

SHOWN_ON = ("portal.site.home", "portal.pages.shelf")
"""The pages that show the banner of eUprava, while there is one."""


def _number(db: Session, shelf: Shelf, *conditions: ColumnElement[bool]) -> int:
    wanted = select(func.count()).select_from(Entry).where(Entry.shelf == shelf, *conditions)
    return db.scalar(wanted) or 0


def links_ok(db: Session, at: datetime) -> Measure:
    """Services whose address answered at the last look, of all that are listed."""
    return Measure(numerator=_number(db, Shelf.SERVICE, Entry.works.is_(True)), denominator=_number(db, Shelf.SERVICE), at=at)


def registers(db: Session, at: datetime) -> Measure:
    """Registers that lead somewhere, of all that the municipality ought to publish."""
    published = _number(db, Shelf.REGISTER, Entry.address != "")
    return Measure(numerator=published, denominator=_number(db, Shelf.REGISTER), at=at)


def promotion(db: Session, at: datetime) -> Measure:
    """Downloads of promotional documents in this month; beside it how many documents there are."""
    return Measure(
        numerator=_opened(db, queries.opened_name(Shelf.PROMOTION), at),
        denominator=0,
        at=at,
        parts=(("Promotional documents", _number(db, Shelf.PROMOTION)),),
    )


def events(db: Session, at: datetime) -> Measure:
    """Events on e-government whose day lies in the present quarter."""
    today = local_date(at)
    first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    after = (first + timedelta(days=93)).replace(day=1)
    return Measure(numerator=_number(db, Shelf.EVENT, Entry.day >= first, Entry.day < after), denominator=0, at=at)


def banner(db: Session, at: datetime) -> Measure:
    """Kinds of pages that show the banner, and how often it was opened in this month."""
    return Measure(
        numerator=len(SHOWN_ON) if queries.banners(db) else 0,
        denominator=0,
        at=at,
        parts=(("Opened in this month", _opened(db, queries.BANNER_OPENED, at)),),
    )


def age_of(key: str) -> Callable[[Session, datetime], Measure]:
    """Return what measures how many days ago somebody last checked a page; its points are counted beside it."""

    def measure(_db: Session, at: datetime) -> Measure:
        page = queries.every_page()[key]
        points = sum(len(block.lines) for block in page.sr if block.kind == "ul")
        days = max((local_date(at) - page.reviewed).days, 0)
        return Measure(numerator=days, denominator=0, at=at, parts=(("Points on the page", points),))

    return measure


def _opened(db: Session, name: str, at: datetime) -> int:
    found = months.table(db, [name], local_date(at), most=1)
    return found[0].numbers[name] if found else 0


INDICATORS = (
    Indicator(
        metric="eservices.links_ok_share",
        definition=1,
        explain=lazy(
            "Electronic services on our list whose address answered at the last nightly look, divided by all on the list."
        ),
        measure=links_ok,
    ),
    Indicator(
        metric="registers.published_share",
        definition=1,
        explain=lazy(
            "Registers that the municipality has published, divided by all on the list of those that it ought to publish."
        ),
        measure=registers,
    ),
    Indicator(
        metric="documents.promo_downloads",
        definition=1,
        explain=lazy("How often promotional documents were opened from our list in the present month. Robots count too."),
        measure=promotion,
    ),
    Indicator(
        metric="events.egov_per_quarter",
        definition=1,
        explain=lazy("Events on electronic government, entered in our list, whose day lies in the present quarter."),
        measure=events,
    ),
    Indicator(
        metric="banners.euprava",
        definition=1,
        explain=lazy("Kinds of pages that show the banner of eUprava: the home page and the list of electronic services."),
        measure=banner,
    ),
    Indicator(
        metric="pages.private_sector_age_days",
        definition=1,
        explain=lazy("Days since somebody last checked that the page for business is still true."),
        measure=age_of("privreda"),
    ),
    Indicator(
        metric="pages.disability_age_days",
        definition=1,
        explain=lazy("Days since somebody last checked that the page for persons with disabilities is still true."),
        measure=age_of("osobe-sa-invaliditetom"),
    ),
)

_OPENED = lazy("Opened")

BY_MONTH = (
    ByMonth(
        metric="eservices.links_ok_share",
        caption=lazy("How often services were opened from our list, by month"),
        columns=((queries.opened_name(Shelf.SERVICE), _OPENED),),
        explain=lazy("Each press on a link of the list counts; who pressed is not known."),
    ),
    ByMonth(
        metric="documents.promo_downloads",
        caption=lazy("How often promotional documents were opened, by month"),
        columns=((queries.opened_name(Shelf.PROMOTION), _OPENED),),
        explain=lazy("Each press on a link of the list counts; who pressed is not known."),
    ),
    ByMonth(
        metric="banners.euprava",
        caption=lazy("How often the banner was opened, by month"),
        columns=((queries.BANNER_OPENED, _OPENED),),
        explain=lazy("Each press on a link of the list counts; who pressed is not known."),
    ),
)
