"""tus 1.0.0, word for word: what is asked, what is answered, what stays as it was."""

import pytest

from portal.kernel import uploads, worker
from portal.kernel.db import session, work
from portal.kernel.uploads import UploadState, keeping
from portal.kernel.uploads.actions import KEPT
from portal.kernel.uploads.refusals import UploadGone
from tests.kernel.uploads.sending import PIECE, Sender, checksum, frozen, newest, pdf, plain, root, said

CONTENT = "application/offset+octet-stream"


@pytest.fixture
def ana(app, people):
    """Somebody who may send; somebody else is sending too."""
    other = Sender(app, people.citizen("Neko Drugi"))
    other.sends(other.begins(700), 0, pdf(300, seed=9))
    return Sender(app, people.citizen("Ana"))


def test_a_file_lands_piece_by_piece_and_is_what_was_sent(db, ana):
    content = pdf(2 * PIECE + 4321)
    address = ana.begins(len(content), Upload_Metadata=said("Пријава.pdf"))
    for offset in range(0, len(content), PIECE):
        answer = ana.sends(address, offset, content[offset : offset + PIECE], Upload_Checksum=checksum(content[offset : offset + PIECE]))
        assert int(answer.headers["Upload-Offset"]) == min(offset + PIECE, len(content)) == ana.stands(address)
    upload = newest(db)
    assert upload.is_complete
    assert plain(db, upload) == ("Пријава.pdf", content)
    manifest = uploads.manifest_of(db, upload)
    assert manifest.as_json() == {"size": len(content), "pieces": [[PIECE, 2], [4321, 1]], "root": root(content)}


def test_what_is_said_of_an_upload(ana):
    answer = ana.creates(2000)
    assert answer.headers["Location"].startswith("/uploads/tus/at/")
    assert answer.headers["Upload-Expires"] == "Mon, 30 Nov 2026 09:00:00 GMT"
    head = ana.asks("HEAD", answer.headers["Location"])
    for each in (answer, head):
        assert each.headers["Tus-Resumable"] == "1.0.0" and each.headers["Cache-Control"] == "no-store"
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("0", "2000")
    assert "Upload-Metadata" not in head.headers


def test_options_say_what_is_spoken_to_anybody_without_a_version(ana, nobody):
    for address in ("/uploads/tus/", ana.at, "/uploads/tus/at/x"):
        answer = nobody._client.options(address)
        assert answer.status_code == 204
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,expiration,termination"
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
        assert int(answer.headers["Tus-Max-Size"]) == 30 * 1024 * 1024


@pytest.mark.parametrize("version", ["", "0.2.2", "1.0.1"])
def test_another_version_or_none_is_refused_and_nothing_is_done(ana, version):
    address = ana.begins(2000)
    for method, at in (("POST", ana.at), ("HEAD", address), ("PATCH", address), ("DELETE", address)):
        answer = ana.asks(method, at, pdf(2000), Tus_Resumable=version, Upload_Length=5, Upload_Offset=0, Content_Type=CONTENT)
        assert answer.status_code == 412 and answer.headers["Tus-Version"] == "1.0.0"
    assert ana.stands(address) == 0


def test_creation_with_upload(db, ana):
    content = pdf(1000)
    answer = ana.creates(1500, content, Content_Type=CONTENT, Upload_Checksum=checksum(content, "sha1"))
    assert answer.headers["Upload-Offset"] == "1000" == str(ana.stands(answer.headers["Location"]))
    before = newest(db).id
    ana.creates(1500, content, 460, Content_Type=CONTENT, Upload_Checksum=checksum(b"other"))
    ana.creates(500, content, 413, Content_Type=CONTENT)
    ana.creates(1500, content, 415, Content_Type="application/pdf")
    db.rollback()
    assert all(each.is_gone for each in db.query(uploads.Upload).where(uploads.Upload.id > before))


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload_Length": ""},
        {"Upload_Length": "-1"},
        {"Upload_Length": "٣"},
        {"Upload_Length": "9" * 20},
        {"Upload_Defer_Length": "1", "Upload_Length": ""},
        {"Upload_Metadata": "a b!"},
        {"Upload_Metadata": "a YQ==,a YQ=="},
        {"Upload_Metadata": "filename " + "A" * 4000},
        {"Upload_Checksum": "md5 YQ=="},
        {"Upload_Checksum": "sha256 !"},
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(ana, headers):
    headers = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    answer = ana.asks("POST", ana.at, **{"Upload_Length": "5", **headers})
    assert answer.status_code == 400 and "(Upload-" in answer.text


