"""The documentation of calls and who took it; read only."""

from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from portal.features.tenders.models import (
    DOCUMENT,
    PUBLIC,
    Access,
    Application,
    Call,
    CallQuestion,
    Change,
    ChangeKind,
    ChangeRead,
    Collection,
    Document,
    DocumentVersion,
    Interest,
    QuestionState,
)
from portal.kernel import files
from portal.kernel.db import Counter
from portal.kernel.files import StoredFile
from portal.kernel.paging import Page, Way, paged

REGISTER_PAGE = 50


def all_documents(db: Session, call_id: int) -> Sequence[Document]:
    """Return the documents of a call for its staff."""
    wanted = select(Document).where(Document.call_id == call_id, Document.removed_at.is_(None))
    return db.scalars(wanted.order_by(Document.place, Document.id)).all()


def documents(db: Session, call_id: int) -> list[Document]:
    """Return the documents that everybody may read of: those with a published version."""
    return [each for each in all_documents(db, call_id) if each.newest is not None]


def has_empty_documents(db: Session, call_id: int) -> bool:
    """Tell whether a document of a call has no file."""
    return any(not each.versions for each in all_documents(db, call_id))


def files_of(db: Session, found: Sequence[Document]) -> dict[int, StoredFile]:
    """Return the file of each version of some documents; one query."""
    ids = [version.id for each in found for version in each.versions]
    return {id: there[0] for id, there in files.of_many(db, DOCUMENT, ids).items() if there}


def file_of(db: Session, version_id: int) -> StoredFile | None:
    """Return the file of a version."""
    return next(iter(files.of(db, DOCUMENT, version_id)), None)


def published_version(db: Session, version_id: int) -> tuple[DocumentVersion, Document, Call] | None:
    """Return a published version with its document and its public call."""
    wanted = (
        select(DocumentVersion, Document, Call)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(Call, Call.id == Document.call_id)
        .where(DocumentVersion.id == version_id, DocumentVersion.published_at.is_not(None), Document.removed_at.is_(None))
        .where(text(PUBLIC))
    )
    found = db.execute(wanted).first()
    return (found[0], found[1], found[2]) if found is not None else None


