"""What calls show on the home page, on the desk and in the plan."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.models import Call, Stage
from portal.features.tenders.rules.serving import units_of
from portal.features.tenders.words.calls import KINDS
from portal.kernel import cache
from portal.kernel.accounts.models import Person
from portal.kernel.municipality.models import Unit
from portal.kernel.site.shown import depends


def running(db: Session) -> Markup:
    """The calls that take applications now."""
    depends("calls")
    cache.until(queries.next_change(db))
    return Markup(render_template("portal/tenders/_running.html", rows=queries.open_now(db, 3), kinds=KINDS))


def preparing(db: Session, person: Person) -> int:
    """How many calls are being prepared where a person works."""
    found = select(func.count()).select_from(Call).where(Call.stage == Stage.PREPARING)
    units = units_of(person)
    if units is not None:
        found = found.where(Call.unit_id.in_(select(Unit.id).where(Unit.key.in_(sorted(units)))))
    return db.scalar(found) or 0
