"""Following an area: letters about new reports of a settlement, of a category, or of both together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.features.problems.actions.shared import about
from portal.features.problems.models import Category, News, Problem
from portal.features.problems.refusals import UnknownCategory, UnknownSettlement
from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.follows.actions import SEVERAL, confirm, join
from portal.kernel.follows.models import Follow
from portal.kernel.municipality.models import Settlement
from portal.kernel.outbox import Recipient

AREA = "problem_area"
"""What is followed: a settlement and a category, either of them 0 for all; one number in the follow's row."""
CATEGORIES = 4096
MOST, AT_ONCE = 20, 1000
"""Reports that one letter tells in words, and reports that one run gathers."""
HIDDEN_FOR = timedelta(days=30)
"""How long a report that is not public waits for its letter before it is let go."""


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


def keep_for_areas(db: Session, problem: Problem) -> None:
    """Keep a report that became public for the next letters about its area: one row, however many follow it."""
    if db.get(News, problem.id) is None:
        db.add(News(problem_id=problem.id, at=now()))


def tell_areas(db: Session) -> int:
    """Write one letter to each address with all that is new in the areas it follows; return how many letters.

    The rows go in the same transaction, so a second run finds nothing. A report that a moderator hid meanwhile waits,
    for a month at most: nobody hears of it before everybody may read it. Who began to follow later hears of later ones.
    """
    public = {one.id: one for one in _waiting(db)}
    said = {one.problem_id: one.at for one in db.scalars(select(News).with_for_update()) if one.problem_id in public}
    letters: dict[str, Gathered] = {}
    for follow, problems in _followed(db, [public[id] for id in said]):
        new = [one for one in problems if follow.confirmed_at and follow.confirmed_at <= said[one.id]]
        if new := [one for one in new if one.reporter_email != follow.email]:
            gathered = letters.setdefault(follow.email, Gathered(to=follow))
            gathered.tokens.append(follow.token)
            gathered.problems.update({one.id: one for one in new})
    for gathered in letters.values():
        _tell(db, gathered)
    old = News.at < now() - HIDDEN_FOR
    db.execute(delete(News).where(or_(News.problem_id.in_(list(said)), old)))
    return len(letters)


@dataclass
class Gathered:
    """What one address hears of in one letter, and the tokens by which all of it ends."""

    to: Follow
    tokens: list[str] = field(default_factory=list)
    problems: dict[int, Problem] = field(default_factory=dict)


def _waiting(db: Session) -> list[Problem]:
    wanted = select(Problem).join(News, News.problem_id == Problem.id).order_by(News.at, Problem.id)
    return [one for one in db.scalars(wanted.limit(AT_ONCE)) if one.is_public]


def _followed(db: Session, problems: Sequence[Problem]) -> Iterator[tuple[Follow, list[Problem]]]:
    """Yield who follows the areas of some reports, each follow with the reports in its area."""
    by_area: dict[int, list[Problem]] = {}
    for one in problems:
        for area in {area_of(place, category) for place in (one.settlement_id or 0, 0) for category in (one.category_id, 0)}:
            by_area.setdefault(area, []).append(one)
    wanted = select(Follow).where(Follow.kind == AREA, Follow.subject_id.in_(list(by_area)), Follow.confirmed_at.is_not(None))
    for follow in db.scalars(wanted.order_by(Follow.id)):
        yield follow, by_area[follow.subject_id]


def _tell(db: Session, gathered: Gathered) -> None:
    """Post the letter; of very many reports it tells the first ones, and counts the others."""
    found = [gathered.problems[id] for id in sorted(gathered.problems)]
    told = [{**about(one), "code": "", "own": False, "place": one.public_place, "text": one.public_text} for one in found[:MOST]]
    data = {"reports": told, "number": len(found), "unfollow": SEVERAL.join(gathered.tokens[:MOST])}
    to = Recipient(gathered.to.email, gathered.to.version_key, gathered.to.person_id)
    outbox.post(db, "problems.area", to, data, key=f"problems.area:{gathered.to.id}:{found[-1].id}")


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
