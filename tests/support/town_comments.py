"""The discussions of the town in all their states, beside those that the demonstration brings."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import demo
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.codes import code_of
from portal.kernel.comments import actions
from portal.kernel.comments.models import KIND, Comment, Thread, Wrong
from portal.kernel.comments.views.own import REPORT
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import authors
from portal.kernel.moderation.models import AuthorMode, Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.outbox.models import Notice

SAID = {
    "unconfirmed": "Чекам писмо са дугметом.",
    "waiting": "Да ли се ради и суботом?",
    "returned": "Ово је брука, сви знају ко је крив!",
    "refused": "Купујте код мене, најбоље цене.",
    "appealed": "Мој коментар није оглас него питање.",
    "changed": "Хвала радницима на киши.",
    "public": "Питање за извођача: докле траје једна трака?",
    "ruled": "Опет ви, срам вас било!",
}
GUESTS = {"unconfirmed": ("Радмила Стојадинов", "radmila@primer.rs"), "ruled": ("Љутко Љутић", "ljutko@primer.rs")}


def talk(db: Session, queue: Any, item_id: int, closed_id: int) -> dict[str, str]:
    """Let a citizen say things under an item that meet every fate, close another discussion; return addresses."""
    citizen, moderator, editor = (demo.person(db, key) for key in ("citizen", "moderator", "editor"))
    said = {key: _says(db, item_id, text, None if key in GUESTS else citizen, *GUESTS.get(key, ())) for key, text in SAID.items()}
    for key, verdict in (("returned", Verdict.RETURN), ("refused", Verdict.REFUSE), ("appealed", Verdict.REFUSE)):
        _decides(db, queue, said[key], verdict, moderator)
    for key in ("changed", "public"):
        _decides(db, queue, said[key], Verdict.APPROVE, moderator)
    ruled = _rules(db, queue, said["ruled"], moderator)
    actions.appeal(db, said["appealed"], "Питао сам, нисам ништа нудио.")
    actions.edit(db, said["changed"], "Хвала радницима на киши и блату.", seen=1)
    reported = Wrong.OFF_TOPIC, "Није на ову тему."
    report = actions.report(db, said["public"], actions.Reported(wrong=reported[0], words=reported[1], source="a reader"), by=None)
    actions.close(db, "news", closed_id, by=editor)
    official = db.scalars(select(Comment).where(Comment.voice_sr != "").order_by(Comment.id)).first()
    assert official is not None
    letter = db.scalars(select(Notice).where(Notice.kind == "comments.confirm").order_by(Notice.id.desc())).first()
    held = db.get_one(Thread, said["public"].thread_id)
    return {
        **{f"own {key}": f"moj/{comment.id}/{code_of(KIND, comment.id)}/" for key, comment in said.items()},
        **{f"sent {key}": f"poslato/{comment.id}/{code_of(KIND, comment.id)}/" for key, comment in said.items()},
        "ruled item": f"{ruled}",
        "thread": f"vesti/{held.subject_id}/",
        "closed": f"vesti/{closed_id}/",
        "reply": f"{official.id}/odgovor/?citat=da",
        "report": f"{said['public'].id}/prijava/",
        "reported": f"prijava/{report.id}/{code_of(REPORT, report.id)}/",
        "confirm": f"potvrda/{letter.data['token'] if letter else ''}/",
    }


def _says(db: Session, item_id: int, text: str, by: Person | None, name: str = "", email: str = "") -> Comment:
    name, email = (by.name, by.email or "") if by else (name, email)
    return actions.write(db, "news", item_id, actions.Written(text=text, name=name, email=email), by=by)


def _rules(db: Session, queue: Any, comment: Comment, by: Person) -> int:
    """Let a guest's comments be read first for some days, and the guest appeal; return the item's id."""
    actions.confirm(db, comment)
    db.flush()
    item = item_of(db, KIND, comment.id)
    assert item is not None
    last = local_date(now()) + timedelta(days=14)
    why = "Три увреде за два дана. Док траје правило, коментаре прво чита модератор."
    rule = authors.lay_down(db, queue, item.id, mode=AuthorMode.BEFORE, reason=why, until=last, by=by)
    authors.appeal(db, rule, "Нисам вређао, љут сам због пута.")
    return item.id


def _decides(db: Session, queue: Any, comment: Comment, verdict: Verdict, by: Person) -> None:
    db.flush()
    item = item_of(db, KIND, comment.id)
    assert item is not None
    key = "" if verdict is Verdict.APPROVE else "insult" if verdict is Verdict.RETURN else "advertising"
    words = "" if verdict is Verdict.APPROVE else "Молимо Вас, без увреда и огласа."
    moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=by, reason_text=words, reason_key=_known(db, key, verdict))


def _known(db: Session, key: str, verdict: Verdict) -> str:
    from portal.kernel.moderation.queries import reasons

    return next((reason.key for reason in reasons(db, verdict) if reason.key == key), "")
