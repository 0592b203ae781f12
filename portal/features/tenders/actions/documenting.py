"""The documentation of a call: documents in versions. Before publication they come and go, afterwards they only grow."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions.parts import MOST, Note
from portal.features.tenders.actions.shared import happened, in_both, load, settle
from portal.features.tenders.models import DOCUMENT, Access, Call, Change, ChangeKind, Document, DocumentVersion, Phase, Stage
from portal.features.tenders.refusals.calls import (
    ChangedNeeded,
    DocumentPublished,
    NotRunning,
    OnlyLooser,
    SameFile,
    TooManyParts,
)
from portal.kernel import files
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.files import Received
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class About:
    """What a document is called and who may have it."""

    title_sr: str
    title_en: str = ""
    access: Access = Access.PUBLIC


def add_document(
    db: Session, call_id: int, about: About, received: Received, *, by: Person, seen: int, note: Note | None = None
) -> Document:
    """Add a document with its first version; to a published call in public.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotRunning`, `TooManyParts`, `ChangedNeeded`, `NotStored`.
    """
    call, note = load(db, call_id, seen, by=by), note or Note()
    _may_grow(call)
    there = queries.all_documents(db, call_id)
    if len(there) >= MOST:
        raise TooManyParts(field="title_sr", most=MOST)
    if call.is_public and not note.sr:
        raise ChangedNeeded(field="changed_sr")
    place = max((each.place for each in there), default=0) + 1
    document = Document(call_id=call.id, place=place, **vars(about))
    db.add(document)
    db.flush()
    _add_version(db, call, document, received, by, note)
    settle(db, call, "add_document", by, document=document.id)
    return document


def add_version(db: Session, document_id: int, received: Received, *, by: Person, seen: int, note: Note) -> Document:
    """Add a version of a document, with what is different; before publication the first one is replaced.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotRunning`, `SameFile`, `ChangedNeeded`, `NotStored`.
    """
    document, call = load_document(db, document_id, by=by, seen=seen)
    _may_grow(call)
    last = document.versions[-1] if document.versions else None
    if last is not None and last.digest == received.digest:
        raise SameFile(field="file")
    if call.is_public and not note.sr:
        raise ChangedNeeded(field="changed_sr")
    if last is not None and not call.is_public:
        _drop_version(db, last, by)
        db.expire(document, ["versions"])
    _add_version(db, call, document, received, by, note)
    document.version += 1
    settle(db, call, "add_version", by, document=document.id)
    return document


def rename(db: Session, document_id: int, about: About, *, by: Person, seen: int) -> Document:
    """Say what a document is called and who may have it, before publication.

    Raises `NotFound`, `OtherUnit`, `Stale`, `DocumentPublished`.
    """
    document, call = load_document(db, document_id, by=by, seen=seen)
    if document.newest is not None:
        raise DocumentPublished
    document.title_sr, document.title_en, document.access = about.title_sr, about.title_en, about.access
    document.version += 1
    settle(db, call, "rename_document", by, document=document.id)
    return document


def open_up(db: Session, document_id: int, access: Access, *, by: Person, seen: int, note: Note) -> Document:
    """Let more people have a published document, as a numbered change that is told to all who collected; never fewer.

    Applications stay as they are: what stands in the document has not changed. Raises `NotFound`, `OtherUnit`, `Stale`,
    `NotRunning`, `OnlyLooser`.
    """
    document, call = load_document(db, document_id, by=by, seen=seen)
    if document.newest is None:
        raise NotFound
    _may_grow(call)
    before = document.access
    if access not in before.looser:
        raise OnlyLooser(field="access")
    document.access = access
    document.version += 1
    details = {"document": document.id, "before": before.value, "after": access.value}
    change = happened(db, call, ChangeKind.ACCESS, by, details=details, **in_both(_opened_up(document), note.sr, note.en))
    settle(db, call, "open_up", by, change=change.number, **details)
    return document


def remove_document(db: Session, document_id: int, *, by: Person, seen: int) -> Call:
    """Delete a document that nobody but staff has seen. Raises `NotFound`, `OtherUnit`, `Stale`, `DocumentPublished`."""
    document, call = load_document(db, document_id, by=by, seen=seen)
    if document.newest is not None:
        raise DocumentPublished
    erase_document(db, document, by)
    settle(db, call, "remove_document", by, document=document_id)
    return call


def erase_document(db: Session, document: Document, by: Person) -> None:
    """Delete a document with its versions and their files."""
    for version in list(document.versions):
        _drop_version(db, version, by)
    db.expire(document, ["versions"])
    db.delete(document)
    db.flush()


def load_document(db: Session, document_id: int, *, by: Person, seen: int) -> tuple[Document, Call]:
    """Load a document and its call for a change; `seen` is the version of the call. Raises `NotFound`, `OtherUnit`, `Stale`."""
    document = db.get(Document, document_id)
    if document is None or document.removed_at is not None:
        raise NotFound
    call = load(db, document.call_id, seen, by=by)
    db.refresh(document)
    return document, call


def _may_grow(call: Call) -> None:
    if call.stage is not Stage.PREPARING and call.phase(now()) is not Phase.OPEN:
        raise NotRunning


def _add_version(db: Session, call: Call, document: Document, received: Received, by: Person, note: Note) -> None:
    moment = now()
    number = max((each.number for each in document.versions), default=0) + 1
    version = DocumentVersion(
        document_id=document.id,
        number=number,
        made_at=moment,
        changed_sr=note.sr,
        changed_en=note.en,
        digest=received.digest,
    )
    db.add(version)
    db.flush()
    files.attach(db, received, kind=DOCUMENT, id=version.id, by=by.id, most=1)
    if call.is_public:
        version.published_at, version.change_id = moment, _told(db, call, document, number, by, note).id
    db.flush()
    db.expire(document, ["versions"])


def _told(db: Session, call: Call, document: Document, number: int, by: Person, note: Note) -> Change:
    titles = iter((document.title_sr, document.title_en or document.title_sr))

    def sentence() -> str:
        title = next(titles)
        if number == 1:
            return _("A new document: %(title)s.", title=title)
        return _("Version %(number)s of the document: %(title)s.", number=number, title=title)

    return happened(db, call, ChangeKind.DOCUMENT, by, asks_again=True, **in_both(sentence, note.sr, note.en))


def _opened_up(document: Document) -> Callable[[], str]:
    titles = iter((document.title_sr, document.title_en or document.title_sr))

    def sentence() -> str:
        title = next(titles)
        if document.access is Access.PUBLIC:
            return _("From now on everybody can download this document, without signing in: %(title)s.", title=title)
        return _("From now on everybody who signs in can collect this document, not only organisations: %(title)s.", title=title)

    return sentence


def _drop_version(db: Session, version: DocumentVersion, by: Person) -> None:
    files.release_all(db, kind=DOCUMENT, id=version.id, by=by.id)
    db.delete(version)
    db.flush()
