"""The worker looks at each file before anybody gets it; a scanner that is away delays and never lets through."""

import io
import tracemalloc

import pytest
from sqlalchemy import select

from portal.kernel import audit, files, jobs, worker
from portal.kernel.audit import AuditLine
from portal.kernel.db import Generation, session, work
from portal.kernel.files import checks, clamd, store
from portal.kernel.files.clamd import ScannerError, Verdict, look
from portal.kernel.files.models import FileState, StoredFile
from portal.kernel.files.receiving import Received
from portal.kernel.jobs import JobRow
from tests.kernel.files import samples
from tests.kernel.files.clamd import Clamd
from tests.kernel.files.keeping import ago, attached, swept


@pytest.fixture
def scanner():
    found = Clamd()
    yield found
    found.stops()


@pytest.fixture
def scanned_app(make_app, scanner):
    """The portal with a scanner."""
    app = make_app(PORTAL_CLAMD=scanner.address)
    with app.app_context():
        yield app


def state(id) -> FileState:
    session().rollback()
    session().expire_all()
    return session().get(StoredFile, id).state


class TestProtocol:
    @pytest.mark.one_engine
    def test_clean_and_harmful_are_told_apart_however_long(self, scanner):
        long = bytes(range(256)) * 1024
        assert look(long, scanner.address) is Verdict.CLEAN
        assert look(long + samples.EICAR + long, scanner.address) is Verdict.INFECTED
        assert scanner.seen == [long, long + samples.EICAR + long], "all of it is shown, in order"

    @pytest.mark.one_engine
    def test_a_file_on_the_disk_is_shown_in_steps(self, scanner, tmp_path):
        content = bytes(range(256)) * 4096
        (tmp_path / "a").write_bytes(content)
        sizes = []

        class Steps(io.FileIO):
            def read(self, size=-1):
                sizes.append(size)
                return super().read(size)

        with Steps(tmp_path / "a") as file:
            assert look(file, scanner.address) is Verdict.CLEAN
        assert scanner.seen == [content]
        assert set(sizes) <= {clamd.CHUNK, checks.BEGINNING}

    @pytest.mark.one_engine
    @pytest.mark.parametrize("manner", ["silent", "error", "hasty", "garbled"])
    def test_whatever_else_it_says_is_no_permission(self, scanner, monkeypatch, manner):
        monkeypatch.setattr(clamd, "TIMEOUT", 0.3)
        scanner.manner = manner
        with pytest.raises(ScannerError):
            look(samples.PDF, scanner.address)

    @pytest.mark.one_engine
    @pytest.mark.parametrize("address", ["127.0.0.1:1", "127.0.0.1", "nowhere", ":", "127.0.0.1:x", "127.0.0.1:99999"])
    def test_an_address_where_nobody_listens_is_no_permission(self, address):
        with pytest.raises(ScannerError):
            look(samples.PDF, address)

    def test_ten_seconds_are_the_longest_and_what_is_large_gets_more_but_less_than_its_job(self):
        assert clamd.patience(5 * 1024 * 1024) == clamd.TIMEOUT == 10
        assert clamd.patience(1024**3) == 112
        assert clamd.patience(1024**4) < jobs.LEASE.total_seconds()


def test_without_a_scanner_the_signature_decides(app, db):
    good = attached(samples.PDF, "a.pdf")
    assert state(good) is FileState.WAITING
    worker.once(app)
    assert state(good) is FileState.CLEAN


def test_a_row_that_says_another_kind_than_the_bytes_is_refused(app, db):
    """Whoever wrote the row did not look: the worker does."""
    wrong = attached(samples.HTML, "a.pdf")
    worker.once(app)
    assert state(wrong) is FileState.REFUSED


def test_clean_files_become_clean_and_their_page_is_made_anew(scanned_app):
    good, noise = attached(samples.PDF, "a.pdf", id=7), attached(samples.TEXT, id=8)
    before = generation("file.thing.7")
    worker.once(scanned_app)
    assert state(good) is FileState.CLEAN and state(noise) is FileState.CLEAN
    assert generation("file.thing.7") > before


def generation(tag) -> int:
    session().rollback()
    return session().scalar(select(Generation.number).where(Generation.tag == tag)) or 0


