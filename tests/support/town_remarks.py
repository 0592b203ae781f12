"""The remarks of the town in the states that the demonstration leaves out, and the report that waits for its signature."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.models import REMARK, Channel, Disposition, Remark, RemarkState
from portal.kernel import demo, tickets
from portal.kernel.clock import clock, now
from portal.kernel.codes import code_of
from portal.kernel.db import work
from portal.kernel.follows.actions import follow
from portal.kernel.jobs import run_one
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.outbox import Recipient


def told(debates: dict[str, int]) -> tuple[dict[str, Any], dict[str, str]]:
    """Bring remarks to their other states; return addresses by key, and the links of letters."""
    found: dict[str, Any] = {}
    with work() as db:
        citizen = demo.person(db, "citizen")
        written = actions.Written(text="Таблу треба да постави општина, о свом трошку.", line=9, name=citizen.name, email=citizen.email or "")
        mine = actions.remark(db, debates["open"], written, by=citizen)
        db.flush()
        _approved(db, mine.id)
        clerk = demo.person(db, "service-centre")
        entered = actions.Written(
            text="Писано руком.", line=8, name="Деда Милоје", channel=Channel.PAPER, received_on=now().date()
        )
        paper = actions.remark(db, debates["open"], entered, by=None, entered_by=clerk)
        found["receipt"] = paper.number
    with clock.standing_at(now() - timedelta(days=30)), work() as db:
        said = actions.Written(text="Начелно се слажем.", name="Дара Дарић", email="dara@primer.rs")
        last = actions.remark(db, debates["analysis"], said, by=demo.person(db, "citizen"))
        db.flush()
        _approved(db, last.id)
        clerk = demo.person(db, "clerk-urbanism")
        actions.draft(db, [last.id], actions.Answered(disposition=Disposition.ACCEPTED, reason_sr="Хвала."), by=clerk)
        db.flush()
        actions.publish(db, [last.id], by=clerk)
    with work() as db:
        actions.begin_report(db, debates["analysis"], by=demo.person(db, "head"))
    while run_one(current_app.extensions["portal"].jobs):
        pass
    with work() as db:
        found |= _addresses(db, debates)
        return found, _letters(db, found)


def _approved(db: Session, id: int) -> None:
    item = item_of(db, REMARK, id)
    assert item is not None
    queue = current_app.extensions["portal"].queues[REMARK]
    moderation.decide(db, queue, item.id, seen=item.version, verdict=Verdict.APPROVE, by=demo.person(db, "moderator"))


def _addresses(db: Session, debates: dict[str, int]) -> dict[str, Any]:
    open_ones = db.scalars(select(Remark).where(Remark.debate_id == debates["open"]).order_by(Remark.id)).all()
    by_state = {state.value: next((one for one in open_ones if one.state is state), None) for state in RemarkState}
    answered = db.scalars(select(Remark).where(Remark.debate_id == debates["adopted"]).order_by(Remark.id)).first()
    rows = {**by_state, "public": by_state["published"], "answered": answered}
    return {key: [one.id, one.number, one.debate_id, code_of(REMARK, one.id)] for key, one in rows.items() if one is not None}


def _letters(db: Session, found: dict[str, Any]) -> dict[str, str]:
    week = timedelta(days=7)
    public = found["public"][0]
    joined = follow(db, REMARK, public, Recipient("podrzavam@primer.rs"), confirmed=False)
    return {
        "remark": tickets.make(db, "debates.confirm", lasts=week, subject_kind=REMARK, subject_id=found["unconfirmed"][0]),
        "remark-support": tickets.make(
            db, "debates.support", lasts=week, subject_kind=REMARK, subject_id=public, data={"follow": joined.id}
        ),
    }
