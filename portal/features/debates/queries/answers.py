"""What processors want to know: which remarks wait where, what is alike, what contradicts each other, what is missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.orm import Session, joinedload

from portal.features.debates.models import (
    AFTER_REPORT,
    IN_REGISTER,
    PUBLIC,
    Debate,
    Disposition,
    Remark,
    RemarkState,
    Response,
    ResponseState,
    Said,
    Stage,
)
from portal.features.debates.queries.desk import of_units
from portal.features.debates.queries.lines import Place, places

FOR_IT = (Disposition.ACCEPTED, Disposition.PARTLY)
WAITS = (RemarkState.UNCONFIRMED, RemarkState.WAITING)
MOST = 200
GONE = -1
"""What stands for the line of an article where the passages are that are no longer in the text."""


def _answerable() -> Select[Remark]:
    return select(Remark).where(text(f"portal_debate_remark.{IN_REGISTER}"), Remark.state == RemarkState.PUBLISHED)


def debates_to_answer(db: Session) -> Sequence[Debate]:
    """Return the debates whose report is not signed yet, the newest first."""
    wanted = select(Debate).where(text(PUBLIC), Debate.stage == Stage.ANNOUNCED)
    return db.scalars(wanted.order_by(Debate.announced_at.desc(), Debate.id.desc())).all()


def _answered_late() -> Select[Remark]:
    """What became public after the report was signed: along its own small index."""
    return select(Remark).where(text(f"portal_debate_remark.{AFTER_REPORT}"), Remark.state == RemarkState.PUBLISHED)


def after_report(db: Session, debate_id: int) -> Sequence[Remark]:
    """Return what was published after the report, on appeal, with its answers: the supplement of the report."""
    wanted = _answered_late().where(Remark.debate_id == debate_id).order_by(Remark.number).limit(MOST)
    return db.scalars(wanted.options(joinedload(Remark.passage), joinedload(Remark.response))).all()


def debates_owing(db: Session) -> Sequence[Debate]:
    """Return the reported debates in which a remark was published after the report and still has no answer."""
    owing = _answered_late().with_only_columns(Remark.debate_id).where(Remark.answered_at.is_(None))
    return db.scalars(select(Debate).where(Debate.id.in_(owing)).order_by(Debate.id.desc())).all()


def recent_debates(db: Session) -> Sequence[Debate]:
    """Return the debates that were announced, whatever became of them, the newest first."""
    return db.scalars(select(Debate).where(text(PUBLIC)).order_by(Debate.shelf, Debate.id).limit(MOST)).all()


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The remarks on one article: how many there are, and how many have no published answer."""

    line: int
    place: Place | None
    number: int
    unanswered: int


def shelves(db: Session, debate: Debate) -> Sequence[Shelf]:
    """Return the articles that have remarks, in the order of the text; 0 is the draft as a whole, `GONE` what has gone."""
    known = places(db, debate)
    waiting = func.count().filter(Remark.answered_at.is_(None))
    rows = db.execute(
        _answerable()
        .with_only_columns(Remark.line, func.count(), waiting)
        .where(Remark.debate_id == debate.id)
        .group_by(Remark.line)
    )
    sums: dict[int, list[int]] = {}
    for line, number, unanswered in rows:
        article = article_of(known, line)
        held = sums.setdefault(article, [0, 0])
        held[0] += number
        held[1] += unanswered
    order = {line: place for place, line in enumerate(known)}
    ranked = sorted(sums, key=lambda line: order.get(line, -1 if line == 0 else len(order)))
    return [Shelf(line=line, place=known.get(line), number=sums[line][0], unanswered=sums[line][1]) for line in ranked]


def article_of(known: Mapping[int, Place], line: int | None) -> int:
    """Return the article a line stands in now: itself where it is none, 0 for the whole draft, `GONE` where it is gone."""
    if line is None:
        return 0
    place = known.get(line)
    return GONE if place is None else place.article or place.line


def on_shelf(db: Session, debate: Debate, article: int, *, processor_id: int | None = None) -> Sequence[Remark]:
    """Return the public remarks of one article with their answers, alike ones together; at most 200, unanswered first."""
    known = places(db, debate)
    lines = [line for line in known if article_of(known, line) == article]
    wanted = _answerable().where(Remark.debate_id == debate.id)
    if article == 0:
        wanted = wanted.where(Remark.line.is_(None))
    elif article == GONE:
        wanted = wanted.where(Remark.line.is_not(None), Remark.line.not_in(list(known)))
    else:
        wanted = wanted.where(Remark.line.in_(lines))
    if processor_id is not None:
        wanted = wanted.where(Remark.processor_id == processor_id)
    together = func.coalesce(Remark.alike, Remark.id)
    ordered = wanted.order_by(Remark.answered_at.is_not(None), together, Remark.number).limit(MOST)
    return db.scalars(ordered.options(joinedload(Remark.passage), joinedload(Remark.response))).all()


