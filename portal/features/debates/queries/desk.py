"""What the staff wants to know about debates; read only."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from portal.features.debates.models import Debate, Edition, EditionState, Passage, Phase, Proposal
from portal.features.debates.queries.public import COLUMNS, at_phase
from portal.kernel.municipality.models import Unit
from portal.kernel.paging import Page, Way, paged

DESK_PAGE, PORTION = 20, 25


def staff_list(
    db: Session,
    phase: Phase | None = None,
    way: Way | None = None,
    *,
    units: Collection[str] | None = None,
    most: int = DESK_PAGE,
) -> Page[Row[Any]]:
    """Return a page of all debates, or of those of some units, changed last first."""
    found: Any = select(*COLUMNS, Debate.desk)
    if units is not None:
        found = found.where(of_units(units))
    if phase is not None:
        found = found.where(at_phase(phase))
    return paged(db, found, (Debate.desk, Debate.id), way, most=most)


def of_units(units: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a debate is of one of some units."""
    return Debate.unit_id.in_(select(Unit.id).where(Unit.key.in_(sorted(units))))


def all_editions(db: Session, debate_id: int) -> Sequence[Edition]:
    """Return all editions of a debate, the first one first; the one that is prepared too."""
    return db.scalars(select(Edition).where(Edition.debate_id == debate_id).order_by(Edition.number)).all()


def edition(db: Session, debate_id: int, number: int) -> Edition | None:
    """Return an edition of a debate by its number."""
    return db.scalar(select(Edition).where(Edition.debate_id == debate_id, Edition.number == number))


def published_before(db: Session, edition: Edition) -> Edition | None:
    """Return the published edition before one: with which it is compared."""
    wanted = select(Edition).where(
        Edition.debate_id == edition.debate_id, Edition.number < edition.number, Edition.state == EditionState.PUBLISHED
    )
    return db.scalar(wanted.order_by(Edition.number.desc()).limit(1))


def portion(db: Session, edition_id: int, begins: int, most: int = PORTION) -> Sequence[Passage]:
    """Return so many passages of an edition from a place on."""
    wanted = select(Passage).where(Passage.edition_id == edition_id, Passage.place >= begins)
    return db.scalars(wanted.order_by(Passage.place).limit(most)).all()


def size(db: Session, edition_id: int) -> int:
    """Return how many passages an edition has."""
    return db.scalar(select(func.count()).select_from(Passage).where(Passage.edition_id == edition_id)) or 0


def sizes(db: Session, edition_ids: Sequence[int]) -> dict[int, int]:
    """Return how many passages each of some editions has."""
    wanted = select(Passage.edition_id, func.count()).where(Passage.edition_id.in_(list(edition_ids)))
    return {row[0]: row[1] for row in db.execute(wanted.group_by(Passage.edition_id))}


def proposals(db: Session, edition_id: int) -> Sequence[tuple[Passage, Proposal]]:
    """Return the passages of an edition with what is proposed as their past, doubtful and open ones first."""
    wanted = (
        select(Passage, Proposal)
        .join(Proposal, Proposal.passage_id == Passage.id)
        .where(Proposal.edition_id == edition_id)
        .order_by(Passage.place)
    )
    found = [(row[0], row[1]) for row in db.execute(wanted)]
    return sorted(found, key=lambda pair: (pair[1].chosen_at is not None, pair[1].is_sure))


def preparing(db: Session, units: Collection[str] | None = None) -> int:
    """Return how many debates are being prepared, in all units or in some."""
    found = select(func.count()).select_from(Debate).where(at_phase(Phase.PREPARING))
    return db.scalar(found if units is None else found.where(of_units(units))) or 0
