"""Bytes are there whole or not at all, and go when nobody needs them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.kernel import files, jobs
from portal.kernel.db import session, work
from portal.kernel.files import store
from portal.kernel.files.models import StoredFile
from portal.kernel.files.receiving import Received
from portal.kernel.files.refusals import NotStored, TooManyFiles
from tests.kernel.files.keeping import ago, attached, swept


def test_what_was_put_is_read(db):
    digest = store.put(b"abc")
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert store.read(digest) == b"abc"
    assert store.place(digest) == store.folder() / "ba" / digest[2:]


def test_the_same_bytes_lie_once(db):
    store.put(b"abc")
    store.put(b"abc")
    assert len(list(store.folder().glob("*/*"))) == 1


def test_bytes_and_the_name_are_on_the_disk_before_anybody_relies_on_them(db, monkeypatch):
    """The order: the file, its name, the folder of the name."""
    done = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append(os.readlink(f"/proc/self/fd/{handle}")), real(handle)))
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda self, to: (done.append("rename"), rename(self, to)))
    place = store.place(store.put(b"abc"))
    assert [Path(what).suffix or Path(what).name for what in done] == ["files", ".part", "rename", place.parent.name]


def test_a_disk_that_is_full_is_said_and_leaves_nothing(db, monkeypatch):
    real = os.fsync

    def full(handle):
        if os.readlink(f"/proc/self/fd/{handle}").endswith(".part"):
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(b"abc")
    assert not [file for file in store.folder().rglob("*") if file.is_file()]


def test_bytes_that_changed_on_the_disk_are_not_given_out(db):
    digest = store.put(b"abc")
    store.place(digest).write_bytes(b"abd")
    with pytest.raises(store.LostError, match="was changed"):
        store.read(digest)
    store.place(digest).unlink()
    with pytest.raises(store.LostError, match="missing"):
        store.read(digest)


def test_a_row_is_not_made_for_bytes_that_are_gone(db):
    digest = store.put(b"abc")
    store.place(digest).unlink()
    with pytest.raises(NotStored), work() as writing:
        files.attach(
            writing, Received(digest=digest, size=3, kind="text/plain", name="a.txt"), kind="thing", id=1, by=None
        )


def test_a_thing_has_at_most_five(db):
    for _ in range(5):
        attached(b"abc")
    attached(b"noise", id=2)
    with pytest.raises(TooManyFiles):
        attached(b"abc")
    assert db.scalar(select(func.count()).select_from(StoredFile)) == 6


def test_bytes_without_a_row_are_swept_after_a_day(db):
    orphan, kept, young = store.put(b"orphan"), store.put(b"kept"), store.put(b"young")
    attached(b"kept")
    ago(orphan, kept)
    swept()
    assert not store.place(orphan).exists()
    assert store.place(kept).exists() and store.place(young).exists()


def test_what_a_killed_process_left_half_written_is_swept(db):
    whole = store.put(b"abc")
    part = store.place(whole).with_name(".dead.part")
    part.write_bytes(b"a")
    os.utime(part, (1, 1))
    swept()
    assert not part.exists() and store.place(whole).exists()


def test_a_process_killed_between_file_and_row_leaves_an_orphan_that_is_swept(db, tmp_path):
    program = (
        "import os, signal, sys\n"
        "from flask import Flask\n"
        "from portal.kernel.files import store\n"
        "app = Flask('x'); app.config['PORTAL_INSTANCE'] = sys.argv[1]\n"
        "with app.app_context():\n"
        "    store.put(b'never acknowledged')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -9
    [left] = [file for file in store.folder().rglob("*") if file.is_file()]
    swept()
    assert left.exists(), "whoever stored it may still write the row"
    os.utime(left, (1, 1))
    swept()
    assert not left.exists()


def test_one_of_two_rows_keeps_the_bytes_and_the_last_gives_them_a_day(db):
    first, second = attached(b"abc"), attached(b"abc", id=2)
    digest = store.put(b"abc")
    for id, stays in ((first, True), (second, True)):
        ago(digest)
        with work() as writing:
            files.release(writing, writing.get(StoredFile, id), by=None)
        swept()
        assert store.place(digest).exists() is stays, "a backup may still copy what was released a moment ago"
    ago(digest)
    swept()
    assert not store.place(digest).exists()


def test_bytes_attached_again_while_the_sweeper_walks_stay(db):
    """The walk found them old and unneeded; before it takes them away somebody attaches the same content."""
    digest = store.put(b"abc")
    ago(digest)
    sweep = next(job for job in jobs_of_files() if job.name == "files.sweep")
    found = sweep.before(session(), {})
    assert found["orphans"]
    attached(b"abc")
    ago(digest)
    with work() as writing:
        sweep.handler(writing, found)
    assert store.place(digest).exists()


def jobs_of_files():
    from portal.kernel.files.jobs import FILE_JOBS

    return FILE_JOBS


def test_an_empty_folder_is_swept_too(db):
    swept()


def test_an_id_is_never_given_twice(db):
    """It stands in the file's address."""
    first = attached(b"abc")
    with work() as writing:
        files.release(writing, writing.get(StoredFile, first), by=None)
    assert attached(b"abc") > first


def test_the_sweeper_is_in_the_timetable(app, db):
    known = app.extensions["portal"].jobs
    with work() as writing:
        jobs.fill_timetable(writing, known.values())
    assert db.scalar(select(jobs.JobRow.id).where(jobs.JobRow.name == "files.sweep"))
    begin = time.perf_counter()
    while jobs.run_one(known):
        assert time.perf_counter() - begin < 60
    assert not db.scalar(select(jobs.JobRow.id).where(jobs.JobRow.fault != ""))
