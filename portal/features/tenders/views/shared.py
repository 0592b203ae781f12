"""What several pages of calls need."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions import publishing
from portal.features.tenders.models import Call
from portal.features.tenders.refusals.calls import NoUnit, OtherUnit
from portal.features.tenders.rules import clocks
from portal.kernel.access import may
from portal.kernel.accounts.models import Person, Role
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.forms import SelectChoice
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.serving import LEADERS, ROLES, belongs, serves, units_of
from portal.kernel.organisations import parties as acting
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import Act, pressed, saved
from portal.kernel.site.shown import plainly, rich, told
from portal.kernel.texts import rich_text
from portal.kernel.words import VERSIONS, ngettext, speaking
from portal.kernel.words import gettext as _

__all__ = ["Act", "pressed", "saved"]


def the_call(call_id: int, roles: Collection[Role] = ROLES) -> Call:
    """Return a call for its staff in some roles, whatever its stage. Raises `NotFound`, `NoUnit`, `OtherUnit`."""
    found = session().get(Call, call_id)
    if found is None:
        raise NotFound
    if not serves(session(), current_person(), found.unit, roles):
        require_some(session())
        raise OtherUnit
    return found


def publishes(call: Call) -> bool:
    """Tell whether who is signed in publishes a call, changes it in public and ends it."""
    return may(current_person(), "tenders.publish") and serves(session(), current_person(), call.unit, LEADERS)


def require_some(db: Session) -> Person:
    """Return who is signed in, if there can be calls for them at all. Raises `NoUnit`."""
    found = me()
    if not belongs(db, found):
        raise NoUnit
    return found


def the_public(call_id: int) -> Call:
    """Return a call for everybody. Raises `NotFound`."""
    found = queries.get_public(session(), call_id)
    if found is None:
        raise NotFound
    return found


def me() -> Person:
    """Return who is signed in; the view's permission has seen to it that somebody is."""
    found = current_person()
    assert found is not None
    return found


def parties(db: Session, person: Person) -> Mapping[str, Markup]:
    """Return in whose name a person may act, by key; their own first."""
    return {
        party.key: told(party.name_sr, party.name_en)
        if party.is_organisation
        else escape(_("Myself: %(name)s")) % {"name": told(party.name_sr)}
        for party in acting.parties_of(db, person)
    }


def own_names(db: Session, person: Person) -> list[str]:
    """Return the names by which a person could be known: their own, and those of organisations they act for."""
    return [party.name_sr for party in acting.parties_of(db, person)]


def names_of(db: Session, keys: Collection[str]) -> Mapping[str, Markup]:
    """Return the names of parties, also of those that act no more; nothing where an account was deleted."""
    return {key: told(*names) for key, names in acting.names_of(db, keys).items()}


def unit_choices(db: Session, call: Call | None = None) -> list[SelectChoice]:
    """Return the units as choices: for a new call only those that its maker works for."""
    person = current_person()
    keys = units_of(db, person) if person is not None and call is None else None
    found = [each for each in municipality.units(db) if keys is None or each.key in keys]
    return [SelectChoice(each.id, plainly(each.name_sr, each.name_en)) for each in found]


def too_short(db: Session, call: Call) -> int:
    """Return how many days the promise asks for where a call is shorter, else nought: a warning, never a stop."""
    lasts = clocks.days(call, now())
    asked = int((call.promise or municipality.promise(db, call.kind.promise)).rules["minimum_days"])
    return asked if lasts is not None and lasts < asked else 0


def checklist(db: Session, call: Call) -> list[str]:
    """Return what is missing before publication, in words."""
    return [str(each) for each in publishing.missing(db, call)]


@dataclass(frozen=True)
class Preview:
    """A call as readers of one version will see it."""

    name: str
    lang: str
    title: Markup
    summary: Markup
    text: Markup
    is_missing: bool
    """Tell of the English version that it shows the Serbian text, because there is no English one."""


def previews(texts: Any) -> list[Preview]:
    """Return what the words of a call, or of its form, look like in all three versions."""
    found = []
    for one in VERSIONS.values():
        with speaking(one.key):
            title, summary = (told(_value(texts, f"{name}_sr"), _value(texts, f"{name}_en")) for name in ("title", "summary"))
            body = rich(_body(texts, "text_sr"), _body(texts, "text_en"))
            missing = one.key == "en" and not (_value(texts, "title_en") and _value(texts, "summary_en"))
            found.append(Preview(one.label, one.lang, title, summary, body, missing))
    return found


def _value(texts: Any, name: str) -> str:
    value = getattr(texts, name)
    return str(getattr(value, "data", value) or "")


def _body(texts: Any, name: str) -> str:
    """Return the HTML that is stored; of a form, that which would be."""
    return str(getattr(texts, name)) if isinstance(texts, Call) else rich_text(_value(texts, name))


def home_of(call: Call | int) -> str:
    """Return the address of the page on which the staff manages a call."""
    return url_for("portal.tenders.manage", call_id=call if isinstance(call, int) else call.id)


def left_words(seconds: float) -> str:
    """Return in words how long something lasts: "3 days 4 hours", "5 minutes"; whole minutes, rounded down."""
    minutes = max(0, int(seconds // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(num)s day", "%(num)s days", days) if days else "",
        ngettext("%(num)s hour", "%(num)s hours", hours) if hours else "",
        ngettext("%(num)s minute", "%(num)s minutes", minutes) if not days and (minutes or not hours) else "",
    ]
    return " ".join(part for part in parts if part)
