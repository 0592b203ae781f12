"""What the worker does for photos, one at a time: makes the pictures, takes away bytes that nobody may see any more."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.files import store
from portal.kernel.files.actions import discard
from portal.kernel.jobs import Job
from portal.kernel.photos import actions, pictures, queries
from portal.kernel.photos.anatomy import BrokenError
from portal.kernel.photos.models import Photo, PhotoState
from portal.kernel.words import lazy

AT_ONCE = 200


def make(db: Session, payload: dict[str, Any]) -> dict[str, Any]:
    """Make and store the two pictures, without the write lock. Raises `LostError`, `OSError`: then it is tried again.

    A crash after this leaves bytes without a row, which are swept; the job is done once more.
    """
    photo = db.get(Photo, payload["photo"])
    if photo is None or photo.revision != payload["revision"] or photo.state is not PhotoState.WAITING:
        return {}
    content = store.read(photo.digest)
    try:
        shown = pictures.derive(content, photo.turn, photo.covered)
    except BrokenError:
        return {"made": {}}
    return {"made": {"small": store.put(shown.small), "large": store.put(shown.large)}}


def settle(db: Session, payload: dict[str, Any]) -> None:
    """Write down what was made."""
    if "made" in payload:
        actions.settle(db, payload["photo"], payload["revision"], **payload["made"])


def forget(db: Session, payload: dict[str, Any]) -> None:
    """Take bytes away at once, unless a row still names them: a photo sent twice is kept once."""
    discard(db, payload["digests"])


def find_lost(db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    """Look which pictures are not on the disk any more, after a restore perhaps; two looks at the disk for each photo."""
    lost: list[int] = []
    last = 0
    while len(lost) < AT_ONCE and (some := queries.ready_after(db, last)):
        lost += [p.id for p in some if not (store.place(p.small).exists() and store.place(p.large).exists())]
        last = some[-1].id
        db.expunge_all()
    return {"lost": lost[:AT_ONCE]}


def mend(db: Session, payload: dict[str, Any]) -> None:
    """Have the lost ones made again."""
    for photo_id in payload["lost"]:
        actions.make_again(db, photo_id)


PHOTO_JOBS: tuple[Job, ...] = (
    Job(name="photos.derive", label=lazy("Preparing of photos"), before=make, handler=settle),
    Job(name="photos.forget", label=lazy("Removing of photos that were covered or taken away"), handler=forget),
    Job(
        name="photos.mend",
        label=lazy("Looking for pictures that were lost"),
        before=find_lost,
        handler=mend,
        every=timedelta(days=1),
    ),
)