@pytest.mark.parametrize("metadata", ["", " ", "nothing", "filename", f"{said('a.pdf')},relativePath"])
def test_metadata_may_be_empty_as_tuspy_sends_it(ana, metadata):
    assert ana.stands(ana.begins(500, Upload_Metadata=metadata)) == 0


def test_a_wrong_checksum_leaves_all_as_it_was(db, ana):
    content = pdf(PIECE + 999)
    address = ana.begins(3 * PIECE)
    ana.sends(address, 0, content[:700])
    for name in ("sha1", "sha256"):
        ana.sends(address, 700, content, 460, Upload_Checksum=checksum(b"x", name))
        assert ana.stands(address) == 700
    for odd in ("md5 YQ==", "sha256"):
        ana.sends(address, 700, content, 400 if " " in odd else 460, Upload_Checksum=odd)
    upload = newest(db)
    assert keeping.place(upload.key).stat().st_size == upload.sealed_size
    ana.sends(address, 700, content, Upload_Checksum=checksum(content, "sha1"))
    assert ana.stands(address) == 700 + len(content)


def test_a_wrong_offset_or_content_type_leaves_all_as_it_was(ana):
    address = ana.begins(5000)
    ana.sends(address, 0, pdf(1000))
    for offset in (0, 999, 1001, 4000):
        ana.sends(address, offset, b"x" * 10, 409)
    ana.sends(address, "", b"x", 400)
    ana.sends(address, 1000, b"x", 415, Content_Type="application/octet-stream")
    ana.sends(address, 1000, b"x" * 4001, 413)
    assert ana.stands(address) == 1000
    ana.sends(address, 1000, b"")
    ana.sends(address, 1000, b"x" * 4000)
    ana.sends(address, 5000, b"x", 413)
    ana.sends(address, 5000, b"")


def test_methods_may_be_named_in_a_header(ana):
    address = ana.begins(1000)
    assert ana.asks("POST", address, X_HTTP_Method_Override="HEAD").headers["Upload-Offset"] == "0"
    answer = ana.asks("POST", address, pdf(1000), X_HTTP_Method_Override="PATCH", Content_Type=CONTENT, Upload_Offset=0)
    assert answer.status_code == 204 and ana.stands(address) == 1000
    for odd in ("", "PUT", "POST"):
        assert ana.asks("POST", address, X_HTTP_Method_Override=odd).status_code == 405
    assert ana.asks("POST", address, X_HTTP_Method_Override="delete").status_code == 204
    assert ana.asks("HEAD", address).status_code == 410


def test_termination(app, db, ana):
    address = ana.begins(1000)
    ana.sends(address, 0, pdf(500))
    upload = newest(db)
    assert ana.asks("DELETE", address).status_code == 204
    for method in ("HEAD", "DELETE"):
        assert ana.asks(method, address).status_code == 410
    ana.sends(address, 500, b"x", 410)
    worker.once(app)
    assert not keeping.place(upload.key).exists()
    assert newest(db).about == "" and uploads.manifest_of(db, newest(db)).pieces == ()


def test_an_unfinished_upload_waits_a_week_from_its_last_piece(app, db, ana, clock):
    address = ana.begins(1000)
    whole = ana.begins(100)
    ana.sends(whole, 0, pdf(100))
    clock.moves(days=6)
    assert ana.sends(address, 0, pdf(500)).headers["Upload-Expires"] == "Sun, 06 Dec 2026 09:00:00 GMT"
    clock.moves(days=6)
    assert ana.stands(address) == 500
    worker.once(app)
    clock.moves(days=1)
    assert ana.asks("HEAD", address).status_code == 410
    ana.sends(address, 500, b"x", 410)
    worker.once(app)
    assert ana.asks("HEAD", whole).status_code == 200, "what is complete waits for what it was sent for"
    states = [upload.state for upload in db.query(uploads.Upload).order_by(uploads.Upload.id)]
    assert states == [UploadState.GONE, UploadState.GONE, UploadState.COMPLETE]
    assert KEPT.days == 7


