"""Serves the pictures made from photos, never a photo as it was sent."""

from flask import Blueprint, Response, send_file

from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.files import store
from portal.kernel.photos.models import Photo
from portal.kernel.photos.queries import is_public
from portal.kernel.refusals import NotFound

pages = Blueprint("photos", __name__)
ONE_MINUTE = "private, max-age=60"
"""Long enough for the pages of a visit; a photo that is not public any more is gone from every browser soon."""


@pages.route("/uploads/photos/<int:photo_id>/<int:revision>-<any(small, large):size>.jpg")
@allow(ANYONE)
def show(photo_id: int, revision: int, size: str) -> Response:
    """Give a public picture; under an address of before it was covered there is nothing."""
    photo = session().get(Photo, photo_id)
    if photo is None or photo.revision != revision or not is_public(session(), photo):
        raise NotFound
    answer = served(photo, size)
    answer.headers["Cache-Control"] = ONE_MINUTE
    return answer


def served(photo: Photo, size: str) -> Response:
    """Return one of the pictures of a ready photo, kept by nobody. Raises `NotFound`.

    A feature's own view uses it for people who may see a photo before the public; it has asked for the permission.
    """
    if not photo.is_ready or size not in {"small", "large"}:
        raise NotFound
    digest = photo.small if size == "small" else photo.large
    try:
        answer = send_file(store.place(digest), mimetype="image/jpeg", etag=digest, conditional=True)
    except FileNotFoundError as fault:
        raise store.LostError(f"the picture {digest} is missing") from fault
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
