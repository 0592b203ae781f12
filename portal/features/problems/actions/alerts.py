"""Following an area: letters about new reports of a settlement, of a category, or of both together."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems.actions.shared import about
from portal.features.problems.models import Category, Problem
from portal.features.problems.refusals import UnknownCategory, UnknownSettlement
from portal.kernel import outbox
from portal.kernel.follows.actions import confirm, followers, join
from portal.kernel.follows.models import Follow
from portal.kernel.municipality.models import Settlement
from portal.kernel.outbox import Recipient

AREA = "problem_area"
"""What is followed: a settlement and a category, either of them 0 for all; one number in the follow's row."""
CATEGORIES = 4096


def area_of(settlement_id: int, category_id: int) -> int:
    """Return the one number of an area; 0 stands for all settlements, or all categories."""
    return settlement_id * CATEGORIES + category_id


def parts_of(area: int) -> tuple[int, int]:
    """Return settlement and category of an area."""
    return divmod(area, CATEGORIES)


def follow_area(db: Session, settlement_id: int, category_id: int, to: Recipient, *, confirmed: bool) -> None:
    """Let somebody hear of every new report of an area; a guest's address is confirmed by a letter first.

    Raises `UnknownSettlement`, `UnknownCategory`.
    """
    settlement = db.get(Settlement, settlement_id) if settlement_id else None
    category = db.get(Category, category_id) if category_id else None
    if settlement_id and settlement is None:
        raise UnknownSettlement(field="settlement")
    if category_id and category is None:
        raise UnknownCategory(field="category")
    area = area_of(settlement_id, category_id)
    letter = {"ticket": "problems.follow", "letter": "problems.confirm_area"}
    join(db, AREA, area, to, confirmed=confirmed, data=_named(settlement, category), **letter)


def confirm_area(db: Session, follow_id: int) -> None:
    """Count an address that works; twice is once."""
    confirm(db, follow_id)


def tell_area(db: Session, problem: Problem) -> None:
    """Write to everybody who follows the report's area that it is public: one letter to one address. Four look-ups."""
    told = {problem.reporter_email}
    for settlement_id in {problem.settlement_id or 0, 0}:
        for category_id in {problem.category_id, 0}:
            for found in followers(db, AREA, area_of(settlement_id, category_id)):
                if found.email not in told:
                    told.add(found.email)
                    _tell(db, problem, found)


def _tell(db: Session, problem: Problem, found: Follow) -> None:
    outbox.post(
        db,
        "problems.area",
        Recipient(found.email, found.version_key, found.person_id),
        {**about(problem), "own": False, "place": problem.public_place, "text": problem.public_text, "unfollow": found.token},
        key=f"problems.area:{problem.id}:{found.id}",
    )


def _named(settlement: Settlement | None, category: Category | None) -> dict[str, str]:
    return {
        "settlement_sr": settlement.name_sr if settlement else "",
        "settlement_en": settlement.name_en if settlement else "",
        "category_sr": category.name_sr if category else "",
        "category_en": category.name_en if category else "",
    }


def followed(db: Session, token: str) -> Follow | None:
    """Return what the token of a letter follows."""
    return db.scalar(select(Follow).where(Follow.token == token))
