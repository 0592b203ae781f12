"""What several pages of debates need."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.models import Debate, Edition
from portal.features.debates.refusals.debates import NoUnit, OtherUnit
from portal.kernel.access import may
from portal.kernel.accounts.models import Person, Role
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import local_date
from portal.kernel.db import session
from portal.kernel.forms import SelectChoice
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.serving import LEADERS, ROLES, belongs, serves, units_of
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import Act, pressed, saved
from portal.kernel.site.shown import plainly, rich, told
from portal.kernel.texts import rich_text
from portal.kernel.words import VERSIONS, speaking

RICH = ("rationale", "programme")
__all__ = ["Act", "pressed", "saved"]
"""What the views of debates take from here as their own."""


def the_debate(debate_id: int, roles: Collection[Role] = ROLES) -> Debate:
    """Return a debate for its staff in some roles, whatever its stage. Raises `NotFound`, `NoUnit`, `OtherUnit`."""
    found = session().get(Debate, debate_id)
    if found is None:
        raise NotFound
    require_own(session(), found, roles)
    return found


def require_own(db: Session, debate: Debate, roles: Collection[Role] = ROLES) -> None:
    """Let only those on who serve a debate in some roles. Raises `NoUnit`, `OtherUnit`."""
    if not serves(db, current_person(), debate.unit, roles):
        require_some(db)
        raise OtherUnit


def require_some(db: Session) -> Person:
    """Return who is signed in, if there can be debates for them at all. Raises `NoUnit`."""
    me = me_in(db)
    if not belongs(db, me):
        raise NoUnit
    return me


def leads(debate: Debate) -> bool:
    """Tell whether who is signed in publishes versions of a debate, announces it and signs its report."""
    return may(current_person(), "debates.publish") and serves(session(), current_person(), debate.unit, LEADERS)


def the_public(debate_id: int) -> Debate:
    """Return a debate for everybody. Raises `NotFound`."""
    found = queries.get_public(session(), debate_id)
    if found is None:
        raise NotFound
    return found


def the_edition(debate_id: int, number: int) -> Edition:
    """Return an edition for the staff of its debate. Raises `NotFound`, `OtherUnit`."""
    found = queries.edition(session(), the_debate(debate_id).id, number)
    if found is None:
        raise NotFound
    return found


def unit_choices(db: Session, debate: Debate | None = None) -> list[SelectChoice]:
    """Return the units as choices: for a new debate only those that its maker works for."""
    me = current_person()
    keys = units_of(db, me) if me is not None and debate is None else None
    found = [each for each in municipality.units(db) if keys is None or each.key in keys]
    return [SelectChoice(each.id, plainly(each.name_sr, each.name_en)) for each in found]


def days(debate: Debate) -> int | None:
    """Return how many days a debate lasts, the first and the last one counted; nothing while its moments are not written."""
    if debate.opens_at is None or debate.closes_at is None:
        return None
    return (local_date(debate.closes_at) - local_date(debate.opens_at)).days + 1


def shortest(db: Session, debate: Debate) -> int:
    """Return how many days a debate of its kind should last at least: as announced, else as promised now."""
    if debate.minimum_days is not None:
        return debate.minimum_days
    return int(municipality.promise(db, debate.kind.promise).rules["minimum_days"])


def too_short(db: Session, debate: Debate) -> int:
    """Return how many days the promise asks for where a debate is shorter, else nought: a warning, never a stop."""
    lasts, asked = days(debate), shortest(db, debate)
    return asked if lasts is not None and lasts < asked else 0


@dataclass(frozen=True)
class Preview:
    """A debate as readers of one version will see it."""

    name: str
    lang: str
    title: Markup
    summary: Markup
    rationale: Markup
    programme: Markup
    is_missing: bool
    """Tell of the English version that it shows the Serbian text, because there is no English one."""


def previews(texts: Any) -> list[Preview]:
    """Return what the words of a debate, or of its form, look like in all three versions."""
    found = []
    for one in VERSIONS.values():
        with speaking(one.key):
            title, summary = (told(_value(texts, f"{name}_sr"), _value(texts, f"{name}_en")) for name in ("title", "summary"))
            rationale, programme = (rich(_body(texts, f"{each}_sr"), _body(texts, f"{each}_en")) for each in RICH)
            missing = one.key == "en" and not (_value(texts, "title_en") and _value(texts, "summary_en"))
            found.append(Preview(one.label, one.lang, title, summary, rationale, programme, missing))
    return found


def _value(texts: Any, name: str) -> str:
    value = getattr(texts, name)
    return str(getattr(value, "data", value) or "")


def _body(texts: Any, name: str) -> str:
    """Return the HTML that is stored; of a form, that which would be."""
    return str(getattr(texts, name)) if isinstance(texts, Debate) else rich_text(_value(texts, name))


def home_of(debate: Debate | int) -> str:
    """Return the address of the page on which the staff manages a debate."""
    return url_for("portal.debates.manage", debate_id=debate if isinstance(debate, int) else debate.id)


def page_of(edition: Edition) -> str:
    """Return the address of the page on which the staff works on an edition."""
    return url_for("portal.debates.edition_desk", debate_id=edition.debate_id, number=edition.number)
