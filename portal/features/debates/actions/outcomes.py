"""The letters after a report: one to each who took part, with all their remarks, and one to each who supported one.

What was published after the report, on appeal, has letters of its own when it is answered.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.features.debates.actions.remarks_shared import about
from portal.features.debates.models import REMARK, Debate, Remark, RemarkState, Response
from portal.kernel import outbox
from portal.kernel.codes import code_of
from portal.kernel.follows.actions import followers
from portal.kernel.follows.models import Follow
from portal.kernel.jobs import enqueue
from portal.kernel.outbox import Recipient

BATCH = 200
MOST_NAMED = 100
SAID = (RemarkState.PUBLISHED, RemarkState.REFUSED)


def tell_outcomes(db: Session, payload: Mapping[str, Any]) -> None:
    """Write to the next two hundred people, and promise the rest; a second run writes nobody twice."""
    debate_id, after = int(payload["debate"]), str(payload.get("after", ""))
    theirs = (Remark.debate_id == debate_id, Remark.author_email != "", Remark.state.in_(SAID), Remark.number.is_not(None))
    keys = db.scalars(
        select(Remark.author_key).where(*theirs, Remark.author_key > after).distinct().order_by(Remark.author_key).limit(BATCH)
    ).all()
    if not keys:
        enqueue(db, "debates.supporters", {"debate": debate_id}, key=f"debates.supporters:{debate_id}")
        return
    found: dict[str, list[Remark]] = defaultdict(list)
    wanted = select(Remark).where(*theirs, Remark.author_key.in_(keys)).order_by(Remark.number)
    for remark in db.scalars(wanted.options(joinedload(Remark.passage), joinedload(Remark.response))):
        found[remark.author_key].append(remark)
    debate = db.get_one(Debate, debate_id)
    for key in keys:
        _tell_author(db, debate, found[key], key=f"{debate.id}:{key}")
    enqueue(db, "debates.outcomes", {"debate": debate_id, "after": keys[-1]}, key=f"debates.outcomes:{debate_id}:{keys[-1]}")


def tell_outcome(db: Session, remark: Remark, response: Response) -> None:
    """Write to the author and the supporters of one remark that was answered after the report was signed."""
    if remark.author_email:
        _tell_author(db, db.get_one(Debate, remark.debate_id), [remark], key=f"{remark.debate_id}:after:{remark.id}", after=True)
    for follow in followers(db, REMARK, remark.id):
        if follow.email != remark.author_email:
            _tell_supporter(db, follow, remark, response)


def _tell_author(db: Session, debate: Debate, remarks: Sequence[Remark], *, key: str, after: bool = False) -> None:
    last = remarks[-1]
    data = {
        "id": last.id,
        "code": code_of(REMARK, last.id),
        "debate": debate.id,
        "title": debate.title_sr,
        "title_en": debate.title_en,
        "remarks": [_outcome_of(remark) for remark in remarks[:MOST_NAMED]],
        "after_report": after,
    }
    to = Recipient(last.author_email, last.version_key, last.person_id)
    outbox.post(db, "debates.outcome", to, data, about=(REMARK, last.id), key=f"debates.outcome:{key}")


def _outcome_of(remark: Remark) -> dict[str, Any]:
    response = remark.response
    return {
        "number": remark.number,
        "label": remark.passage.label if remark.passage else "",
        "label_en": remark.passage.label_en if remark.passage else "",
        "disposition": remark.disposition.value if remark.disposition else "",
        "reason_sr": response.reason_sr if response else remark.refusal_sr,
        "reason_en": response.reason_en if response else remark.refusal_en,
    }


def tell_supporters(db: Session, payload: Mapping[str, Any]) -> None:
    """Write to those who support somebody else's remark and follow what becomes of it; two hundred at a time."""
    debate_id, after = int(payload["debate"]), int(payload.get("after", 0))
    wanted = (
        select(Follow, Remark, Response)
        .join(Remark, Remark.id == Follow.subject_id)
        .join(Response, Response.remark_id == Remark.id)
        .where(Follow.kind == REMARK, Follow.confirmed_at.is_not(None), Follow.id > after, Remark.debate_id == debate_id)
        .where(Remark.disposition.is_not(None), Follow.email != Remark.author_email)
    )
    rows = db.execute(wanted.order_by(Follow.id).limit(BATCH)).all()
    for follow, remark, response in rows:
        _tell_supporter(db, follow, remark, response)
    if rows:
        last = rows[-1][0].id
        enqueue(db, "debates.supporters", {"debate": debate_id, "after": last}, key=f"debates.supporters:{debate_id}:{last}")


def _tell_supporter(db: Session, follow: Follow, remark: Remark, response: Response) -> None:
    to = Recipient(follow.email, follow.version_key, follow.person_id)
    said = {"disposition": response.disposition.value, "reason_sr": response.reason_sr, "reason_en": response.reason_en}
    data = {**about(db, remark), **said, "unfollow": follow.token}
    outbox.post(db, "debates.supported", to, data, about=(REMARK, remark.id), key=f"debates.supported:{follow.id}")
