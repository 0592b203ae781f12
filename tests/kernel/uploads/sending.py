"""What tests of uploads send: files of every length, and a client that says exactly what it is told to."""

import contextvars
import hashlib
import random
from base64 import b64encode
from itertools import pairwise

from portal.kernel import uploads
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import COOKIE
from portal.kernel.db import session, work
from portal.kernel.sealing import new_key

SECRET, RECIPIENT = new_key()
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = 512 * 1024


def pdf(size: int, seed: int = 1) -> bytes:
    """A file that begins like a PDF and then is chance: nothing in it can be squeezed or guessed."""
    return (b"%PDF-1.7\n" + random.Random(seed).randbytes(size))[:size]


def granted(owner: int, **more) -> uploads.Grant:
    return uploads.grant(owner, **{"purpose": "test", "subject": "call:1", "recipient": RECIPIENT, **more})


def checksum(content: bytes, name: str = "sha256") -> str:
    return f"{name} {b64encode(hashlib.new(name, content).digest()).decode()}"


def said(name: str) -> str:
    return f"filename {b64encode(name.encode()).decode()},filetype {b64encode(b'application/pdf').decode()}"


def root(content: bytes, *cuts: int) -> str:
    """The root of a file, computed without ours: cut at multiples of 512 KB and where a line broke."""
    places = sorted({*range(0, len(content), PIECE), *cuts, len(content)})
    digests = [hashlib.sha256(content[a:b]).digest() for a, b in pairwise(places)]
    return hashlib.sha256(b"".join(digests)).hexdigest()


class Sender:
    """Somebody who is signed in and sends, as a program does: with a cookie and no `Origin`."""

    def __init__(self, app, visitor, **grant) -> None:
        self.app, self.id = app, visitor.id
        self._client = app.test_client()
        self._client.set_cookie(COOKIE, visitor.token)
        with app.app_context():
            self.token = granted(visitor.id, **grant).token
        self.at = f"/uploads/tus/{self.token}/"

    def asks(self, method, address, body=b"", **headers):
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        sent = {"data": body} if body or "Content-Type" in named else {}
        return contextvars.Context().run(
            self._client.open, address, method=method, headers={**TUS, **named}, **sent
        )

    def creates(self, length, body=b"", expects=201, **headers):
        answer = self.asks("POST", self.at, body, Upload_Length=length, **headers)
        assert answer.status_code == expects, (answer.status_code, answer.text)
        return answer

    def begins(self, length, **headers) -> str:
        return self.creates(length, **headers).headers["Location"]

    def sends(self, address, offset, body, expects=204, **headers):
        more = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": offset, **headers}
        answer = self.asks("PATCH", address, body, **more)
        assert answer.status_code == expects, (answer.status_code, answer.text)
        return answer

    def stands(self, address) -> int:
        answer = self.asks("HEAD", address)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])


def newest(db) -> uploads.Upload:
    db.rollback()
    return db.query(uploads.Upload).order_by(uploads.Upload.id.desc()).first()


def plain(db, upload) -> tuple[str, bytes]:
    found = uploads.opened(db, upload, SECRET)
    return found.name, b"".join(found.pieces)


def frozen(upload) -> None:
    with work() as db:
        uploads.freeze(db, upload)


def person(id) -> Person:
    return session().get(Person, id)
