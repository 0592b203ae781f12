"""What the staff wants to know about calls; read only."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from portal.features.tenders.models import Call, CallQuestion, Phase, QuestionState
from portal.features.tenders.queries.public import COLUMNS, at_phase
from portal.kernel.municipality.models import Unit
from portal.kernel.paging import Page, Way, paged

DESK_PAGE = 20


def staff_list(
    db: Session,
    phase: Phase | None = None,
    way: Way | None = None,
    *,
    units: Collection[str] | None = None,
    most: int = DESK_PAGE,
) -> Page[Row[Any]]:
    """Return a page of all calls, or of those of some units, changed last first."""
    found: Any = select(*COLUMNS, Call.desk)
    if units is not None:
        found = found.where(of_units(units))
    if phase is not None:
        found = found.where(at_phase(phase))
    return paged(db, found, (Call.desk, Call.id), way, most=most)


def of_units(units: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a call is of one of some units."""
    return Call.unit_id.in_(select(Unit.id).where(Unit.key.in_(sorted(units))))


def preparing(db: Session, units: Collection[str] | None = None) -> int:
    """Return how many calls are being prepared, in all units or in some."""
    found = select(func.count()).select_from(Call).where(at_phase(Phase.PREPARING))
    return db.scalar(found if units is None else found.where(of_units(units))) or 0


def asked(db: Session, units: Collection[str] | None = None) -> int:
    """Return how many questions on calls wait for an answer, in all units or in some."""
    found = select(func.count()).select_from(CallQuestion).join(Call, Call.id == CallQuestion.call_id)
    found = found.where(CallQuestion.state == QuestionState.WAITING)
    return db.scalar(found if units is None else found.where(of_units(units))) or 0
