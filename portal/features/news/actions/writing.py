"""What an editor does with the words of an item: write, save, correct, delete."""

from dataclasses import dataclass

from sqlalchemy import delete as erase
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.features.news import queries
from portal.features.news.actions.shared import GRACE, load, settle
from portal.features.news.models import KIND, Category, Correction, Entry, Item, Picture, Revision, State
from portal.features.news.refusals import NoteNeeded, OnlyDrafts, UnknownCategory
from portal.kernel import audit, files, photos
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch
from portal.kernel.texts import fold, rich_text

TEXTS = ("title_sr", "lead_sr", "written_sr", "title_en", "lead_en", "written_en")
KEPT = ("title_sr", "lead_sr", "body_sr", "title_en", "lead_en", "body_en")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the form of an item says."""

    title_sr: str
    category_id: int
    lead_sr: str = ""
    written_sr: str = ""
    title_en: str = ""
    lead_en: str = ""
    written_en: str = ""


def write(db: Session, said: Said, *, by: Person | None, origin: tuple[str, str] = ("", "")) -> Item:
    """Begin an item as a draft; `origin` are address and name of the source of an imported one. Raises `UnknownCategory`."""
    moment = now()
    _check_category(db, said.category_id)
    item = Item(
        **{name: getattr(said, name) for name in TEXTS},
        category_id=said.category_id,
        made_at=moment,
        changed_at=moment,
        desk=queries.shelf_of(moment),
        words=_words(said),
        body_sr=rich_text(said.written_sr),
        body_en=rich_text(said.written_en),
        by_id=by.id if by else None,
        origin_url=origin[0],
        origin_name=origin[1],
    )
    db.add(item)
    db.flush()
    audit.note(db, "news.write" if by else "news.import", KIND, item.id, by=by.id if by else None)
    return item


def needs_note(item: Item) -> bool:
    """Tell whether a change of the words must be noted in public: readers have had them for more than a few minutes."""
    return item.first_at is not None and now() >= item.first_at + GRACE


def save(db: Session, item_id: int, said: Said, *, by: Person, seen: int, note_sr: str = "", note_en: str = "") -> Item:
    """Save the words of an item; what the public has read is kept as a revision, and a note says what was corrected.

    Raises `NotFound`, `Stale`, `UnknownCategory`, `NoteNeeded`.
    """
    item = load(db, item_id, seen, mine=said.written_sr)
    _check_category(db, said.category_id)
    before = {name: getattr(item, name) for name in TEXTS}
    is_new = any(getattr(said, name) != before[name] for name in TEXTS)
    corrects = is_new and needs_note(item)
    if corrects and not note_sr:
        raise NoteNeeded(field="note_sr")
    revision = _keep(db, item, by) if is_new and item.was_public(now()) else None
    for name in TEXTS:
        setattr(item, name, getattr(said, name))
    for language in ("sr", "en"):  # what did not change keeps its HTML: rules of sanitising may have become stricter since
        if getattr(item, f"written_{language}") != before[f"written_{language}"]:
            setattr(item, f"body_{language}", rich_text(getattr(said, f"written_{language}")))
    item.category_id, item.words = said.category_id, _words(said)
    if corrects and revision is not None:
        db.add(Correction(item_id=item.id, revision_id=revision.id, at=now(), note_sr=note_sr, note_en=note_en, by_id=by.id))
    settle(db, item, "correct" if corrects else "save", by)
    db.expire(item, ["category", "corrections"])
    return item


def delete(db: Session, item_id: int, *, by: Person, seen: int) -> None:
    """Delete a draft that was never public, with its pictures and files. Raises `NotFound`, `Stale`, `OnlyDrafts`."""
    item = load(db, item_id, seen)
    if item.state is not State.DRAFT or item.first_at is not None:
        raise OnlyDrafts
    photos.remove_all(db, kind=KIND, id=item_id, by=by.id)
    files.release_all(db, kind=KIND, id=item_id, by=by.id)
    db.execute(update(Entry).where(Entry.item_id == item_id).values(item_id=None, proposed_at=None, proposed={}))
    for model in (Picture, Revision):
        db.execute(erase(model).where(model.item_id == item_id))
    db.expire(item)
    db.delete(item)
    db.flush()
    touch(db, "news")
    audit.note(db, "news.delete", KIND, item_id, by=by.id)


def _keep(db: Session, item: Item, by: Person) -> Revision:
    revision = Revision(item_id=item.id, at=now(), by_id=by.id, **{name: getattr(item, name) for name in KEPT})
    db.add(revision)
    db.flush()
    return revision


def _words(said: Said) -> str:
    return fold(f"{said.title_sr} {said.title_en}")


def _check_category(db: Session, category_id: int) -> None:
    if db.get(Category, category_id) is None:
        raise UnknownCategory(field="category_id")
