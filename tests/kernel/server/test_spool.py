"""Bodies wait in memory, and the operator is told where they do not."""

import io
import tempfile

import pytest

from portal.kernel import spool
from portal.kernel.operations import checks

pytestmark = pytest.mark.one_engine
MOUNTS = """overlay / overlay rw 0 0
tmpfs /dev/shm tmpfs rw 0 0
/dev/sda1 {folder}/disk ext4 rw 0 0
tmpfs {folder}/with\\040space tmpfs rw 0 0
tmpfs {folder}/covered tmpfs rw 0 0
/dev/sdb1 {folder}/covered ext4 rw 0 0
"""


@pytest.fixture
def mounts(tmp_path, monkeypatch):
    for name in ("disk", "with space/inner", "covered"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "mounts").write_text(MOUNTS.format(folder=tmp_path))
    monkeypatch.setattr(spool, "MOUNTS", tmp_path / "mounts")
    return tmp_path


def test_memory_is_told_from_disks(mounts, monkeypatch):
    told = {name: spool.is_in_memory(mounts / name) for name in ("disk", "with space", "with space/inner", "covered", "missing", ".")}
    assert told == {"disk": False, "with space": True, "with space/inner": True, "covered": False, "missing": False, ".": False}
    monkeypatch.setattr(spool, "MOUNTS", mounts / "nowhere")
    assert not spool.is_in_memory(mounts / "with space")


def test_the_spool_is_what_is_set_else_shared_memory_else_the_systems_folder(make_app, mounts, monkeypatch):
    with make_app(PORTAL_SPOOL=str(mounts / "disk")).app_context():
        assert spool.folder() == mounts / "disk"
        assert [(found.name, found.warning) for found in checks._spool()] == [("spool", True)]
    with make_app(PORTAL_SPOOL=str(mounts / "missing")).app_context():
        assert [(found.name, found.warning) for found in checks._spool()] == [("spool", False)]
    with make_app().app_context():
        assert str(spool.folder()) == "/dev/shm" and not list(checks._spool())
        monkeypatch.setattr(spool, "SHARED", mounts / "disk")
        assert str(spool.folder()) == tempfile.gettempdir()


def test_a_spool_smaller_than_what_may_wait_in_it_is_told(make_app):
    for megabytes, told in (("1", []), ("100000000", [("spool", True)])):
        with make_app(PORTAL_ARRIVING=int(megabytes)).app_context():
            assert [(found.name, found.warning) for found in checks._spool()] == told
    with make_app(PORTAL_ARRIVING=100_000_000, PORTAL_PROXIES=1).app_context():
        assert not list(checks._spool()), "behind a proxy nothing waits here"


def test_temporary_files_of_forms_lie_in_it(make_app, mounts, monkeypatch):
    from werkzeug.formparser import default_stream_factory

    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    with make_app(PORTAL_SPOOL=str(mounts / "disk")).app_context():
        spool.use()
    made = []
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *_a, **_more: made.append(tempfile.gettempdir()) or io.BytesIO())
    with default_stream_factory(None, "application/pdf", "a.pdf") as out:
        out.write(bytes(600 * 1024))
    assert made == [str(mounts / "disk")]
