"""The applications of the demonstration: prepared, sealed and submitted through the public verbs, as anybody's are."""

import io
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.features.tenders.actions import applying, submitting
from portal.features.tenders.models import Call, Requirement
from portal.kernel import demo, uploads
from portal.kernel.accounts.models import Person
from portal.kernel.db import work


def send(call_id: int, line: dict[str, Any]) -> None:
    """Let somebody apply: lay a file in for all that is obligatory, or for the `first` things only, and submit it."""
    with work() as db:
        person = demo.person(db, line["who"])
        party = f"o{demo.organisation(db, line['party']).id}" if "party" in line else f"p{person.id}"
        application_id = applying.begin(db, call_id, line.get("lot", 0), party, by=person).id
        asked, change = _asked(db, call_id), db.get_one(Call, call_id).change
    for requirement_id in asked[: line.get("first", len(asked))]:
        _lay_in(application_id, requirement_id, line["who"])
    if line["submitted"]:
        with work() as db:
            submitting.submit(db, application_id, by=demo.person(db, line["who"]), change=change)


def _asked(db: Session, call_id: int) -> Sequence[int]:
    wanted = select(Requirement.id).where(Requirement.call_id == call_id, Requirement.is_obligatory)
    return db.scalars(wanted.order_by(Requirement.place, Requirement.id)).all()


def _lay_in(application_id: int, requirement_id: int, who: str) -> None:
    with work() as db:
        given = applying.room(db, application_id, requirement_id, by=demo.person(db, who))
    content = demo.pdf("Demonstracija", ["Prilog prijave", "Ovo je izmisljen dokument."])
    sent = uploads.receive_form(FileStorage(io.BytesIO(content), filename="Прилог (демо).pdf"), given).id
    with work() as db:
        person: Person = demo.person(db, who)
        applying.enclose(db, application_id, requirement_id, db.get_one(uploads.Upload, sent), by=person)
