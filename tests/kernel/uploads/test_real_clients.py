"""The portal as it is served, and clients that others wrote: what is acknowledged is there, whatever dies."""

import io
import os
import random
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tusclient.exceptions import TusCommunicationError
from werkzeug.serving import make_server

from portal.kernel import uploads
from portal.kernel.accounts.session import COOKIE
from tests.kernel.uploads.sending import PIECE, checksum, granted, newest, pdf, plain, root
from tests.kernel.worker.conftest import eventually
from tests.support.served import CONTENT, Served, head


@pytest.fixture
def served(app, tmp_path, people, clock):
    """The portal served at the real present, to somebody who is signed in and may send."""
    clock.moment = datetime.now(UTC)
    visitor = people.citizen("Ana")
    with app.app_context():
        path = f"/uploads/tus/{granted(visitor.id, largest=64 * 1024 * 1024, most=100).token}/"
    found = Served(app, tmp_path, visitor, path)
    yield found
    found.dies()


def path_of(uploader) -> str:
    return "/" + uploader.url.split("/", 3)[3]


def test_tuspy_sends_stops_and_goes_on_after_kill_9(served, db):
    content = pdf(3 * PIECE + 12_345)
    first = served.tuspy(content, metadata={"filename": "Пријава.pdf"})
    first.upload(stop_at=PIECE)
    with Deadly(served), suppress(TusCommunicationError, OSError):
        first.upload()
    served.starts()
    second = served.tuspy(content, url=first.url)
    assert second.offset == served.stands(path_of(first)) >= PIECE
    second.upload()
    assert plain(db, newest(db)) == ("Пријава.pdf", content)
    manifest = uploads.manifest_of(db, newest(db))
    assert manifest.root == root(content) == uploads.root_of(io.BytesIO(content), manifest.pieces)


class Deadly:
    """Kills the server while somebody sends."""

    def __init__(self, served) -> None:
        self._timer = threading.Timer(random.uniform(0, 0.05), served.dies)
        self._served = served

    def __enter__(self):
        self._timer.start()

    def __exit__(self, *_):
        self._timer.join()
        self._served.dies()


@pytest.mark.slow
def test_twenty_deaths_and_every_byte_that_was_acknowledged_is_there(served, db):
    content = pdf(12 * PIECE + 77)
    sender = served.tuspy(content)
    sender.upload(stop_at=1000)
    path, known = path_of(sender), 0
    for _ in range(20):
        with Deadly(served), suppress(TusCommunicationError, OSError):
            again = served.tuspy(content, url=sender.url)
            while again.offset < len(content):
                again.upload_chunk()
                known = again.offset
        served.starts()
        assert served.stands(path) >= known
    served.tuspy(content, url=sender.url).upload()
    assert plain(db, newest(db))[1] == content
    manifest = uploads.manifest_of(db, newest(db))
    assert manifest.root == uploads.root_of(io.BytesIO(content), manifest.pieces)


def test_plain_http_creation_with_upload_checksums_offsets_two_at_once_and_a_cut_line(served, db):
    content = pdf(2 * PIECE)
    answer = served.asks("POST", served.path, content[:PIECE], Upload_Length=len(content), **CONTENT)
    assert answer.status == 201 and answer.headers["Upload-Offset"] == str(PIECE)
    path = answer.headers["Location"]
    more = {"Upload_Offset": PIECE, **CONTENT}
    answer = served.asks("PATCH", path, content[PIECE:], Upload_Checksum=checksum(b"x"), **more)
    assert (answer.status, answer.reason) == (460, "Checksum Mismatch") and served.stands(path) == PIECE
    assert served.asks("PATCH", path, b"x", Upload_Offset=5, **CONTENT).status == 409
    cut_line(served, path, PIECE, content[PIECE:])
    reached = served.stands(path)
    assert PIECE <= reached <= 2 * PIECE - 1
    both = []
    threads = [
        threading.Thread(target=lambda: both.append(served.asks("PATCH", path, content[reached:], **{**more, "Upload_Offset": reached}).status))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 204 in both and set(both) - {204} <= {409, 413, 423}, both
    assert plain(db, newest(db))[1] == content
    assert served.asks("POST", path, X_HTTP_Method_Override="DELETE").status == 204
    assert served.asks("HEAD", path).status == 410
    assert served.asks("POST", served.path, Upload_Length=5, Sec_Fetch_Site="cross-site").status == 403


def cut_line(served, path, offset, body, part=0.5) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(head("PATCH", path, len(body), served.cookie, Upload_Offset=offset, **CONTENT) + body[: int(len(body) * part)])


def test_a_server_that_hands_on_what_arrives_keeps_it_when_the_line_breaks(app, db, people):
    """werkzeug's own server does not gather bodies: 400,000 bytes of 1,000,000 come, the socket closes."""
    visitor, content = people.citizen(), pdf(1_000_000)
    path = f"/uploads/tus/{granted(visitor.id).token}/"
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        cookie = {"Cookie": f"{COOKIE}={visitor.token}"}
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            line.sendall(head("POST", path, len(content), cookie, Upload_Length=len(content), **CONTENT) + content[:400_000])
        eventually(lambda: newest(db) is not None and newest(db).offset == 400_000, 20)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


MARKER = "ПОНУДА-ОД-1.250.000-ДИНАРА".encode()


def test_while_it_arrives_plaintext_lies_in_memory_only(served, tmp_path):
    """A PATCH and a plain form stall half way: what the server has taken in is in no file of a disk."""
    content = b"%PDF-1.7\n" + MARKER * 60_000
    path = served.asks("POST", served.path, Upload_Length=len(content)).headers["Location"]
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + content
    kind = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}
    with socket.create_connection(("127.0.0.1", served.port)) as one, socket.create_connection(("127.0.0.1", served.port)) as two:
        one.sendall(head("PATCH", path, len(content), served.cookie, Upload_Offset=0, **CONTENT) + content[:-500])
        two.sendall(head("POST", "/sr/podesavanja/", len(form) + 100, served.cookie, **kind) + form)
        eventually(lambda: len(spooled(served.process.pid)) >= 2 and sum(map(len, spooled(served.process.pid).values())) > len(content), 20)
        lying = spooled(served.process.pid)
        assert {name.split("#")[0] for name in lying} == {"/dev/shm/"}, lying.keys()
        assert any(MARKER in found for found in lying.values()), "the test looks where the plaintext is"
        assert not [file for file in tmp_path.rglob("*") if file.is_file() and MARKER in file.read_bytes()]
        one.sendall(content[-500:])
        assert one.recv(100).startswith(b"HTTP/1.1 204")
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and MARKER in file.read_bytes()]


def spooled(pid: int) -> dict[str, bytes]:
    """What a process holds open and no folder shows: its temporary files, by where they lie."""
    found = {}
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            name = os.readlink(handle)
            if name.startswith("/") and name.endswith("(deleted)") and int(handle.name) > 2:
                found[name] = handle.read_bytes()
    return found