def public_file(db: Session, version_id: int) -> StoredFile | None:
    """Return the file of a published version that everybody may have without signing in; one query of one row."""
    wanted = (
        select(StoredFile)
        .join(DocumentVersion, DocumentVersion.id == StoredFile.about_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(Call, Call.id == Document.call_id)
        .where(StoredFile.about_kind == DOCUMENT, StoredFile.about_id == version_id)
        .where(DocumentVersion.published_at.is_not(None), Document.removed_at.is_(None), Document.access == Access.PUBLIC)
        .where(text(PUBLIC))
    )
    return db.scalar(wanted)


def counter_of(version_id: int) -> str:
    """Return the name of the counter of anonymous downloads of a version."""
    return f"tenders.downloads.{version_id}"


def downloads(db: Session, version_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how often each of some versions was downloaded without signing in; one query."""
    names = {counter_of(id): id for id in version_ids}
    rows = db.execute(select(Counter.name, Counter.value).where(Counter.name.in_(list(names))))
    found = {names[name]: value for name, value in rows}
    return {id: found.get(id, 0) for id in version_ids}


def collected(db: Session, call_id: int) -> Mapping[int, tuple[int, int]]:
    """Return for each version of a call how many collected it, and how many of them for an organisation."""
    wanted = select(Collection.version_id, Collection.party).where(Collection.call_id == call_id)
    found: dict[int, set[str]] = {}
    for version_id, party in db.execute(wanted):
        found.setdefault(version_id, set()).add(party)
    return {id: (len(parties), sum(party.startswith("o") for party in parties)) for id, parties in found.items()}


def register(db: Session, call_id: int, way: Way | None = None) -> Page[Row[Any]]:
    """Return a page of the register: who collected which version when and how often, in the order of collecting."""
    columns = (Collection.id, Collection.party, Collection.at, Collection.times, DocumentVersion.number, Document.title_sr)
    wanted: Any = (
        select(*columns, Document.title_en)
        .join(DocumentVersion, DocumentVersion.id == Collection.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Collection.call_id == call_id)
    )
    return paged(db, wanted, (Collection.id,), way, most=REGISTER_PAGE)


def collected_by(db: Session, call_id: int, person_id: int, parties: Several[str]) -> Sequence[Collection]:
    """Return what a person collected of a call in names in which they may act now."""
    wanted = select(Collection).where(Collection.call_id == call_id, Collection.person_id == person_id)
    return db.scalars(wanted.where(Collection.party.in_(list(parties))).order_by(Collection.id)).all()


def intends(db: Session, call_id: int, parties: Several[str]) -> Sequence[Interest]:
    """Return in which of some names somebody means to apply."""
    return db.scalars(select(Interest).where(Interest.call_id == call_id, Interest.party.in_(list(parties)))).all()


def answers(db: Session, call_id: int) -> Sequence[CallQuestion]:
    """Return the answered questions of a call, by their numbers."""
    wanted = select(CallQuestion).where(CallQuestion.call_id == call_id, CallQuestion.state == QuestionState.ANSWERED)
    return db.scalars(wanted.order_by(CallQuestion.number)).all()


def questions_of(db: Session, call_id: int) -> Sequence[CallQuestion]:
    """Return all questions of a call for its staff, those that wait first."""
    wanted = select(CallQuestion).where(CallQuestion.call_id == call_id).order_by(CallQuestion.id)
    return sorted(db.scalars(wanted), key=lambda each: each.state is not QuestionState.WAITING)


def waiting_questions(db: Session, call_id: int) -> int:
    """Return how many questions on a call wait for an answer."""
    wanted = select(func.count()).select_from(CallQuestion).where(CallQuestion.call_id == call_id)
    return db.scalar(wanted.where(CallQuestion.state == QuestionState.WAITING)) or 0


def own_questions(db: Session, person_id: int, call_id: int | None = None) -> Sequence[CallQuestion]:
    """Return the questions of one person, for that person alone."""
    wanted = select(CallQuestion).where(CallQuestion.person_id == person_id)
    if call_id is not None:
        wanted = wanted.where(CallQuestion.call_id == call_id)
    return db.scalars(wanted.order_by(CallQuestion.id.desc())).all()


def change(db: Session, call_id: int, number: int) -> Change | None:
    """Return a change of a call by its number."""
    return db.scalar(select(Change).where(Change.call_id == call_id, Change.number == number))


def has_read(db: Session, change_id: int, person_id: int) -> bool:
    """Tell whether a person confirmed to have read of a change."""
    wanted = select(ChangeRead.id).where(ChangeRead.change_id == change_id, ChangeRead.person_id == person_id)
    return db.scalar(wanted) is not None


def readers(db: Session, change_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many confirmed each of some changes; one query."""
    wanted = select(ChangeRead.change_id, func.count()).where(ChangeRead.change_id.in_(list(change_ids)))
    return {row[0]: row[1] for row in db.execute(wanted.group_by(ChangeRead.change_id))}


def told_of(db: Session, call_id: int, asker_id: int | None = None) -> tuple[set[int], set[str]]:
    """Return who hears of a change: people who collected, mean to apply, applied or asked; and parties of theirs."""
    people: set[int] = {asker_id} if asker_id is not None else set()
    parties: set[str] = set()
    for person, party in (
        (Collection.person_id, Collection.party),
        (Interest.person_id, Interest.party),
        (Application.made_by_id, Application.party),
    ):
        table: Any = party.class_
        for person_id, key in db.execute(select(person, party).where(table.call_id == call_id).distinct()):
            parties.add(key)
            if person_id is not None:
                people.add(person_id)
    return people, parties


def asker_of(db: Session, change_id: int) -> int | None:
    """Return whose question a change answers: only the letter to that person asks."""
    return db.scalar(select(CallQuestion.person_id).where(CallQuestion.change_id == change_id))


@dataclass(frozen=True, kw_only=True)
class Mine:
    """What one person has to do with one call."""

    call: Call
    collections: Sequence[Row[Any]]
    interests: Sequence[Interest]
    applications: Sequence[Application]
    questions: Sequence[CallQuestion]
    unread: Sequence[Change]


def mine(db: Session, person_id: int, parties: Several[str]) -> list[Mine]:
    """Return the calls with which a person has to do, the one touched last first; a handful of queries."""
    wanted: Any = (
        select(Collection, DocumentVersion.number, Document.title_sr, Document.title_en)
        .join(DocumentVersion, DocumentVersion.id == Collection.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Collection.person_id == person_id)
        .order_by(Collection.id)
    )
    rows = db.execute(wanted).all()
    interests = db.scalars(select(Interest).where(Interest.party.in_(list(parties)))).all()
    applications = db.scalars(select(Application).where(Application.party.in_(list(parties)))).all()
    asked = own_questions(db, person_id)
    since: dict[int, datetime] = {}
    for call_id, at in (
        *((row[0].call_id, row[0].at) for row in rows),
        *((each.call_id, each.at) for each in interests),
        *((each.call_id, each.made_at) for each in applications),
        *((each.call_id, each.asked_at) for each in asked),
    ):
        since[call_id] = min(at, since.get(call_id, at))
    calls = db.scalars(select(Call).where(Call.id.in_(list(since)), text(PUBLIC)).order_by(Call.desk, Call.id)).all()
    unread = _unread(db, person_id, since)
    return [
        Mine(
            call=call,
            collections=[row for row in rows if row[0].call_id == call.id],
            interests=[each for each in interests if each.call_id == call.id],
            applications=[each for each in applications if each.call_id == call.id],
            questions=[each for each in asked if each.call_id == call.id],
            unread=[each for each in unread if each.call_id == call.id],
        )
        for call in calls
    ]


def _unread(db: Session, person_id: int, since: Mapping[int, datetime]) -> list[Change]:
    read = select(ChangeRead.change_id).where(ChangeRead.person_id == person_id)
    wanted = select(Change).where(Change.call_id.in_(list(since)), Change.id.not_in(read))
    wanted = wanted.where(Change.kind != ChangeKind.PUBLISHED).order_by(Change.id)
    return [each for each in db.scalars(wanted) if each.at >= since[each.call_id]]


def protected(found: Sequence[Document]) -> list[Document]:
    """Return those documents that are collected by people who signed in."""
    return [each for each in found if each.access is not Access.PUBLIC]
