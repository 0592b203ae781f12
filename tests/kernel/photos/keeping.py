"""What tests of photos do: send, attach, let the worker come, look at what is served."""

import io
from types import SimpleNamespace

from PIL import Image

from portal.kernel import photos, worker
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session, work
from portal.kernel.files import store
from portal.kernel.photos.models import Photo
from tests.kernel.photos import samples


def upload(content: bytes, name: str = "IMG_2026.jpg"):
    return SimpleNamespace(filename=name, stream=io.BytesIO(content))


def attached(content: bytes | None = None, *, kind: str = "thing", id: int = 1, by: int | None = None, **how) -> int:
    """A photo of a thing, as a form brings it."""
    [received] = photos.receive([upload(samples.jpeg() if content is None else content)])
    with work() as db:
        return photos.attach(db, received, kind=kind, id=id, by=by, **how).id


def ready(app, content: bytes | None = None, **how) -> Photo:
    """A photo that the worker has prepared."""
    id = attached(content, **how)
    worker.once(app)
    return photo(id)


def photo(id: int) -> Photo | None:
    session().rollback()
    session().expire_all()
    return session().get(Photo, id)


def covers(app, id: int, *boxes: photos.Box, worker_comes: bool = True) -> Photo:
    with work() as db:
        photos.redact(db, id, boxes, by=None, seen=db.get(Photo, id).version)
    if worker_comes:
        worker.once(app)
    return photo(id)


def picture(digest: str) -> Image.Image:
    image = Image.open(io.BytesIO(store.read(digest)))
    image.load()
    return image


def address(found: Photo, size: str = "large") -> str:
    return f"/uploads/photos/{found.id}/{found.revision}-{size}.jpg"


def asked(reader, at: str, **headers: str):
    """The answer to a GET, read whole and closed."""
    with reader.asks(at, **headers) as answer:
        assert answer.data is not None
        return answer


def pages_of(app, *, get, post=None) -> str:
    """Let a function of the test stand in the place of a page, and return its address."""
    from flask import request

    app.view_functions["portal.site.preferences"] = allow(ANYONE)(lambda: (post or get)() if request.method == "POST" else get())
    return "/en/podesavanja/"
