"""The deadline passes while a file is on its way to the server as it is served: the bytes are kept, the application is not taken."""

import contextvars
import json
import socket
from datetime import UTC, datetime

import pytest

from portal.features.tenders.actions import applying as verbs
from portal.features.tenders.models import ApplicationState, Call
from portal.kernel import clock as clocks
from portal.kernel import receipts
from portal.kernel.accounts.models import Person
from portal.kernel.db import work
from portal.kernel.receipts import Verdict
from tests.features.tenders.applications.applying import Applying
from tests.kernel.uploads.sending import PIECE, pdf
from tests.kernel.worker.conftest import eventually
from tests.support.served import CONTENT, Served, head


@pytest.fixture
def now(clock):
    """The real present: the server has no other."""
    clock.moment = datetime.now(UTC)
    return clock


@pytest.fixture(params=[0, 1], ids=["waitress", "granian"])
def served(request, app, tmp_path, now):
    """A call, somebody who has begun an application to it, and the portal served to them."""
    applying = Applying(app)
    ana = applying.people.citizen("Ана Анић")
    application = applying.begun(ana)

    def grant():
        with app.app_context(), work() as db:
            return verbs.room(db, application, applying.asked[0], by=db.get_one(Person, ana.id)).token

    found = Served(app, tmp_path, ana, f"/uploads/tus/{contextvars.Context().run(grant)}/", workers=request.param)
    yield found, applying, application
    found.dies()


def passes(applying) -> None:
    """The deadline is now."""
    applying.acts(lambda db, _me: setattr(db.get(Call, applying.call), "closes_at", clocks.clock.now()))


def test_what_comes_after_the_deadline_is_kept_sealed_and_submit_is_refused_with_a_signed_receipt(served, now):
    line_of, applying, application = served
    content = pdf(2 * PIECE)
    pages = [f"/en/konkursi/prijave/{application}/{page}/" for page in (f"prilog/{applying.asked[0]}", "podnosenje")]
    laying, submitting = map(line_of.form, pages)
    path = line_of.asks("POST", line_of.path, Upload_Length=len(content)).headers["Location"]
    with socket.create_connection(("127.0.0.1", line_of.port), timeout=30) as line:
        line.sendall(head("PATCH", path, len(content), line_of.cookie, Upload_Offset=0, **CONTENT) + content[:PIECE])
        if line_of.process.args[-2] == "--workers":
            eventually(lambda: applying.uploads(application)[0].offset == PIECE, 20)
        now.moment = datetime.now(UTC)
        passes(applying)
        line.sendall(content[PIECE:])
        assert line.recv(100).startswith(b"HTTP/1.1 204")
    [upload] = applying.uploads(application)
    assert (upload.offset, upload.is_complete) == (2 * PIECE, True)
    assert line_of.asks("POST", line_of.path, Upload_Length=5).status == 201, "a grant outlives the deadline; what it brings counts nowhere"

    laid = line_of.presses(pages[0], {**laying, "upload": upload.key})
    assert (laid.status, "Applications were taken until" in laid.text, "Lay it in" in laid.text) == (422, True, False)
    pressed = line_of.presses(pages[1], submitting)
    assert pressed.status == 303
    receipt = json.loads(line_of.asks("GET", pressed.headers["Location"] + "potvrda.json").text)
    keys = applying.reads(lambda _db: [key.pem for key in receipts.public_keys()])
    assert receipts.verify(receipt, *keys) is Verdict.SOUND
    said = receipt["statement"]
    assert (said["kind"], said["reason"], said["files"]) == ("refusal", "late", [])
    assert said["late_by_milliseconds"] >= 0
    assert said["moment"] >= said["call"]["closes_at"]
    assert applying.submissions() == []
    assert [each.why for each in applying.attempts()] == ["late"]
    assert applying.the(application).state is ApplicationState.PREPARING
