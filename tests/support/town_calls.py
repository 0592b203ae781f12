"""The calls of the town in the states that the demonstration leaves out."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.actions import asking, preparing, publishing
from portal.features.tenders.actions.parts import Note
from portal.features.tenders.models import Call, CallKind, CallQuestion, Document, QuestionState
from portal.features.tenders.rules.clocks import Clocks
from portal.kernel import demo
from portal.kernel.clock import clock, now
from portal.kernel.db import work
from portal.kernel.municipality.models import Unit

BEGINNINGS = {
    "destroyed": "Закуп пословног простора",
    "open": "Конкурс за пројекте удружења",
    "closed": "Закуп пољопривредног",
    "preparing": "Стипендије за студенте",
    "external": "Реконструкција улице",
}


def told() -> dict[str, int]:
    """Bring calls to their other states; return their numbers by key."""
    with work() as db:
        found = {key: db.scalars(select(Call.id).where(Call.title_sr.startswith(word))).one() for key, word in BEGINNINGS.items()}
    with clock.standing_at(now() - timedelta(days=10)), work() as db:
        found["cancelled"] = _published(db, "Субвенције за пластенике", 30)
    with work() as db:
        head = demo.person(db, "head")
        reason = Note(sr="Новац је пренет у следећу годину.", en="The money was moved to the next year.")
        seen = db.get_one(Call, found["cancelled"]).version
        publishing.cancel(db, found["cancelled"], by=head, seen=seen, reason=reason)
        found["late"] = _published(db, "Субвенције за пчеларе", 2)
    with work() as db:
        found["empty"] = preparing.prepare(
            db, CallKind.SUBSIDY, preparing.Told(title_sr="Празан позив", unit_id=_unit(db)), by=demo.person(db, "service-centre")
        ).id
        waiting = select(CallQuestion.id).where(CallQuestion.call_id == found["open"], CallQuestion.state == QuestionState.WAITING)
        found["question"] = db.scalars(waiting).first() or 0
        declined = asking.ask(db, found["open"], "Ко је прошле године добио новац?", by=demo.person(db, "citizen"))
        reason_text = "То није питање о документацији."
        asking.decline(db, declined.id, reason=reason_text, by=demo.person(db, "head"), seen=declined.version)
        found["document"] = db.scalars(select(Document.id).where(Document.call_id == found["open"]).order_by(Document.id)).first() or 0
        found["draft"] = db.scalars(select(Document.id).where(Document.call_id == found["preparing"])).first() or 0
        call = db.get_one(Call, found["open"])
        found["requirement"], found["change"] = call.requirements[0].id, call.change
    return found


def _unit(db: Session) -> int:
    return db.scalars(select(Unit.id).where(Unit.key == "lokalni-razvoj")).one()


def _published(db: Session, title: str, days: int) -> int:
    closes = now() + timedelta(days=days)
    told = preparing.Told(
        title_sr=title,
        summary_sr="Ко може да добије новац и за шта.",
        unit_id=_unit(db),
        clocks=Clocks(closes_at=closes),
        is_sealed=False,
        is_secret=False,
    )
    call = preparing.prepare(db, CallKind.SUBSIDY, told, by=demo.person(db, "service-centre"))
    return publishing.publish(db, call.id, by=demo.person(db, "head")).id
