"""A file, or a part of one, is the same however it is sent."""

import io
import os

import pytest
from flask import Flask, send_file
from waitress.task import WSGITask

from portal.kernel.files.sending import SENDS, STEP, by_steps
from portal.kernel.server import sending

pytestmark = pytest.mark.one_engine
CONTENT = os.urandom(3 * STEP + 17)
PARTS = {"": CONTENT, "bytes=0-9": CONTENT[:10], f"bytes={STEP}-": CONTENT[STEP:], "bytes=5-300000": CONTENT[5:300001], "bytes=-7": CONTENT[-7:]}


@pytest.fixture
def client(tmp_path):
    place = tmp_path / "file"
    place.write_bytes(CONTENT)
    app = Flask(__name__)

    @app.route("/")
    def download():
        answer = send_file(place, mimetype="application/pdf", etag="a", conditional=True)
        by_steps(answer, place)
        return answer

    return app.test_client()


@pytest.mark.parametrize("wanted", PARTS)
def test_a_server_that_offers_nothing_gets_large_pieces(client, wanted):
    answer = client.get("/", headers={"Range": wanted} if wanted else {}, buffered=False)
    pieces = list(answer.response)
    answer.close()
    assert b"".join(pieces) == PARTS[wanted]
    assert int(answer.headers["Content-Length"]) == len(PARTS[wanted])
    assert answer.status_code == (206 if wanted else 200)
    assert len(pieces) == -(-len(PARTS[wanted]) // STEP)


@pytest.mark.parametrize("wanted", PARTS)
def test_one_that_offers_to_send_gets_the_open_file_where_it_begins(client, wanted):
    offered = []

    def send(file):
        with file:
            offered.append(file.tell())
            return [file.read()]

    answer = client.get("/", headers={"Range": wanted} if wanted else {}, environ_overrides={SENDS: send})
    assert answer.data.startswith(PARTS[wanted])
    assert offered == [CONTENT.index(PARTS[wanted])]


def test_nobody_who_has_it_or_only_asks_about_it_gets_the_file(client):
    def send(_file):
        raise AssertionError("nothing is to be sent")

    for method, headers in (("HEAD", {}), ("GET", {"If-None-Match": '"a"'})):
        answer = client.open("/", method=method, headers=headers, environ_overrides={SENDS: send})
        assert answer.data == b""
        answer.close()


class TestSteps:
    def test_the_file_goes_out_in_steps_as_far_as_the_answer_says(self):
        content = os.urandom(2 * sending.STEP + 5)
        file = io.BytesIO(content)
        file.seek(3)
        steps = sending.Steps(file)
        assert steps.prepare(len(content) - 10) == len(content) - 10
        sent, sizes = b"", []
        while len(steps):
            part = steps.get(2_500_000)
            gone = part[: max(1, len(part) // 2)]
            sizes.append(len(part))
            steps.skip(len(gone))
            sent += gone
        assert sent == content[3:-7]
        assert max(sizes) == sending.STEP

    def test_waitress_knows_it_as_its_own(self):
        import inspect

        from waitress.buffers import ReadOnlyFileBasedBuffer

        assert issubclass(sending.Steps, ReadOnlyFileBasedBuffer)
        assert "isinstance(app_iter, ReadOnlyFileBasedBuffer)" in inspect.getsource(WSGITask.execute)