def test_what_the_scanner_finds_is_refused_wherever_it_is_attached_and_its_bytes_go(scanned_app, scanner):
    content = samples.docx_and(samples.EICAR)
    scanner.manner = "error"
    early, late, noise = attached(content, "a.docx"), attached(content, "b.docx", id=2), attached(samples.PDF, "c.pdf")
    with work() as db:
        db.get(StoredFile, early).state = FileState.CLEAN
    scanner.manner = "honest"
    worker.once(scanned_app)
    assert state(early) is FileState.REFUSED, "an older scanner had not known it"
    assert state(late) is FileState.REFUSED
    assert state(noise) is FileState.CLEAN
    digest = session().get(StoredFile, late).digest
    assert session().scalar(select(AuditLine.seq).where(AuditLine.act == "files.refuse"))
    assert not list(audit.verify(session()))
    ago(digest)
    swept()
    assert not store.place(digest).exists()
    assert state(late) is FileState.REFUSED


@pytest.mark.parametrize("manner", ["silent", "error", "hasty"])
def test_a_scanner_that_fails_leaves_the_file_waiting_and_is_asked_again(
    scanned_app, scanner, clock, monkeypatch, manner
):
    monkeypatch.setattr(clamd, "TIMEOUT", 0.3)
    scanner.manner = manner
    id = attached(samples.PDF, "a.pdf")
    worker.once(scanned_app)
    assert state(id) is FileState.WAITING
    assert "ScannerError" in session().scalar(select(JobRow.fault).where(JobRow.name == "files.check"))
    scanner.manner = "honest"
    monkeypatch.setattr(clamd, "TIMEOUT", 10)
    clock.moves(minutes=1)
    worker.once(scanned_app)
    assert state(id) is FileState.CLEAN


@pytest.mark.slow
def test_after_a_long_absence_of_the_scanner_nobody_waits_longer_than_an_hour(scanned_app, scanner, clock):
    scanner.manner = "error"
    ids = [attached(samples.PDF, f"{n}.pdf", id=n) for n in range(3)]
    for _ in range(12):
        worker.once(scanned_app)
        clock.moves(hours=4)
    worker.once(scanned_app)
    assert {state(id) for id in ids} == {FileState.WAITING}
    scanner.manner = "honest"
    for _ in range(3):
        clock.moves(minutes=30)
        worker.once(scanned_app)
    assert {state(id) for id in ids} == {FileState.CLEAN}


def test_the_scanner_is_asked_without_the_write_lock(scanned_app, scanner, monkeypatch):
    """Ten seconds of a slow scanner must not keep citizens from writing."""
    writers = []

    def slow(_content, _address):
        assert not session().info.get("portal_work")
        writers.append(True)
        return Verdict.CLEAN

    monkeypatch.setattr(clamd, "look", slow)
    attached(samples.PDF, "a.pdf")
    worker.once(scanned_app)
    assert writers == [True]


def test_bytes_that_are_lost_are_never_called_clean(app, db, clock):
    id = attached(samples.PDF, "a.pdf")
    store.place(db.get(StoredFile, id).digest).write_bytes(b"%PDF-1.7 changed")
    worker.once(app)
    assert state(id) is FileState.WAITING


def test_a_file_is_looked_at_without_being_read_into_memory(app, db, tmp_path):
    part = store.folder() / "large.part"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(samples.PDF + bytes(40 * 1024 * 1024))
    received = Received(digest=store.take(part), size=1, kind="application/pdf", name="a.pdf")
    with work() as writing:
        id = files.attach(writing, received, kind="thing", id=1, by=None).id
    tracemalloc.start()
    worker.once(app)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert state(id) is FileState.CLEAN
    assert peak < 20 * 1024 * 1024


def test_a_file_released_meanwhile_is_nobodys_trouble(app, db):
    id = attached(samples.PDF, "a.pdf")
    with work() as writing:
        files.release(writing, writing.get(StoredFile, id), by=None)
    worker.once(app)
    assert not db.scalar(select(JobRow.id).where(JobRow.fault != ""))


def test_a_check_may_run_twice(app, db):
    id = attached(samples.PDF, "a.pdf")
    worker.once(app)
    with work() as writing:
        jobs.enqueue(writing, "files.check", {"file": id})
    worker.once(app)
    assert state(id) is FileState.CLEAN
