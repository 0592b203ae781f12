"""What the public may see of remarks; `in_register()` alone decides it, for register, text, figures, letters and report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select, text
from sqlalchemy.orm import Session, joinedload

from portal.features.debates.models import (
    IN_REGISTER,
    Channel,
    Debate,
    Disposition,
    Figure,
    Passage,
    Remark,
    RemarkState,
    Response,
    ResponseState,
)
from portal.features.debates.queries.public import public
from portal.kernel.paging import Page, Way, paged

PAGE = 20
SHOWN = (RemarkState.PUBLISHED, RemarkState.REFUSED, RemarkState.WITHDRAWN)
COLUMNS = (
    Remark.id,
    Remark.number,
    Remark.state,
    Remark.line,
    Remark.edition_id,
    Remark.public_text,
    Remark.public_wording,
    Remark.redacted,
    Remark.shown_name,
    Remark.organisation,
    Remark.channel,
    Remark.entered_at,
    Remark.refusal_sr,
    Remark.refusal_en,
    Remark.disposition,
    Remark.answered_at,
    Remark.support_count,
    Passage.label,
    Passage.label_en,
)


def in_register(*columns: Any) -> Select[Any]:
    """The one rule of what the public may see: what a moderator has read, in a public debate, each with its number.

    Of a refused one the number, the time and the reason; of a withdrawn one the number. What waits for a moderator has
    a number already, so numbers may be missing for a while.
    """
    return select(*columns).where(text(f"portal_debate_remark.{IN_REGISTER}"), Remark.state.in_(SHOWN))


def shows_remark(db: Session, remark_id: int) -> bool:
    """Tell whether anybody may read the words of a remark, and what is attached to it."""
    wanted = in_register(Remark.id).where(Remark.id == remark_id, Remark.state == RemarkState.PUBLISHED)
    debates = public().with_only_columns(Debate.id)
    return db.scalar(wanted.where(Remark.debate_id.in_(debates))) is not None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a reader of the register asked for; None means everything. `line` 0 is the draft as a whole."""

    line: int | None = None
    disposition: Disposition | str | None = None
    channel: Channel | None = None


UNANSWERED = "none"
"""What stands for the disposition of a remark without a published answer."""


def listed(db: Session, debate_id: int, wanted: Chosen, way: Way | None = None, *, most: int = PAGE) -> Page[Row[Any]]:
    """Return a page of the register by number; one query along one index."""
    found = in_register(*COLUMNS).outerjoin(Passage, Passage.id == Remark.passage_id).where(Remark.debate_id == debate_id)
    if wanted.line is not None:
        found = found.where(Remark.line == wanted.line if wanted.line else Remark.line.is_(None))
    if wanted.disposition == UNANSWERED:
        found = found.where(Remark.state == RemarkState.PUBLISHED, Remark.disposition.is_(None))
    elif wanted.disposition is not None:
        found = found.where(Remark.disposition == wanted.disposition)
    if wanted.channel is not None:
        found = found.where(Remark.channel == wanted.channel)
    return paged(db, found, (Remark.number,), way, most=most)


def get_shown(db: Session, debate_id: int, number: int) -> Remark | None:
    """Return a remark of the register, with the passage it was written on and its answer, if the public may see it."""
    wanted = in_register(Remark).where(Remark.debate_id == debate_id, Remark.number == number)
    found: Remark | None = db.scalar(wanted.options(joinedload(Remark.passage), joinedload(Remark.response)))
    return found


def answer_of(remark: Remark) -> Response | None:
    """Return the published answer of a remark."""
    response = remark.response
    return response if response is not None and response.state is ResponseState.PUBLISHED else None


def counts_by_line(db: Session, debate_id: int) -> dict[int, int]:
    """Return how many public remarks each line of a debate has, 0 for the draft as a whole; from counters."""
    wanted = select(Figure.line, Figure.number).where(Figure.debate_id == debate_id, Figure.what == "line", Figure.number > 0)
    return {line: number for line, number in db.execute(wanted)}  # noqa: C416


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The figures of a debate's register, each with its definition: public remarks unless it says otherwise."""

    public: int
    waiting: int
    refused: int
    withdrawn: int
    channels: Mapping[Channel, int]
    dispositions: Mapping[Disposition, int]
    unanswered: int

    @property
    def entered(self) -> int:
        """How many numbers the register has given."""
        return self.public + self.waiting + self.refused + self.withdrawn

    @property
    def answered(self) -> int:
        """How many public remarks have a published answer."""
        return self.public - self.unanswered

    def share(self, number: int, of: int) -> float | None:
        """Return a share in per cent; None below ten."""
        return 100 * number / of if of >= 10 else None


def counts(db: Session, debate_id: int) -> Counts:
    """Return the figures of a debate's register, from counters; one query."""
    wanted = select(Figure.what, Figure.number).where(Figure.debate_id == debate_id, Figure.what != "line")
    kept: dict[str, int] = {what: number for what, number in db.execute(wanted)}  # noqa: C416
    return Counts(
        public=kept.get("state:published", 0),
        waiting=kept.get("state:waiting", 0),
        refused=kept.get("state:refused", 0),
        withdrawn=kept.get("state:withdrawn", 0),
        channels={channel: kept.get(f"channel:{channel}", 0) for channel in Channel},
        dispositions={disposition: kept.get(f"disposition:{disposition}", 0) for disposition in Disposition},
        unanswered=kept.get(f"disposition:{UNANSWERED}", 0),
    )


def of_person(db: Session, person_id: int) -> Sequence[Remark]:
    """Return the remarks of a person, newest first, with what is said of them."""
    theirs = select(Remark).where(Remark.person_id == person_id).order_by(Remark.id.desc()).limit(200)
    named = (joinedload(Remark.passage), joinedload(Remark.debate), joinedload(Remark.response))
    return db.scalars(theirs.options(*named)).all()


def of_author(db: Session, remark: Remark) -> Sequence[Remark]:
    """Return the other remarks that came from the same address in the same debate; none where there is no address."""
    if not remark.author_email:
        return []
    same = (Remark.debate_id == remark.debate_id, Remark.author_key == remark.author_key, Remark.id != remark.id)
    named = (joinedload(Remark.passage), joinedload(Remark.response))
    return db.scalars(select(Remark).where(*same, Remark.number.is_not(None)).order_by(Remark.number).options(*named)).all()


def last_entered_by(db: Session, debate_id: int, person_id: int) -> Remark | None:
    """Return what a clerk typed in last in a debate."""
    mine = select(Remark).where(Remark.debate_id == debate_id, Remark.entered_by_id == person_id)
    return db.scalars(mine.order_by(Remark.id.desc()).limit(1)).first()


def used(db: Session, since: Any, until: Any) -> int:
    """Count remarks that entered a register in a time."""
    wanted = select(func.count()).select_from(Remark).where(Remark.entered_at >= since, Remark.entered_at < until)
    return db.scalar(wanted) or 0