def alike_to(db: Session, remark: Remark) -> Sequence[Remark]:
    """Return the other unanswered remarks that say the same."""
    if remark.alike is None:
        return []
    same = (Remark.debate_id == remark.debate_id, Remark.alike == remark.alike, Remark.id != remark.id)
    found = _answerable().where(*same, Remark.answered_at.is_(None)).order_by(Remark.number).limit(MOST)
    return db.scalars(found.options(joinedload(Remark.passage))).all()


def response_of(db: Session, remark_id: int) -> Response | None:
    """Return the answer of a remark, draft or published."""
    return db.scalar(select(Response).where(Response.remark_id == remark_id))


def said_of(db: Session, remark_id: int) -> Sequence[Said]:
    """Return every published wording of an answer, the oldest first."""
    return db.scalars(select(Said).where(Said.remark_id == remark_id).order_by(Said.id)).all()


def answered_together(db: Session, mark: str) -> Sequence[Remark]:
    """Return the remarks that got one answer together."""
    theirs = select(Remark).join(Response, Response.remark_id == Remark.id).where(Response.together == mark)
    return db.scalars(theirs.order_by(Remark.number).options(joinedload(Remark.passage), joinedload(Remark.response))).all()


def conflicts(db: Session, debate_id: int) -> Sequence[Sequence[Remark]]:
    """Return remarks with another wording that are, or are about to be, accepted for one line: groups of two or more."""
    wanted = (
        _answerable()
        .join(Response, Response.remark_id == Remark.id)
        .where(Remark.debate_id == debate_id, Remark.public_wording != "", Response.disposition.in_(FOR_IT))
        .order_by(Remark.line, Remark.number)
        .options(joinedload(Remark.passage), joinedload(Remark.response))
    )
    groups: dict[int | None, list[Remark]] = {}
    for remark in db.scalars(wanted):
        groups.setdefault(remark.line, []).append(remark)
    return [group for group in groups.values() if len({one.public_wording for one in group}) > 1]


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What a report waits for: numbers of remarks without a published answer, and what nobody has decided on yet."""

    unanswered: Sequence[int]
    more: int
    waiting: int

    @property
    def is_complete(self) -> bool:
        """Tell whether the report can be made."""
        return not self.unanswered and not self.waiting


def missing(db: Session, debate_id: int, *, most: int = 50) -> Missing:
    """Return what the report of a debate waits for; the first numbers, and how many more there are."""
    open_ones = _answerable().with_only_columns(Remark.number).where(Remark.debate_id == debate_id, Remark.answered_at.is_(None))
    numbers = db.scalars(open_ones.order_by(Remark.number).limit(most)).all()
    all_of_them = db.scalar(select(func.count()).select_from(open_ones.subquery())) or 0
    waits = select(func.count()).select_from(Remark).where(Remark.debate_id == debate_id, Remark.state.in_(WAITS))
    return Missing(
        unanswered=[number or 0 for number in numbers], more=all_of_them - len(numbers), waiting=db.scalar(waits) or 0
    )


def drafts(db: Session, debate_id: int) -> int:
    """Count the drafts of answers in a debate."""
    theirs = select(func.count()).select_from(Response).join(Remark, Remark.id == Response.remark_id)
    return db.scalar(theirs.where(Remark.debate_id == debate_id, Response.state == ResponseState.DRAFT)) or 0


def waiting_for_answer(db: Session, person_id: int, units: Collection[str] | None = None) -> int:
    """Count the remarks that wait for an answer by a person: assigned to them, or to nobody.

    In debates not reported yet, and what was published after a report; in all units or in some.
    """
    open_debates = select(Debate.id).where(text(PUBLIC), Debate.stage == Stage.ANNOUNCED)
    theirs = or_(Remark.processor_id == person_id, Remark.processor_id.is_(None))
    waits = or_(Remark.debate_id.in_(open_debates), text(f"portal_debate_remark.{AFTER_REPORT}"))
    wanted = _answerable().where(waits, Remark.answered_at.is_(None), theirs)
    if units is not None:
        wanted = wanted.where(Remark.debate_id.in_(select(Debate.id).where(of_units(units))))
    return db.scalar(select(func.count()).select_from(wanted.with_only_columns(Remark.id).subquery())) or 0


def open_among(db: Session, debate_id: int, ids: Sequence[int]) -> Sequence[Remark]:
    """Return those of some remarks of a debate that are public and have no published answer, by number."""
    wanted = _answerable().where(Remark.debate_id == debate_id, Remark.id.in_(list(ids)[:500]), Remark.answered_at.is_(None))
    return db.scalars(wanted.order_by(Remark.number).options(joinedload(Remark.passage), joinedload(Remark.response))).all()
