"""Names and contacts of the municipality."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.municipality.actions.common import NoName, changed_fact, trace
from portal.kernel.municipality.models import Fact
from portal.kernel.refusals import NotFound, Stale


def change_names(db: Session, values: Mapping[str, str], *, seen: int, by: Person | None) -> None:
    """Change names and contacts; what is not given stays.

    Raises `NoName` without a Serbian name, `NotFound` before the first seeding, and `Stale` for the slower one of two.
    """
    fact = db.get(Fact, "municipality")
    if fact is None:
        raise NotFound
    if not values.get("name_sr", str(fact.value.get("name_sr", ""))).strip():
        raise NoName(field="name_sr")
    if not changed_fact(db, "municipality", values, seen):
        raise Stale(mine=values.get("name_sr", ""), theirs=str(fact.value.get("name_sr", "")))
    trace(db, "names", "fact", "municipality", by)
