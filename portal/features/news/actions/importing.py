"""Takes in news from sources: first everything is fetched and read, without the write lock, then written in one go."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.features.news import queries
from portal.features.news.actions.pictures import add_picture
from portal.features.news.actions.publishing import import_released
from portal.features.news.actions.settings import SOURCE
from portal.features.news.actions.writing import TEXTS, Said, save, write
from portal.features.news.models import KIND, Entry, Fetched, Item, Source
from portal.features.news.refusals import NothingProposed
from portal.features.news.rules import feeds
from portal.features.news.rules.feeds import Story
from portal.kernel import audit, fetching, photos
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import changed, touch
from portal.kernel.fetching import Fetcher
from portal.kernel.photos import receiving
from portal.kernel.refusals import NotFound, Refusal, Stale

SECONDS = 120
"""An import ends before its worker's lease does, whoever is slow."""
MOST_NEW = 20
"""So many new entries are taken in at once; what is left comes with the next import."""


@dataclass
class Gathered:
    """What was fetched from a source: how it ended, what is new, and what has changed."""

    how: Fetched
    etag: str = ""
    modified: str = ""
    new: list[tuple[Story, list[tuple[feeds.Seen, photos.Received]]]] = field(default_factory=list)
    changed: list[Story] = field(default_factory=list)
    left: int = 0


def gather(db: Session, source_id: int, inside: Sequence[str] = ()) -> Gathered:
    """Fetch a source, read it, and store the pictures of what is new; writes nothing to the database."""
    source = db.get(Source, source_id)
    if source is None:
        raise NotFound
    address, etag, modified = source.address, source.etag, source.modified
    db.rollback()  # others wait for a server far away; the database does not
    fetcher = Fetcher(inside=inside, seconds=SECONDS)
    try:
        came = fetcher.get(address, most=feeds.LARGEST, etag=etag, modified=modified)
        if came.is_same:
            return Gathered(Fetched.SAME)
        stories = feeds.stories(came.content, came.address)
    except fetching.ForbiddenError:
        return Gathered(Fetched.REFUSED)
    except fetching.TooLargeError:
        return Gathered(Fetched.TOO_LARGE)
    except fetching.FetchError:
        return Gathered(Fetched.UNREACHABLE)
    except feeds.NoFeedError:
        return Gathered(Fetched.NO_FEED)
    return sorted_out(db, source_id, stories, fetcher, Gathered(Fetched.DONE, came.etag, came.modified))


def sorted_out(db: Session, source_id: int, stories: Sequence[Story], fetcher: Fetcher, found: Gathered) -> Gathered:
    """Tell what is new and what has changed; where more is new than is taken in at once, ask for all of it again."""
    for story in stories:
        entry = _known(db, source_id, story)
        if entry is None and len(found.new) < MOST_NEW:
            found.new.append((story, [(seen, kept) for seen in story.pictures if (kept := _fetched(fetcher, seen))]))
        elif entry is None:
            found.left += 1
        elif entry.item_id is not None and entry.digest != story.digest:
            found.changed.append(story)
    if found.left:
        found.etag = found.modified = ""
    return found


def _known(db: Session, source_id: int, story: Story) -> Entry | None:
    by = or_(Entry.key == story.key, Entry.link_key == story.link_key, Entry.digest == story.digest)
    return db.scalars(select(Entry).where(Entry.source_id == source_id, by).order_by(Entry.id).limit(1)).first()


def _fetched(fetcher: Fetcher, seen: feeds.Seen) -> photos.Received | None:
    """Store a picture, cleaned as every photo is; one that cannot be had is left out."""
    try:
        came = fetcher.get(seen.address, most=receiving.LARGEST)
        upload = SimpleNamespace(filename=seen.address.rpartition("/")[2], stream=io.BytesIO(came.content))
        return photos.receive([upload])[0]
    except (fetching.FetchError, Refusal):
        return None


def take_in(db: Session, source_id: int, found: Gathered) -> None:
    """Write what was gathered: drafts, or published items where the source is trusted so; proposals for what has changed.

    May run twice without harm: what is known by then is left out. A source that fails is asked again at its next hour.
    """
    source = db.get(Source, source_id, with_for_update=True, populate_existing=True)
    if source is None:
        return
    new = sum(_take(db, source, story, pictures) for story, pictures in found.new)
    proposed = sum(_propose(db, source, story) for story in found.changed)
    moment = now()
    source.last, source.last_at, source.due_at = found.how, moment, moment + timedelta(hours=source.hours)
    source.last_new, source.last_changed, source.last_left = new, proposed, found.left
    if found.how is Fetched.DONE:
        source.etag, source.modified = found.etag, found.modified
    if found.left:
        source.due_at = moment
    audit.note(db, "news.fetch", SOURCE, source_id, by=None, how=str(found.how), new=new, changed=proposed)
    touch(db, "news")


def _take(db: Session, source: Source, story: Story, pictures: Sequence[tuple[feeds.Seen, photos.Received]]) -> bool:
    if _known(db, source.id, story) is not None:
        return False
    said = Said(title_sr=story.title, lead_sr=story.lead, written_sr=story.written, category_id=source.category_id)
    item = write(db, said, by=None, origin=(story.link or source.address, source.name))
    db.add(Entry(source_id=source.id, key=story.key, link_key=story.link_key, digest=story.digest, item_id=item.id))
    for seen, received in pictures:
        add_picture(
            db, item.id, received, by=None, shows_sr=seen.alt, decorative=not seen.alt, credit=source.name
        )
    if source.publishes:
        import_released(db, item, story.at or now())
    return True


def _propose(db: Session, source: Source, story: Story) -> bool:
    entry = _known(db, source.id, story)
    if entry is None or entry.item_id is None or entry.digest == story.digest:
        return False
    entry.digest, entry.proposed_at = story.digest, now()
    entry.proposed = {"title": story.title, "lead": story.lead, "written": story.written}
    entry.version += 1
    audit.note(db, "news.propose", KIND, entry.item_id, by=None, source=source.id)
    return True


def accept(db: Session, item_id: int, *, by: Person, seen: int, proposal: int, note_sr: str = "", note_en: str = "") -> Item:
    """Take over what the source proposes for an item, its English words as they are.

    Raises `NotFound`, `Stale`, `NothingProposed`, `NoteNeeded`.
    """
    entry = _proposal(db, item_id, proposal)
    item = db.get_one(Item, item_id)
    kept: dict[str, Any] = {name: getattr(item, name) for name in (*TEXTS, "category_id")}
    told = {"title_sr": entry.proposed["title"], "lead_sr": entry.proposed["lead"], "written_sr": entry.proposed["written"]}
    saved = save(db, item_id, Said(**{**kept, **told}), by=by, seen=seen, note_sr=note_sr, note_en=note_en)
    _answer(db, entry)
    return saved


def leave(db: Session, item_id: int, *, by: Person, proposal: int) -> None:
    """Leave an item as it is; the source is asked about this change no more. Raises `NothingProposed`, `Stale`."""
    _answer(db, _proposal(db, item_id, proposal))
    audit.note(db, "news.leave", KIND, item_id, by=by.id)


def _proposal(db: Session, item_id: int, version: int) -> Entry:
    entry = queries.proposal_of(db, item_id)
    if entry is None:
        raise NothingProposed
    if entry.version != version:
        raise Stale(theirs=entry.proposed["written"])
    return entry


def _answer(db: Session, entry: Entry) -> None:
    if not changed(db, Entry, id=entry.id, version=entry.version, proposed_at=None, proposed={}):
        raise NothingProposed