def test_length_nought_is_complete_at_once(db, ana):
    address = ana.begins(0)
    assert ana.stands(address) == 0
    assert newest(db).is_complete and plain(db, newest(db)) == ("", b"")


class TestWhoMaySend:
    def test_nobody_elses_upload_exists(self, app, ana, people):
        address = ana.begins(1000)
        stranger = Sender(app, people.citizen())
        for method in ("HEAD", "DELETE"):
            assert stranger.asks(method, address).status_code == 404
            assert stranger.asks(method, "/uploads/tus/at/0123").status_code == 404
        stranger.sends(address, 0, pdf(10), 404)
        assert ana.stands(address) == 0

    def test_a_grant_is_its_owners_alone_and_cannot_be_written_by_hand(self, app, ana, people):
        stranger = Sender(app, people.citizen())
        token = ana.token
        forged = stranger.token.split(".")[0] + "." + token.split(".")[1]
        for odd in (token, forged, token[:-1], "x", ".", "ж.ж", token + "0"):
            assert stranger.asks("POST", f"/uploads/tus/{odd}/", Upload_Length=5).status_code == 404
        assert stranger.creates(5)

    def test_without_a_session_nobody_sends(self, app, ana, nobody):
        address = ana.begins(1000)
        for method, at in (("POST", ana.at), ("HEAD", address), ("DELETE", address)):
            answer = nobody._client.open(at, method=method, headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5"})
            assert answer.status_code == 401

    def test_a_grant_ends(self, ana, clock):
        clock.moves(days=2, seconds=-1)
        address = ana.begins(500)
        clock.moves(seconds=1)
        ana.creates(500, expects=404)
        ana.sends(address, 0, pdf(500))

    def test_another_site_is_refused_a_program_and_our_own_pages_are_not(self, ana):
        address = ana.begins(1000)
        for foreign in ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            assert ana.asks("POST", ana.at, Upload_Length=5, **foreign).status_code == 403
            assert ana.asks("DELETE", address, **foreign).status_code == 403
            ana.sends(address, 0, pdf(100), 403, **foreign)
        ana.sends(address, 0, pdf(100), Sec_Fetch_Site="same-origin")
        assert ana.stands(address) == 100

    def test_size_and_number_end_somewhere(self, app, people):
        bojan = Sender(app, people.citizen(), largest=1024 * 1024, most=2)
        answer = bojan.creates(1024 * 1024 + 1, expects=413)
        assert "1 MB" in answer.text
        assert bojan._client.options(bojan.at).headers["Tus-Max-Size"] == str(1024 * 1024)
        first = bojan.begins(10)
        bojan.begins(10)
        bojan.creates(10, expects=400)
        bojan.asks("DELETE", first)
        bojan.begins(10)

    def test_a_file_in_crumbs_is_refused(self, ana):
        address = ana.begins(500)
        ana.sends(address, 0, pdf(100))
        for offset in range(100, 163):
            ana.sends(address, offset, b"x")
        ana.sends(address, 163, b"x", 400)
        assert ana.stands(address) == 163


class TestWhatIsFrozen:
    def test_it_never_changes_and_is_never_deleted(self, app, db, ana, clock):
        content = pdf(1000)
        address = ana.begins(1000)
        ana.sends(address, 0, content)
        frozen(newest(db))
        frozen(newest(db))
        assert ana.asks("DELETE", address).status_code == 409
        with pytest.raises(uploads.Frozen), work() as writing:
            uploads.discard(writing, newest(writing))
        ana.sends(address, 1000, b"x", 413)
        for _ in range(3):
            clock.moves(days=100)
            worker.once(app)
        assert plain(db, newest(db)) == ("", content)

    def test_only_what_is_complete(self, db, ana):
        address = ana.begins(1000)
        ana.sends(address, 0, pdf(999))
        with pytest.raises(uploads.Unfinished):
            frozen(newest(db))
        ana.asks("DELETE", address)
        with pytest.raises(UploadGone):
            frozen(newest(db))


def test_uploads_of_a_subject_are_listed_without_those_of_others(app, db, ana, people):
    mine = [ana.begins(10), ana.begins(20)]
    elsewhere = Sender(app, people.citizen(), subject="call:2")
    elsewhere.begins(30)
    ana.asks("DELETE", mine[0])
    db.rollback()
    assert [upload.length for upload in uploads.uploads_of(session(), "test", "call:1")] == [700, 20]
