"""Nothing readable lies on the disk or in the database; what lies there is what was sent, or it is said."""

import io
import os
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest

from portal.kernel import uploads, worker
from portal.kernel.db import session, work
from portal.kernel.files import checks
from portal.kernel.files.refusals import EmptyFile, NotStored
from portal.kernel.sealing import Tampered, WrongKey, new_key
from portal.kernel.settings import instance
from portal.kernel.uploads import bodies, keeping, landing, personal
from portal.kernel.uploads.models import Piece
from portal.kernel.uploads.refusals import BeingWritten, MoreThanAnnounced, NotOfTheKinds, WrongChecksum, WrongOffset
from tests.kernel.files import samples
from tests.kernel.uploads.sending import PIECE, SECRET, Sender, checksum, frozen, granted, newest, pdf, plain, root, said
from tests.support.together import together

MARKER = "ПОНУДА-1.250.000-динара".encode()


@pytest.fixture
def ana(app, people):
    return Sender(app, people.citizen("Ana"))


def everything(app, db) -> bytes:
    """All bytes under the instance folder, and all rows."""
    db.rollback()
    found = b"".join(file.read_bytes() for file in instance().rglob("*") if file.is_file())
    rows = [*db.query(uploads.Upload), *db.query(Piece)]
    return found + repr([dict(vars(row)) for row in rows]).encode()


def test_neither_content_nor_name_nor_type_is_readable_without_the_key(app, db, ana):
    content = b"%PDF-1.7\n" + MARKER * 30_000
    address = ana.begins(len(content), Upload_Metadata=said("Пријава Ђурђевка.pdf"))
    ana.sends(address, 0, content)
    kept = everything(app, db)
    for word in (MARKER, "Ђурђев".encode(), b"%PDF-", b"application/pdf", "Ђурђев".encode("unicode_escape")):
        assert word not in kept
    with pytest.raises(WrongKey):
        uploads.opened(db, newest(db), new_key()[0])
    assert plain(db, newest(db)) == ("Пријава Ђурђевка.pdf", content)


