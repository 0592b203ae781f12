"""Units, topics and settlements. None is ever removed: what was asked about them stays readable."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.municipality.actions.common import NameTaken, change, key_for, last_place, loaded, named, trace
from portal.kernel.municipality.models import Office, Settlement, Topic, Unit
from portal.kernel.municipality.seed import settlement
from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NoOffice(Refusal):
    """A topic leads to an office."""

    sentence = lazy("Choose the office that answers about this.")


def add_unit(db: Session, *, name_sr: str, name_en: str = "", email: str = "", by: Person | None) -> Unit:
    """Add a unit at the end of the list. Raises `NoName`."""
    unit = Unit(
        key=key_for(db, Unit, named(name_sr)), name_sr=named(name_sr), name_en=name_en, email=email,
        place=last_place(db, Unit),
    )
    db.add(unit)
    db.flush()
    trace(db, "unit.add", "unit", unit.id, by, key=unit.key)
    return unit


def change_unit(
    db: Session, unit_id: int, *, seen: int, name_sr: str, name_en: str = "", email: str = "", by: Person | None
) -> None:
    """Change a unit's name or address. Raises `NoName`, `NotFound`, `Stale`."""
    change(db, Unit, unit_id, seen, name_sr=named(name_sr), name_en=name_en, email=email)
    trace(db, "unit.change", "unit", unit_id, by)


def add_topic(db: Session, *, name_sr: str, name_en: str = "", office_id: int, by: Person | None) -> Topic:
    """Add a topic that leads to an office. Raises `NoName`, `NoOffice`."""
    topic = Topic(
        key=key_for(db, Topic, named(name_sr)), name_sr=named(name_sr), name_en=name_en,
        office_id=_office(db, office_id), place=last_place(db, Topic),
    )
    db.add(topic)
    db.flush()
    trace(db, "topic.add", "topic", topic.id, by, key=topic.key, office=office_id)
    return topic


def change_topic(
    db: Session, topic_id: int, *, seen: int, name_sr: str, name_en: str = "", office_id: int, by: Person | None
) -> None:
    """Change a topic's name or office; questions already asked stay where they are.

    Raises `NoName`, `NoOffice`, `NotFound`, `Stale`.
    """
    change(db, Topic, topic_id, seen, name_sr=named(name_sr), name_en=name_en, office_id=_office(db, office_id))
    trace(db, "topic.change", "topic", topic_id, by, office=office_id)


def add_settlement(db: Session, *, name_sr: str, name_en: str = "", by: Person | None) -> Settlement:
    """Add a settlement; lists find its place by the alphabet. Raises `NoName`, `NameTaken`."""
    _free(db, named(name_sr))
    found = settlement(named(name_sr))
    found.name_en = name_en or found.name_en
    db.add(found)
    db.flush()
    trace(db, "settlement.add", "settlement", found.id, by)
    return found


def change_settlement(
    db: Session, settlement_id: int, *, seen: int, name_sr: str, name_en: str = "", by: Person | None
) -> None:
    """Correct the name of a settlement. Raises `NoName`, `NameTaken`, `NotFound`, `Stale`."""
    loaded(db, Settlement, settlement_id)
    _free(db, named(name_sr), but=settlement_id)
    spelt = settlement(named(name_sr))
    change(
        db, Settlement, settlement_id, seen, name_sr=spelt.name_sr, name_en=name_en or spelt.name_en,
        sort_cyrillic=spelt.sort_cyrillic, sort_latin=spelt.sort_latin,
    )
    trace(db, "settlement.change", "settlement", settlement_id, by)


def _office(db: Session, office_id: int) -> int:
    if db.get(Office, office_id) is None:
        raise NoOffice(field="office_id")
    return office_id


def _free(db: Session, name_sr: str, but: int = 0) -> None:
    if db.scalar(select(Settlement.id).where(Settlement.name_sr == name_sr, Settlement.id != but)):
        raise NameTaken(field="name_sr")
