"""Serves files to everybody who may have them: as downloads, never as pages."""

import unicodedata
from urllib.parse import quote

from flask import Blueprint, Response, send_file
from werkzeug.http import dump_options_header

from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.files import store
from portal.kernel.files.models import StoredFile
from portal.kernel.files.queries import is_public
from portal.kernel.files.sending import by_steps
from portal.kernel.refusals import NotFound
from portal.kernel.texts import to_latin

pages = Blueprint("files", __name__)


@pages.route("/uploads/<int:file_id>/<name>")
@allow(ANYONE)
def download(file_id: int, name: str) -> Response:
    """Give a public file; one that waits, was refused, or belongs to something not public does not exist."""
    file = session().get(StoredFile, file_id)
    if file is None or file.name != name or not is_public(session(), file):
        raise NotFound
    return served(file)


def served(file: StoredFile) -> Response:
    """Return a clean file as a download that no browser takes for a page of ours. Raises `NotFound`.

    A feature's own view uses it for people who may have a file before the public; it has asked for the permission.
    """
    if not file.is_clean:
        raise NotFound
    place = store.place(file.digest)
    try:
        answer = send_file(place, mimetype=file.kind, etag=file.digest, last_modified=file.made_at, conditional=True)
        by_steps(answer, place)
    except FileNotFoundError as fault:
        raise store.LostError(f"the file {file.digest} is missing") from fault
    answer.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename": _plain(file.name), "filename*": f"UTF-8''{quote(file.name, safe='')}"}
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _plain(name: str) -> str:
    """Return a name for programs that read nothing but ASCII."""
    latin = to_latin(name).replace("đ", "dj").replace("Đ", "Dj")
    return unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
