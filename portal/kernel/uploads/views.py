"""tus 1.0.0 over HTTP: creation, creation-with-upload, checksum, expiration, termination.

Who sends: the person signed in by the cookie, and the address. The address to create at holds a grant signed by us, that
of an upload is not to be guessed; both are of no use to anybody else. So programs may speak here without `Origin`
(they send neither that nor `Sec-Fetch-Site`), while a browser on another site cannot: it says from where it comes, which
is refused, and would have to ask us first for leave to send `Tus-Resumable`, which is never given.

`Upload-Metadata` is not echoed by HEAD, as tus would have it: name and type are sealed, and we cannot read them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.http import http_date

from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.session import current_person
from portal.kernel.db import session, work
from portal.kernel.refusals import Refusal
from portal.kernel.site import gate
from portal.kernel.uploads import actions, bodies, grants, landing, queries
from portal.kernel.uploads.bodies import Body
from portal.kernel.uploads.models import Upload, UploadState
from portal.kernel.words import lazy

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CONTENT = "application/offset+octet-stream"
LONGEST_METADATA = 4000
REASONS = {423: "423 Locked", 460: "460 Checksum Mismatch"}
programs = Blueprint("uploads", __name__)


class Unreadable(Refusal):
    """A header is missing or says nothing that could be understood."""

    sentence = lazy("The program that sends the file says something that cannot be understood (%(what)s).")


class OtherContent(Refusal):
    """The body is not said to be a piece of a file."""

    status = 415
    sentence = lazy("The program that sends the file does not say that it sends a piece of it.")


class NobodySignedIn(Refusal):
    """The session has ended: the page lets people sign in anew, a program is told."""

    status = 401
    sentence = lazy("Sign in to continue.")


def speaks_tus(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let a view speak tus: its version on both sides, refusals in a sentence of plain text, kept by nobody."""

    @wraps(view)
    def spoken(*args: Any, **kwargs: Any) -> Response:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            answer = Response(f"tus {VERSION}\n", 412, {"Tus-Version": VERSION}, content_type="text/plain")
        else:
            try:
                _refuse_foreign()
                answer = view(*args, **kwargs)
            except Refusal as refusal:
                status = REASONS.get(refusal.status, refusal.status)
                answer = Response(f"{refusal}\n", status, content_type="text/plain; charset=utf-8")
        answer.headers["Tus-Resumable"] = VERSION
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return spoken


@programs.route("/uploads/tus/", methods=["OPTIONS"], provide_automatic_options=False)
@allow(ANYONE)
@speaks_tus
def options() -> Response:
    """Say what is spoken here."""
    return _options()


@programs.route("/uploads/tus/<grant>/", methods=["POST", "OPTIONS"], provide_automatic_options=False)
@gate.other_credential
@allow(ANYONE)
@speaks_tus
def create(grant: str) -> Response:
    """Begin an upload, with its first bytes or without."""
    if request.method == "OPTIONS":
        return _options()
    given = grants.read(grant, _me())
    length = _number("Upload-Length")
    body, checksum = _body(), _checksum()
    told = _metadata()
    key = landing.begun(given, length=length, name=told.get("filename", ""), media=told.get("filetype", ""))
    upload = queries.by_key(session(), key, given.owner)
    if body is not None:
        try:
            upload = landing.land(key, given.owner, offset=0, body=body, checksum=checksum)
        except Refusal:
            landing.give_up(key, given.owner)
            raise
    return _standing(upload, 201, Location=url_for("portal.uploads.upload", key=key))


@programs.route("/uploads/tus/at/<key>", methods=["HEAD", "PATCH", "DELETE", "POST", "OPTIONS"], provide_automatic_options=False)
@gate.other_credential
@allow(ANYONE)
@speaks_tus
def upload(key: str) -> Response:
    """Say how far an upload is, take in more of it, or take it away; also by `X-HTTP-Method-Override`."""
    wanted = request.method
    if wanted == "POST":
        wanted = request.headers.get("X-HTTP-Method-Override", "").strip().upper()
    acts: dict[str, Callable[[str], Response]] = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete, "OPTIONS": _said}
    if wanted not in acts:
        return Response("", 405, {"Allow": "HEAD, PATCH, DELETE, OPTIONS"})
    return acts[wanted](key)


def _head(key: str) -> Response:
    found = queries.by_key(session(), key, _me())
    return _standing(found, 200, **{"Upload-Length": str(found.length)})


def _patch(key: str) -> Response:
    body = _body()
    if body is None:
        raise OtherContent
    offset, checksum = _number("Upload-Offset"), _checksum()
    return _standing(landing.land(key, _me(), offset=offset, body=body, checksum=checksum), 204)


def _delete(key: str) -> Response:
    me = _me()
    with work() as db:
        actions.discard(db, queries.by_key(db, key, me))
    return Response("", 204)


def _said(_key: str) -> Response:
    return _options()


def _options() -> Response:
    said = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Checksum-Algorithm": ",".join(bodies.ALGORITHMS)}
    return Response("", 204, {**said, "Tus-Max-Size": str(_largest())})


def _largest() -> int:
    """Return how large a file may be here: as the grant says, where the owner asks."""
    person = current_person()
    given = (request.view_args or {}).get("grant", "")
    try:
        return grants.read(given, person.id).largest if person and given else grants.LARGEST
    except Refusal:
        return grants.LARGEST


def _standing(found: Upload, status: int, **more: str) -> Response:
    headers = {"Upload-Offset": str(found.offset), **more}
    if found.state is UploadState.OPEN:
        headers["Upload-Expires"] = http_date(found.expires_at)
    return Response("", status, headers)


def _refuse_foreign() -> None:
    says = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
    if request.method not in gate.SAFE and says and not gate.same_origin():
        raise gate.ForeignOrigin


def _me() -> int:
    person = current_person()
    if person is None:
        raise NobodySignedIn
    return person.id


def _body() -> Body | None:
    """Return the piece that the request brings; None where it says that it brings none. However long, it is a stream."""
    request.max_content_length = None
    if request.mimetype == CONTENT:
        return Body(request.stream, request.content_length)
    if request.content_length:
        raise OtherContent
    return None


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Unreadable(what=header)
    return int(text)


def _checksum() -> bodies.Checksum | None:
    try:
        return bodies.checksum(request.headers.get("Upload-Checksum", ""))
    except ValueError:
        raise Unreadable(what="Upload-Checksum") from None


def _metadata() -> dict[str, str]:
    header = request.headers.get("Upload-Metadata", "")
    try:
        if len(header) > LONGEST_METADATA:
            raise ValueError("too long")
        return bodies.metadata(header)
    except ValueError:
        raise Unreadable(what="Upload-Metadata") from None
