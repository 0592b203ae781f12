"""A draft of 400 passages with no remark and with 10,000: its text, its register, its report; measured in one process."""

import resource
from datetime import timedelta
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from bench.moderation import timed
from portal.features.debates import actions, queries
from portal.features.debates.actions.remarks_figures import drift
from portal.features.debates.law.aligning import align
from portal.features.debates.law.likeness import Passage as Piece
from portal.features.debates.models import (
    Channel,
    Debate,
    DebateKind,
    Disposition,
    Edition,
    Passage,
    Remark,
    RemarkState,
    Response,
    ResponseState,
    Stage,
)
from portal.features.debates.queries.lines import places
from portal.features.debates.queries.remarks import Chosen, listed
from portal.features.debates.rules import splitting
from portal.kernel import documents
from portal.kernel.accounts import actions as accounts
from portal.kernel.accounts.models import Person, Role
from portal.kernel.authors import ShownAs
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.jobs import run_one
from portal.kernel.municipality.models import Unit
from portal.kernel.paging import Way

NAME = "remarks on 400 passages"
SIZES = [0, 10_000]


def measure(app: Flask, number: int) -> list[str]:
    """Fill, then measure text, register and report; returns lines for the table."""
    with app.app_context():
        head, debate_id = _debate()
        _remarks(debate_id, number)
        return [f"{number:,} {NAME}: " + ", ".join(_figures(app, head, debate_id, number))]


def _debate() -> tuple[int, int]:
    article = "Члан {n}.\nПрви став члана {n} уређује ствар број {n}.\nДруги став каже нешто друго о њој.\n"
    text = "".join(article.format(n=n) for n in range(1, 134))
    document = documents.read(text.encode(), "")
    with work() as db:
        head = accounts.add_person(db, email="h@bench.example", name="Начелник Пробић", roles=[(Role.HEAD, "")])
        db.flush()
        unit = db.scalars(select(Unit).order_by(Unit.id)).first()
        if unit is None:
            unit = Unit(key="bench", name_sr="Одељење", name_en="", place=0)
            db.add(unit)
            db.flush()
        times = {"opens_at": now() - timedelta(seconds=1), "closes_at": now() + timedelta(days=15)}
        told = actions.Told(kind=DebateKind.GENERAL, unit_id=unit.id, title_sr="Нацрт одлуке", **times)
        debate = actions.prepare(db, told, by=head)
        read = actions.Read(pieces=splitting.cut(document), asides=splitting.asides(document))
        edition = actions.begin(db, debate.id, read, by=head)
        actions.publish_edition(db, edition.id, by=head)
        actions.announce(db, debate.id, by=head)
        return head.id, debate.id


def _remarks(debate_id: int, number: int) -> None:
    with work() as db:
        debate = db.get_one(Debate, debate_id)
        found = db.execute(select(Passage.id, Passage.line).where(Passage.edition_id == debate.edition_id)).all()
        rows = [_row(n, debate, found[n % len(found)]) for n in range(number)]
        if rows:
            db.execute(insert(Remark.__table__), rows)
            ids = db.scalars(select(Remark.id).where(Remark.debate_id == debate_id)).all()
            db.execute(insert(Response.__table__), [_answer(id) for id in ids])
    with work() as db:
        actions.mend_figures(db, drift())


def _row(n: int, debate: Debate, passage: Any) -> dict[str, Any]:
    text = f"Примедба број {n}: став треба да буде јаснији и краћи."
    return {
        "debate_id": debate.id, "edition_id": debate.edition_id, "passage_id": passage.id, "line": passage.line, "text": text,
        "public_text": text, "wording": "", "public_wording": "", "channel": Channel.WEB, "author_name": "Г", "author_email": "",
        "author_key": f"{n:064x}", "shown_as": ShownAs.INITIALS, "shown_name": "Г. Г.", "version_key": "sr", "made_at": now(),
        "state": RemarkState.PUBLISHED, "number": n + 1, "entered_at": now(), "disposition": Disposition.PARTLY,
        "answered_at": now(), "redacted": False, "organisation": "", "refusal_sr": "", "refusal_en": "", "support_count": 0,
        "marks": [], "revision": 1, "version": 1,
    }  # fmt: skip


def _answer(remark_id: int) -> dict[str, Any]:
    return {
        "remark_id": remark_id, "disposition": Disposition.PARTLY, "reason_sr": "Делимично се прихвата.", "reason_en": "",
        "at": now(), "first_at": now(), "state": ResponseState.PUBLISHED, "together": "", "version": 1,
    }  # fmt: skip


def _figures(app: Flask, head: int, debate_id: int, number: int) -> list[str]:
    db = session()
    debate = db.get_one(Debate, debate_id)
    client = app.test_client()
    found = [
        timed("page of the text", lambda: client.get(f"/sr/rasprave/{debate_id}/tekst/")),
        timed("counts by passage", lambda: queries.counts_by_line(db, debate_id)),
        timed("first page of the register", lambda: listed(db, debate_id, Chosen())),
        timed("last page of the register", lambda: listed(db, debate_id, Chosen(), Way(before=str(number + 1)))),
        timed("passages for a form", lambda: places(db, debate)),
    ]
    return [*found, _report(app, head, debate_id)] if number else [*found, _alignment()]


def _report(app: Flask, head: int, debate_id: int) -> str:
    with work() as db:
        debate = db.get_one(Debate, debate_id)
        debate.opens_at, debate.closes_at = now() - timedelta(days=20), now() - timedelta(days=1)
        debate.stage = Stage.ANNOUNCED
    with work() as db:
        actions.begin_report(db, debate_id, by=db.get_one(Person, head))
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    while run_one(app.extensions["portal"].jobs):
        pass
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    return f"the report with its six documents {perf_counter() - began:.1f} s, {grown} MB more memory at most"


def _alignment() -> str:
    db = session()
    edition = db.scalars(select(Edition).order_by(Edition.id)).first()
    rows = queries.text_of(db, edition.id) if edition else []
    began = perf_counter()
    old = [Piece(key=row.line, kind=row.kind, label=row.label, text=row.text) for row in rows]
    new = [Piece(key=row.line, kind=row.kind, label=row.label, text=f"{row.text} Измењено.") for row in rows]
    align(old, new)
    return f"alignment of {len(rows)} passages {perf_counter() - began:.1f} s"
