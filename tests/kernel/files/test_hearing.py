"""A form with a file that is too large is heard to its end: the sentence stands beside the field, what was typed stays."""

from io import BytesIO

import pytest
from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.kernel.files.forms import HEARD, takes

pytestmark = pytest.mark.one_engine
MB = 1024 * 1024


@pytest.fixture
def ask():
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MB

    @app.route("/", methods=["POST"])
    @takes(2 * MB)
    def view():
        kept = [(file.filename, file.stream.seek(0, 2), file.stream.seek(0), file.stream.read(4)) for file in request.files.getlist("file")]
        return {"title": request.form["title"], "files": [[name, size, begin.decode()] for name, size, _, begin in kept]}

    def asked(*sizes, title="Наслов"):
        files = [(BytesIO(b"%PDF" + bytes(size - 4)), f"{size}.pdf") for size in sizes]
        answer = app.test_client().post("/", data={"title": title, "file": files})
        answer.request.environ["wsgi.input"].close()
        return answer

    return asked


def test_of_each_file_one_byte_more_than_it_may_have_is_kept_and_every_field(ask):
    sizes = (MB, 2 * MB, 2 * MB + 1, 30 * MB)
    told = ask(*sizes).get_json()
    assert told["title"] == "Наслов"
    assert told["files"] == [[f"{size}.pdf", min(size, 2 * MB + 1), "%PDF"] for size in sizes]


def test_beyond_what_is_heard_nothing_is_read(ask):
    assert ask(HEARD).status_code == RequestEntityTooLarge.code
