"""A backup made while people write comes back whole, into an empty place and nowhere else."""

import json
import shutil
import stat
import threading

import pytest
from sqlalchemy import MetaData, Table, select, text

from portal import create_app
from portal.kernel import audit, migrate, receipts
from portal.kernel.db import count, session, work
from portal.kernel.operations import OperationError
from portal.kernel.operations.backup import backup, tables_of
from portal.kernel.operations.manifest import NAME, Manifest
from portal.kernel.operations.restore import restore
from portal.kernel.uploads import Upload, keeping
from tests.conftest import KEY, settings
from tests.kernel.uploads.sending import Sender, frozen, newest, pdf, plain


@pytest.fixture
def elsewhere(database, tmp_path, clock):
    """A function that makes an empty portal: a database without rows and a folder without files."""
    made = []

    def make(**more):
        folder = tmp_path / f"elsewhere{len(made)}"
        folder.mkdir()
        app = create_app(**settings(folder, database(folder), **more))
        made.append(app)
        with app.app_context():
            migrate.downgrade()
        return app

    yield make
    for app in made:
        with app.app_context():
            migrate.engine().dispose()


@pytest.fixture
def lived_in(app, people):
    """A portal in which something has happened."""
    people.citizen("Ђорђе „Ђока“ \\ Џаја\nу два реда\tи табулатор")
    people.moderator()
    people.official("predsednik-opstine")
    with app.app_context():
        folder = migrate_folder(app) / "files" / "ab"
        folder.mkdir(parents=True)
        (folder / "abcdef").write_bytes(bytes(range(256)))
        (migrate_folder(app) / "files" / "празна").write_bytes(b"")
    return app


def migrate_folder(app):
    from pathlib import Path

    return Path(app.config["PORTAL_INSTANCE"])


def everything(app):
    """Every row of every table and every file, to compare."""
    with app.app_context(), migrate.engine().connect() as connection:
        rows = {}
        for name in tables_of(connection):
            if "search_index" in name and connection.dialect.name == "sqlite":
                continue
            table = Table(name, MetaData(), autoload_with=connection)
            rows[name] = sorted(map(repr, connection.execute(select(table))))
    folder = migrate_folder(app)
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in (folder / "files").rglob("*")
        if file.is_file()
    }
    return rows, files


@pytest.mark.parametrize("name", ["saved", "saved.tar"])
def test_every_row_and_file_comes_back(lived_in, elsewhere, tmp_path, name):
    with lived_in.app_context():
        saved = backup(tmp_path / name)
    there = elsewhere()
    with there.app_context():
        assert restore(tmp_path / name) == saved
        assert saved.same_key()
        assert list(audit.verify(session())) == []
        assert migrate.is_current() and migrate.differences() == []

    rows, files = everything(lived_in)
    assert sum(map(len, rows.values())) > 100 and len(files) == 2
    assert everything(there) == (rows, files)


def test_ids_go_on_where_they_were(lived_in, elsewhere, tmp_path, people):
    with lived_in.app_context():
        backup(tmp_path / "saved")
        highest = session().scalar(text("SELECT max(id) FROM portal_person"))
    there = elsewhere()
    with there.app_context():
        restore(tmp_path / "saved")
        from portal.kernel.accounts import actions

        with work() as db:
            assert actions.add_person(db, email="nova@test.example", name="Нова").id == highest + 1


def test_what_was_acknowledged_before_a_backup_is_in_it_though_others_write_on(lived_in, elsewhere, tmp_path):
    acknowledged, stop, faults = [], threading.Event(), []

    def writes() -> None:
        try:
            with lived_in.app_context():
                while not stop.is_set() and len(acknowledged) < 2000:
                    with work() as db:
                        number = count(db, "noise")
                        audit.note(db, "noise.made", "noise", number, by=None)
                    acknowledged.append(number)
                session().remove() if hasattr(session(), "remove") else session().close()
        except Exception as fault:
            faults.append(fault)

    writer = threading.Thread(target=writes)
    writer.start()
    promised = []
    try:
        for number in range(3):
            while len(acknowledged) < 20 * (number + 1) and not faults:
                stop.wait(0.01)
            before = len(acknowledged)
            with lived_in.app_context():
                backup(tmp_path / f"saved{number}")
            promised.append(before)
    finally:
        stop.set()
        writer.join(30)
    assert not faults
    for number, before in enumerate(promised):
        there = elsewhere()
        with there.app_context():
            restore(tmp_path / f"saved{number}")
            here = set(
                session().scalars(text("SELECT CAST(subject_id AS integer) FROM portal_audit WHERE act = 'noise.made'"))
            )
            counted = session().scalar(text("SELECT value FROM portal_counter WHERE name = 'noise'"))
            assert set(range(1, before + 1)) <= here
            assert len(here) == counted


def refused(app, source, sentence):
    with app.app_context():
        before = everything(app) if migrate.is_current() else None
        with pytest.raises(OperationError, match=sentence):
            restore(source)
        if before:
            assert everything(app) == before


def test_a_place_that_is_not_empty_is_left_as_it_is(lived_in, elsewhere, tmp_path):
    with lived_in.app_context():
        backup(tmp_path / "saved")
    refused(lived_in, tmp_path / "saved", "database is not empty")

    there = elsewhere()
    (migrate_folder(there) / "files").mkdir()
    (migrate_folder(there) / "files" / "mine").write_text("mine")
    refused(there, tmp_path / "saved", "files is not empty")


