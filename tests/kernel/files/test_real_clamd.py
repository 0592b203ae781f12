"""Debian's clamd with a list of one line: what it finds, what it cannot look into, and what it must never be thought to say."""

import shutil
import socket
import subprocess
import time
import zipfile
from io import BytesIO

import pytest

from portal.kernel import worker
from portal.kernel.db import session
from portal.kernel.files import checks
from portal.kernel.files import clamd as asking
from portal.kernel.files.clamd import ScannerError, Verdict, look
from portal.kernel.files.models import FileState, StoredFile
from portal.kernel.files.refusals import DamagedFile, OtherKinds, TooLarge, UnknownKind
from tests.kernel.files import samples
from tests.kernel.files.keeping import attached

MOST = 1024 * 1024
CONF = f"""DatabaseDirectory %(folder)s
TCPSocket %(port)s
TCPAddr 127.0.0.1
Foreground yes
StreamMaxLength {2 * MOST}
MaxFileSize {MOST}
MaxScanSize {2 * MOST}
MaxRecursion 8
AlertExceedsMax yes
AlertEncrypted yes
"""


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """The real one, on a free port: its process and its address."""
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    assert shutil.which(program), "The tests of scanning need clamd: apt-get install clamav-daemon"
    folder = tmp_path_factory.mktemp("clamd")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "local.ndb").write_text(f"Eicar-Test-Signature:0:*:{samples.EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(CONF % {"folder": folder, "port": port})
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "-c", str(folder / "clamd.conf")], stdout=log, stderr=log)
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    assert process.poll() is None, (folder / "log").read_text()
    yield process, f"127.0.0.1:{port}"
    process.kill()
    process.wait(20)


def zipped(content: bytes, name: str = "a.txt") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def closed(content: bytes) -> bytes:
    """A zip with a password, as far as a reader of its headers can tell."""
    return content[:6] + b"\x01\x00" + samples.locked(content)[8:]


CASES = {
    "clean": (samples.PDF, Verdict.CLEAN),
    "raw": (samples.EICAR, Verdict.INFECTED),
    "zipped": (zipped(samples.EICAR), Verdict.INFECTED),
    "in a document": (samples.docx_and(samples.EICAR), Verdict.INFECTED),
    "over the limit": (bytes(MOST + 5000) + samples.EICAR, Verdict.UNSCANNABLE),
    "a bomb": (zipped(bytes(20 * MOST)), Verdict.UNSCANNABLE),
    "behind what is unpacked": (zipped(bytes(MOST + 5000) + samples.EICAR), Verdict.UNSCANNABLE),
    "longer than the stream": (bytes(3 * MOST) + samples.EICAR, Verdict.UNSCANNABLE),
    "locked": (closed(zipped(bytes(range(256)))), Verdict.UNSCANNABLE),
}


@pytest.mark.one_engine
@pytest.mark.parametrize("name", CASES)
def test_what_it_says(clamd, monkeypatch, name):
    content, verdict = CASES[name]
    monkeypatch.setattr(asking, "LARGEST_INSIDE", MOST)
    assert look(content, clamd[1]) is verdict


def state(id):
    session().rollback()
    session().expire_all()
    return session().get(StoredFile, id).state


def test_what_cannot_be_looked_into_is_never_clean_and_is_said(make_app, clamd):
    app = make_app(PORTAL_CLAMD=clamd[1])
    with app.app_context():
        long, good = attached(b"%PDF-1.7\n" + bytes(3 * MOST), "a.pdf"), attached(samples.PDF, "b.pdf")
        worker.once(app)
        assert state(long) is FileState.UNSCANNABLE
        assert state(good) is FileState.CLEAN


@pytest.mark.one_engine
def test_where_it_stopped_nothing_is_said(clamd):
    process, address = clamd
    process.kill()
    process.wait(20)
    with pytest.raises(ScannerError):
        look(samples.PDF, address)


@pytest.mark.one_engine
class TestArchives:
    def test_a_feature_may_take_them_others_do_not(self):
        content = zipped(b"budzet", "budzet.txt")
        assert checks.examine(content, "a.zip", kinds=[checks.PDF, checks.ZIP]) is checks.ZIP
        for kinds in ({}, {"kinds": [checks.PDF]}):
            with pytest.raises((OtherKinds, UnknownKind)):
                checks.examine(content, "a.zip", **kinds)
        with pytest.raises(OtherKinds):
            checks.examine(samples.DOCX, "a.docx", kinds=[checks.PDF, checks.ZIP])

    @pytest.mark.parametrize(
        "content", [samples.locked(zipped(b"x")), samples.claiming(zipped(b"x"), 2**31), zipped(b"x", "../../etc/passwd"), samples.crowded(3000)]
    )
    def test_bombs_locked_ones_and_those_that_lead_outside_are_refused_without_unpacking(self, content):
        with pytest.raises(DamagedFile):
            checks.examine(content, "a.zip", kinds=[checks.ZIP])

    def test_the_largest_is_said_by_who_takes_it(self):
        content = b"%PDF-1.7\n" + bytes(checks.LARGEST)
        with pytest.raises(TooLarge):
            checks.examine(content, "a.pdf")
        assert checks.examine(content, "a.pdf", largest=30 * 1024 * 1024) is checks.PDF