def test_not_even_the_length_of_a_name_is_told(db, ana):
    sizes = set()
    for name in ("а.pdf", "а" * 100 + ".pdf"):
        ana.begins(10, Upload_Metadata=said(name))
        sizes.add(len(newest(db).about) // 400)
    assert len(sizes) == 1


def test_pieces_end_where_those_of_everybody_end(db, ana):
    """However the line broke and whatever the program sends at once, only the broken places differ."""
    content = pdf(3 * PIECE + 17)
    address = ana.begins(len(content))
    for start, end in ((0, 100_000), (100_000, 2 * PIECE + 5), (2 * PIECE + 5, len(content))):
        ana.sends(address, start, content[start:end])
    manifest = uploads.manifest_of(db, newest(db))
    assert manifest.root == root(content, 100_000, 2 * PIECE + 5)
    assert sum(size * number for size, number in manifest.pieces) == manifest.size == len(content)
    assert uploads.root_of(io.BytesIO(content), manifest.pieces) == manifest.root
    for other in (content + b"x", content[:-1], b"x" + content[1:]):
        assert uploads.root_of(io.BytesIO(other), manifest.pieces) != manifest.root


class Broken(io.BytesIO):
    """A line that breaks when all of it was read."""

    def read(self, size=-1):
        found = super().read(size)
        if not found:
            raise OSError("connection reset")
        return found


def landed(ana, content, said=None, offset=0, check=None):
    key = newest(session()).key
    return landing.land(key, ana.id, offset=offset, body=bodies.Body(Broken(content), said), checksum=check)


class TestALineThatBreaks:
    def test_what_came_is_kept(self, app, db, ana):
        content = pdf(PIECE + 5000)
        address = ana.begins(len(content))
        landed(ana, content[: PIECE + 300], len(content))
        assert ana.stands(address) == PIECE + 300
        ana.sends(address, PIECE + 300, content[PIECE + 300 :])
        assert plain(db, newest(db))[1] == content

    def test_unless_a_checksum_was_announced(self, app, db, ana):
        content = pdf(PIECE + 5000)
        address = ana.begins(len(content))
        with pytest.raises(WrongChecksum):
            landed(ana, content[:PIECE], len(content), check=bodies.checksum(checksum(content[:PIECE])))
        assert ana.stands(address) == 0

    def test_a_beginning_too_short_to_tell_is_not_kept(self, app, db, ana):
        content = pdf(1000)
        address = ana.begins(1000)
        landed(ana, content[:10], 1000)
        assert ana.stands(address) == 0
        ana.sends(address, 0, content[:10], 400)
        ana.sends(address, 0, content)


class TestAfterACrash:
    def test_bytes_beyond_the_last_row_are_cut_off_by_the_next_piece(self, app, db, ana):
        content = pdf(3000)
        address = ana.begins(3000)
        ana.sends(address, 0, content[:1000])
        with keeping.place(newest(db).key).open("ab") as out:
            out.write(os.urandom(777))
        assert ana.stands(address) == 1000
        ana.sends(address, 1000, content[1000:])
        assert plain(db, newest(db))[1] == content
        upload = newest(db)
        assert keeping.place(upload.key).stat().st_size == upload.sealed_size

    def test_bytes_that_are_missing_are_said(self, app, db, ana):
        address = ana.begins(3000)
        ana.sends(address, 0, pdf(1000))
        upload = newest(db)
        keeping.place(upload.key).write_bytes(b"")
        ana.sends(address, 1000, b"x", 500)
        keeping.place(upload.key).unlink()
        ana.sends(address, 1000, b"x", 410)

    @pytest.mark.parametrize("fault", ["append", "settle", "cut"])
    def test_a_disk_that_takes_nothing_loses_nothing(self, app, db, ana, monkeypatch, fault):
        content = pdf(3000)
        address = ana.begins(3000)
        ana.sends(address, 0, content[:1000])

        def full(*_):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(keeping, fault, full)
            assert NotStored.status == 507
            ana.sends(address, 1000, content[1000:], 507)
        ana.sends(address, 1000, content[1000:])
        assert plain(db, newest(db))[1] == content

    def test_files_without_a_row_are_swept_after_a_day(self, app, db, ana):
        kept = ana.begins(1000)
        keeping.begin("f" * 32)
        worker.once(app)
        assert keeping.place("f" * 32).exists(), "its row may be about to be written"
        for file in keeping.folder().glob("*/*"):
            os.utime(file, (1, 1))
        assert keeping.orphans(db) == ["f" * 32]
        from portal.kernel.uploads.jobs import find, sweep

        with work() as writing:
            sweep(writing, find(writing, {}))
        assert not keeping.place("f" * 32).exists() and ana.stands(kept) == 0


class TestTwoWriters:
    def test_the_second_is_told_that_another_writes(self, app, db, ana):
        address = ana.begins(1000)
        with keeping.writing(newest(db).key):
            ana.sends(address, 0, pdf(1000), 423)
            assert ana.stands(address) == 0, "who only looks does not wait"
        ana.sends(address, 0, pdf(1000))

    def test_of_many_at_once_each_piece_is_taken_once(self, app, db, ana):
        content = pdf(1000)
        ana.begins(1000)
        key, refused = newest(db).key, []

        def act(gate: threading.Barrier) -> None:
            gate.wait()
            try:
                landing.land(key, ana.id, offset=0, body=bodies.Body(io.BytesIO(content), 1000))
            except (BeingWritten, MoreThanAnnounced, WrongOffset) as refusal:
                refused.append(refusal)

        assert together(app, *[act] * 6) == []
        assert len(refused) == 5
        assert plain(db, newest(db))[1] == content


class TestKinds:
    @pytest.mark.parametrize("content", [samples.HTML, samples.PNG, b"MZ" + bytes(200), b"\xd0\xcf\x11\xe0" + bytes(200), samples.EICAR + b"\0"])
    def test_what_is_of_another_kind_is_refused_by_its_first_bytes_and_gone(self, app, db, people, content):
        sender = Sender(app, people.citizen(), kinds=[checks.PDF, checks.DOCX])
        address = sender.begins(len(content))
        answer = sender.sends(address, 0, content, 400)
        assert "DOCX, PDF" in answer.text
        assert sender.asks("HEAD", address).status_code == 410
        assert keeping.place(newest(db).key).stat().st_size == 0

    @pytest.mark.parametrize("content, name", [(samples.PDF, "a.pdf"), (samples.docx_and(b"x"), "a.docx"), ("Ђорђе".encode() * 99, "a.txt")])
    def test_what_is_of_the_kinds_is_taken(self, app, db, people, content, name):
        sender = Sender(app, people.citizen())
        address = sender.begins(len(content), Upload_Metadata=said(name))
        sender.sends(address, 0, content)
        assert plain(db, newest(db)) == (name, content)

    def test_a_name_of_no_kind_is_refused_before_anything_is_sent(self, db, ana):
        ana.creates(500, expects=400, Upload_Metadata=said("virus.exe"))
        assert newest(db) is None and not list(keeping.folder().glob("*/*"))

    def test_a_beginning_may_be_cut_inside_a_letter(self):
        text = "ћ" * 100
        assert checks.begins_like(text.encode()[:101], [checks.TXT])
        assert not checks.begins_like(b"\xff" + text.encode(), [checks.TXT])
        assert not checks.begins_like(text.encode(), [checks.PDF])
        assert checks.begins_like(samples.docx_and(b"x")[:64], [checks.ZIP])


class TestPlainForm:
    def file(self, content, name="Прилог.pdf"):
        return SimpleNamespace(filename=name, stream=io.BytesIO(content), mimetype="application/pdf")

    def test_a_form_brings_the_same_pieces(self, app, db, ana):
        content = pdf(PIECE + 99)
        upload = uploads.receive_form(self.file(content), granted(ana.id))
        assert upload.is_complete and upload.owner_id == ana.id
        assert uploads.manifest_of(db, upload).root == root(content)
        assert plain(db, upload) == ("Прилог.pdf", content)

    def test_what_is_refused_leaves_nothing(self, app, db, ana):
        with pytest.raises(EmptyFile):
            uploads.receive_form(self.file(b""), granted(ana.id))
        with pytest.raises(NotOfTheKinds):
            uploads.receive_form(self.file(samples.HTML), granted(ana.id, kinds=[checks.PDF]))
        with pytest.raises(NotOfTheKinds):
            uploads.receive_form(self.file(pdf(100), "a.exe"), granted(ana.id))
        db.rollback()
        assert [upload.is_gone for upload in db.query(uploads.Upload)] == [True]
        worker.once(app)
        assert not list(keeping.folder().glob("*/*"))


class TestOpening:
    def test_a_changed_byte_and_a_missing_file_are_said(self, app, db, ana):
        ana.sends(ana.begins(PIECE + 9), 0, pdf(PIECE + 9))
        upload = newest(db)
        file = keeping.place(upload.key)
        sealed = bytearray(file.read_bytes())
        sealed[-3] ^= 1
        file.write_bytes(sealed)
        with pytest.raises(Tampered):
            plain(db, upload)
        file.unlink()
        with pytest.raises(uploads.Damaged):
            plain(db, upload)

    def test_a_piece_put_in_anothers_place_is_said(self, app, db, ana):
        """Whoever can write to the disk can seal as well; the fingerprints in the rows tell."""
        from portal.kernel.sealing import seal
        from tests.kernel.uploads.sending import RECIPIENT

        ana.sends(ana.begins(1000), 0, pdf(1000))
        upload = newest(db)
        for _ in range(40):
            forged = seal(pdf(1000, seed=2), RECIPIENT)
            if len(forged) == upload.sealed_size:
                break
        keeping.place(upload.key).write_bytes(forged)
        with pytest.raises((uploads.Damaged, Tampered)):
            plain(db, upload)


def test_with_the_account_goes_what_was_not_handed_in(app, db, ana, people):
    noise = Sender(app, people.citizen())
    noise.begins(10)
    ana.begins(1000)
    ana.sends(ana.begins(1000), 0, pdf(1000))
    handed = newest(db)
    frozen(handed)
    from portal.kernel.accounts.models import Person

    with work() as writing:
        me = writing.get(Person, ana.id)
        assert [each["handed_in"] for each in personal.export(writing, me)["uploads"]] == [False, True]
        personal.forget(writing, me)
    db.rollback()
    assert [upload.is_gone for upload in db.query(uploads.Upload).order_by(uploads.Upload.id)] == [False, True, False]
    assert plain(db, newest(db))[1] == pdf(1000)
    assert timedelta(days=1) < landing.actions.KEPT and SECRET not in repr(everything(app, db))