def test_a_damaged_backup_is_not_restored(lived_in, elsewhere, tmp_path):
    with lived_in.app_context():
        backup(tmp_path / "saved")
    there = elsewhere()

    def with_(change, sentence):
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(tmp_path / "saved", copy)
        change(copy)
        refused(there, copy, sentence)
        assert not (migrate_folder(there) / "files").exists()

    def one_bit(folder):
        file = next(f for f in (folder / "database").iterdir() if f.stat().st_size > 2)
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    def manifest(**values):
        def change(folder):
            found = json.loads((folder / NAME).read_text())
            (folder / NAME).write_text(json.dumps({**found, **values}))

        return change

    with_(one_bit, "damaged")
    with_(lambda folder: (folder / "instance" / "files" / "ab" / "abcdef").unlink(), "not whole")
    with_(lambda folder: (folder / "database" / "more").write_text("x"), "not whole")
    with_(lambda folder: (folder / NAME).unlink(), "no whole backup")
    with_(lambda folder: (folder / NAME).write_text("{"), "no whole backup")
    with_(manifest(format=2), "format 2")
    with_(manifest(engine="oracle"), "of oracle")
    with_(manifest(migrations={"portal": "9999_later"}), "9999_later")
    with_(manifest(migrations={"portal": migrate.OURS.head, "bees": "0001"}), "bees, which is not installed")


def test_a_tampered_audit_chain_is_said(lived_in, elsewhere, tmp_path):
    with lived_in.app_context():
        with work() as db:
            db.execute(text("UPDATE portal_audit SET act = 'nothing' WHERE seq = 2"))
        backup(tmp_path / "saved")
    there = elsewhere()
    with there.app_context(), pytest.raises(OperationError, match="audit chain"):
        restore(tmp_path / "saved")


def test_the_key_stays_out_unless_it_is_asked_for(lived_in, elsewhere, tmp_path):
    with lived_in.app_context():
        backup(tmp_path / "saved", keys=tmp_path / "secret")
    assert (tmp_path / "secret").read_text() == f"PORTAL_SECRET_KEY={KEY}\nPORTAL_RECEIPT_KEY=\n"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert not [f for f in (tmp_path / "saved").rglob("*") if f.is_file() and KEY.encode() in f.read_bytes()]

    there = elsewhere(PORTAL_SECRET_KEY="another-key-0123456789-abcdefghijklmnopq")
    with there.app_context():
        assert not Manifest.read(tmp_path / "saved").same_key()


def test_a_backup_is_never_written_over_another_and_keys_never_into_it(lived_in, tmp_path):
    (tmp_path / "there").mkdir()
    with lived_in.app_context():
        with pytest.raises(OperationError, match="exists"):
            backup(tmp_path / "there")
        with pytest.raises(OperationError, match="outside"):
            backup(tmp_path / "saved", keys=tmp_path / "saved" / "keys")
    assert not (tmp_path / "saved").exists()


def test_only_its_owner_reads_a_backup(lived_in, tmp_path):
    with lived_in.app_context():
        backup(tmp_path / "saved")
        backup(tmp_path / "saved.tar")
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "saved.tar").stat().st_mode) == 0o600


def test_a_backup_that_fails_leaves_no_half_one(lived_in, tmp_path, monkeypatch):
    from portal.kernel.operations import backup as room

    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(room, "_save_files", full)
    with lived_in.app_context(), pytest.raises(OSError, match="disk full"):
        backup(tmp_path / "saved")
    assert not list(tmp_path.glob("*saved*"))


class TestWhatIsSealedAndSigned:
    @pytest.fixture
    def handed_in(self, lived_in, people):
        """Something complete and something under way; a receipt was given for the first."""
        ana = Sender(lived_in, people.citizen())
        ana.sends(ana.begins(3000), 0, pdf(3000))
        with lived_in.app_context():
            frozen(newest(session()))
            receipt = receipts.sign({"what": "handed in"})
        ana.sends(ana.begins(5000), 0, pdf(1000))
        return lived_in, receipt

    def test_sealed_files_come_back_and_receipts_stay_sound(self, handed_in, elsewhere, tmp_path):
        app, receipt = handed_in
        with app.app_context():
            backup(tmp_path / "saved", keys=tmp_path / "secret")
        assert not [file for file in (tmp_path / "saved").rglob("*") if b"PRIVATE" in ((file.is_file() and file.read_bytes()) or b"")]
        for keys in (None, tmp_path / "secret"):
            there = elsewhere()
            with there.app_context():
                restore(tmp_path / "saved", keys=keys)
                first = session().query(Upload).order_by(Upload.id).first()
                assert plain(session(), first)[1] == pdf(3000)
                [known] = receipts.public_keys()
                assert receipts.verify(receipt, known.pem) is receipts.Verdict.SOUND
                again = receipts.sign({"what": "after"})
                assert (again["key"] == receipt["key"]) is (keys is not None)
                assert receipts.verify(again, *(key.pem for key in receipts.public_keys())) is receipts.Verdict.SOUND

    def test_a_sealed_file_that_is_short_is_said(self, handed_in, elsewhere, tmp_path):
        app, _ = handed_in
        with app.app_context():
            keeping.place(session().query(Upload).order_by(Upload.id).first().key).write_bytes(b"cut")
            backup(tmp_path / "saved")
        with elsewhere().app_context(), pytest.raises(OperationError, match="Sealed files"):
            restore(tmp_path / "saved")

    def test_keys_of_another_backup_are_refused_and_nothing_is_left(self, handed_in, elsewhere, tmp_path):
        app, _ = handed_in
        with app.app_context():
            backup(tmp_path / "saved")
        (tmp_path / "odd").write_text("PORTAL_RECEIPT_KEY=" + "A" * 43 + "=\n")
        (tmp_path / "none").write_text("x")
        there = elsewhere()
        with there.app_context():
            for name in ("odd", "none"):
                with pytest.raises(OperationError, match="file of keys"):
                    restore(tmp_path / "saved", keys=tmp_path / name)
            restore(tmp_path / "saved")
