"""A photo is seen when its picture is made, its thing is public and nobody has covered it since; then it is gone."""

import contextvars
import json
import signal
import struct
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.kernel import audit, jobs, photos, worker
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.db import Generation, session, work
from portal.kernel.files import store
from portal.kernel.files.refusals import NotStored
from portal.kernel.jobs import JobRow
from portal.kernel.photos import Box
from portal.kernel.photos.models import Photo, PhotoState
from portal.kernel.photos.refusals import TooManyBoxes, TooManyPhotos, WrongBoxes
from portal.kernel.refusals import NotFound, Stale
from tests.conftest import settings
from tests.kernel.files import keeping as files
from tests.kernel.photos import samples
from tests.kernel.photos.keeping import address, asked, attached, covers, photo, picture, ready, upload
from tests.kernel.photos.samples import WHERE, corners, jpeg, png

BOX = Box(0.0, 0.0, 0.5, 0.5)


def stored() -> set[str]:
    return {store.digest_of(file) for file in store.folder().glob("*/*")}


def generation(tag: str) -> int:
    session().rollback()
    return session().scalar(select(Generation.number).where(Generation.tag == tag)) or 0


def faults() -> list[str]:
    session().rollback()
    return list(session().scalars(select(JobRow.fault).where(JobRow.fault != "")))


def with_good_sums(content: bytes) -> bytes:
    """A PNG whose picture is garbage and whose sums are right: only who decodes it sees it."""
    size, kind = struct.unpack(">L4s", content[33:41])
    assert kind == b"IDAT", "the first part behind the header"
    return content[:33] + samples.chunk(b"IDAT", b"\0" * size) + content[33 + 12 + size :]


GARBAGE = with_good_sums(samples.saved(corners(), "PNG"))


class TestAttaching:
    def test_a_photo_waits_until_the_worker_has_made_its_pictures(self, app, db):
        id = attached(by=None, description="  Рупа на путу\n ")
        waiting = photo(id)
        assert waiting.state is PhotoState.WAITING and not (waiting.small or waiting.large)
        assert (waiting.width, waiting.height, waiting.place, waiting.description) == (800, 600, 1, "Рупа на путу")
        before = generation("photo.thing.1")
        worker.once(app)
        made = photo(id)
        assert made.is_ready and picture(made.large).size == (800, 600) == made.large_size
        assert picture(made.small).size == (400, 300) == made.small_size
        assert generation("photo.thing.1") > before
        assert not faults()

    def test_the_camera_s_place_is_kept_as_a_proposal_until_it_is_forgotten(self, app, db):
        id, noise = attached(), attached(id=2)
        assert (photo(id).latitude, photo(id).longitude) == pytest.approx(WHERE, abs=0.000001)
        with work() as writing:
            photos.forget_position(writing, kind="thing", id=1)
        assert (photo(id).latitude, photo(id).longitude) == (None, None)
        assert photo(noise).latitude is not None

    def test_photos_stand_in_the_order_of_sending_and_five_are_the_most(self, db):
        ids = [attached(jpeg(corners(40 + n, 40))) for n in range(5)]
        attached(id=2)
        attached(kind="other")
        assert [found.id for found in photos.of(db, "thing", 1)] == ids
        assert [found.place for found in photos.of(db, "thing", 1)] == [1, 2, 3, 4, 5]
        with pytest.raises(TooManyPhotos):
            attached()
        assert db.scalar(select(func.count()).select_from(Photo)) == 7
        assert {id: len(some) for id, some in photos.of_many(db, "thing", [1, 2, 3]).items()} == {1: 5, 2: 1}

    def test_a_row_is_not_made_for_bytes_that_are_gone(self, db):
        [received] = photos.receive([upload(jpeg())])
        store.place(received.digest).unlink()
        with pytest.raises(NotStored), work() as writing:
            photos.attach(writing, received, kind="thing", id=1, by=None)

    def test_every_act_is_in_the_audit(self, app, db, people):
        person = people.moderator()
        found = ready(app, by=person.id)
        covers(app, found.id, BOX)
        with work() as writing:
            photos.describe(writing, found.id, "опис", by=person.id, seen=2)
        with work() as writing:
            photos.remove(writing, found.id, by=person.id)
        acts = db.scalars(select(AuditLine.act).where(AuditLine.act.startswith("photos")).order_by(AuditLine.seq)).all()
        assert acts == ["photos.attach", "photos.redact", "photos.describe", "photos.remove"]
        assert not list(audit.verify(session()))


class TestServing:
    def test_a_ready_photo_of_a_public_thing_is_everybody_s(self, app, db, public, nobody):
        found = ready(app)
        for size, digest in (("small", found.small), ("large", found.large)):
            answer = asked(nobody, address(found, size))
            assert answer.status_code == 200 and answer.data == store.read(digest)
            assert answer.headers["Content-Type"] == "image/jpeg"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer.headers["Cache-Control"] == "private, max-age=60"
            assert asked(nobody, address(found, size), **{"If-None-Match": answer.headers["ETag"]}).status_code == 304

    def test_nobody_sees_one_that_waits_or_cannot_be_decoded(self, app, db, public, nobody):
        waiting = photo(attached())
        assert asked(nobody, address(waiting)).status_code == 404
        broken = ready(app, GARBAGE)
        assert broken.state is PhotoState.REFUSED
        assert asked(nobody, address(broken)).status_code == 404

    def test_nor_one_of_a_thing_that_is_not_public(self, app, db, public, nobody, people):
        hidden, unknown = ready(app, id=2), ready(app, kind="other")
        for reader in (nobody, people.citizen(), people.moderator(), people.administrator()):
            assert asked(reader, address(hidden)).status_code == 404
            assert asked(reader, address(unknown)).status_code == 404
        public.add(2)
        assert asked(nobody, address(hidden)).status_code == 200
        public.clear()
        assert asked(nobody, address(hidden)).status_code == 404, "the thing was hidden again"

    def test_under_no_other_address_is_anything(self, app, db, public, nobody):
        found = ready(app)
        at = f"/uploads/photos/{found.id}"
        for wrong in (
            f"{at}/2-large.jpg", f"{at}/0-large.jpg", f"{at}/1-original.jpg", f"{at}/1-large.png", f"{at}/1-.jpg", at,
            f"{at}/{found.digest}.jpg", f"/uploads/{found.id}/1-large.jpg", f"/uploads/{found.id}/{found.digest}",
            "/uploads/photos/99/1-large.jpg", "/uploads/photos/99999999999999/1-large.jpg", f"{at}/99999999999999-large.jpg",
            f"/uploads/photos/{found.digest}/1-large.jpg", f"/static/files/{found.digest[:2]}/{found.digest[2:]}",
        ):  # fmt: skip
            assert asked(nobody, wrong).status_code == 404, wrong

    def test_the_photo_as_it_was_sent_is_served_to_nobody(self, app, db, public, nobody, people):
        found = ready(app)
        kept = store.read(found.digest)
        for reader in (nobody, people.administrator()):
            for size in ("small", "large"):
                assert asked(reader, address(found, size)).data != kept
        from portal.kernel.photos.views import served

        with app.test_request_context():
            for size in ("original", "digest", ""):
                with pytest.raises(NotFound):
                    served(found, size)

    def test_a_view_of_a_feature_serves_it_kept_by_nobody(self, app, db):
        from portal.kernel.photos.views import served

        found = ready(app, id=2)
        with app.test_request_context():
            answer = served(found, "large")
            assert answer.headers["Cache-Control"] == "private, no-store"
            answer.close()
            with pytest.raises(NotFound):
                served(photo(attached()), "large")


class TestCovering:
    def test_what_is_covered_is_gone_at_once_and_from_the_disk(self, app, db, public, nobody):
        found = ready(app)
        before, old = address(found), {found.small, found.large}
        assert picture(found.large).getpixel((100, 100))[0] > 180
        covered = covers(app, found.id, BOX, worker_comes=False)
        assert asked(nobody, before).status_code == 404, "before the worker came already"
        assert asked(nobody, address(covered)).status_code == 404, "and nothing is shown until it did"
        worker.once(app)
        covered = photo(found.id)
        assert (covered.revision, covered.version, covered.covered) == (2, 2, [BOX])
        assert asked(nobody, before).status_code == 404
        answer = asked(nobody, address(covered))
        assert answer.status_code == 200
        for digest in (covered.small, covered.large):
            image = picture(digest)
            assert max(image.getpixel((image.width // 4, image.height // 4))) <= 2
            assert image.getpixel((image.width * 3 // 4, image.height // 4))[1] > 120
        assert not old & stored()
        assert stored() == {covered.digest, covered.small, covered.large}
        assert not faults()

    def test_uncovered_it_is_seen_again(self, app, db):
        found = ready(app)
        covers(app, found.id, BOX)
        again = covers(app, found.id)
        assert again.revision == 3 and again.covered == []
        assert picture(again.large).getpixel((100, 100))[0] > 180

    def test_the_same_photo_of_another_thing_keeps_its_pictures(self, app, db):
        found, other = ready(app), ready(app, id=2)
        assert found.digest == other.digest and found.large == photo(found.id).large == other.large
        covers(app, found.id, BOX)
        assert {other.small, other.large, other.digest} <= stored()
        assert picture(photo(other.id).large).getpixel((100, 100))[0] > 180

    def test_of_two_who_cover_at_once_one_is_told(self, app, db):
        found = ready(app)
        covers(app, found.id, BOX, worker_comes=False)
        with pytest.raises(Stale), work() as writing:
            photos.redact(writing, found.id, [], by=None, seen=1)
        worker.once(app)
        assert photo(found.id).covered == [BOX]

    def test_what_was_made_for_a_revision_that_is_over_is_taken_away(self, app, db, monkeypatch):
        """The worker decodes while the moderator covers: the uncovered picture never comes out."""
        from portal.kernel.photos import pictures

        id = attached()
        real = pictures.derive

        def covered_meanwhile(content, turn, boxes):
            monkeypatch.setattr(pictures, "derive", real)
            covers(app, id, BOX, worker_comes=False)
            return real(content, turn, boxes)

        monkeypatch.setattr(pictures, "derive", covered_meanwhile)
        worker.once(app)
        found = photo(id)
        assert found.is_ready and found.revision == 2
        assert max(picture(found.large).getpixel((100, 100))) <= 2
        assert stored() == {found.digest, found.small, found.large}

    @pytest.mark.parametrize("boxes", [[Box(0, 0, 2, 1)], [BOX, Box(-1, 0, 1, 1)], [Box(0, 0, 0, 0)]])
    def test_what_is_no_rectangle_is_refused(self, app, db, boxes):
        found = ready(app)
        with pytest.raises(WrongBoxes), work() as writing:
            photos.redact(writing, found.id, boxes, by=None, seen=1)
        assert photo(found.id).is_ready

    def test_so_many_rectangles_are_refused(self, app, db):
        found = ready(app)
        with pytest.raises(TooManyBoxes), work() as writing:
            photos.redact(writing, found.id, [BOX] * 41, by=None, seen=1)

    def test_one_that_is_gone_or_cannot_be_shown_is_not_covered(self, app, db):
        broken = ready(app, GARBAGE)
        for id in (broken.id, 999):
            with pytest.raises(NotFound), work() as writing:
                photos.redact(writing, id, [BOX], by=None, seen=1)


class TestDescribing:
    def test_a_description_leaves_the_pictures_where_they_are(self, app, db):
        found = ready(app)
        with work() as writing:
            photos.describe(writing, found.id, "Рупа  испред школе", by=None, seen=1)
        told = photo(found.id)
        assert (told.description, told.version, told.revision, told.is_ready) == ("Рупа испред школе", 2, 1, True)
        with pytest.raises(Stale), work() as writing:
            photos.describe(writing, found.id, "друго", by=None, seen=1)


class TestRemoving:
    def test_a_removed_photo_is_gone_with_all_its_bytes(self, app, db, public, nobody):
        found, noise = ready(app), ready(app, png())
        at = address(found)
        with work() as writing:
            photos.remove(writing, found.id, by=None)
        assert asked(nobody, at).status_code == 404 and photo(found.id) is None
        worker.once(app)
        noise = photo(noise.id)
        assert stored() == {noise.digest, noise.small, noise.large}
        assert attached() > found.id, "an address is never given twice"

    def test_all_of_a_thing_go_together(self, app, db):
        ready(app)
        attached(png())
        other = ready(app, png(corners(90, 90)), id=2)
        with work() as writing:
            photos.remove_all(writing, kind="thing", id=1, by=None)
        worker.once(app)
        assert [found.id for found in db.scalars(select(Photo))] == [other.id]
        assert stored() == {other.digest, other.small, other.large}

    def test_handed_over_it_is_seen_only_where_the_other_thing_is(self, app, db, public, nobody):
        found, other = ready(app), ready(app, id=2)
        assert asked(nobody, address(found)).status_code == 200
        with work() as writing:
            photos.hand_over(writing, kind="thing", id=1, to_kind="thing", to_id=3)
        assert asked(nobody, address(found)).status_code == 404
        assert [one.id for one in photos.of(db, "thing", 3)] == [found.id] and [one.id for one in photos.of(db, "thing", 2)] == [other.id]

    def test_what_cannot_be_decoded_keeps_its_row_only(self, app, db):
        broken, noise = ready(app, GARBAGE), ready(app)
        assert broken.state is PhotoState.REFUSED and broken.digest == ""
        assert stored() == {noise.digest, noise.small, noise.large}
        assert db.scalar(select(AuditLine.seq).where(AuditLine.act == "photos.refuse"))
        assert not faults(), "it is the photo's fault, not ours"


class TestDisk:
    def test_the_sweeper_of_files_spares_photos_and_takes_what_nobody_named(self, app, db):
        found = ready(app)
        orphan = photos.receive([upload(png())])[0].digest
        files.ago(orphan, found.digest, found.small, found.large)
        files.swept()
        assert stored() == {found.digest, found.small, found.large}

    def test_the_same_bytes_as_a_file_stay_while_the_file_needs_them(self, app, db):
        found = ready(app)
        files.attached(store.read(found.large), "slika.jpg")
        with work() as writing:
            photos.remove(writing, found.id, by=None)
        worker.once(app)
        assert stored() == {found.large}

    def test_bytes_that_are_lost_leave_the_photo_waiting(self, app, db, clock):
        id = attached()
        place = store.place(photo(id).digest)
        kept = place.read_bytes()
        place.write_bytes(kept[:-1])
        worker.once(app)
        assert photo(id).state is PhotoState.WAITING
        assert "LostError" in faults()[0]
        place.write_bytes(kept)
        clock.moves(minutes=1)
        worker.once(app)
        assert photo(id).is_ready

    def test_a_full_disk_delays(self, app, db, clock, monkeypatch):
        id = attached()
        with monkeypatch.context() as full:
            full.setattr(store, "put", lambda _content: (_ for _ in ()).throw(OSError(28, "No space left on device")))
            worker.once(app)
        assert photo(id).state is PhotoState.WAITING
        clock.moves(minutes=1)
        worker.once(app)
        assert photo(id).is_ready

    def test_pictures_that_are_lost_are_made_again_within_a_day(self, app, db, clock):
        found, noise = ready(app), ready(app, png())
        clock.moves(days=1)
        worker.once(app)
        assert photo(found.id).is_ready
        store.place(found.small).unlink()
        clock.moves(days=1)
        worker.once(app)
        again = photo(found.id)
        assert again.is_ready and store.place(again.small).exists() and again.revision == found.revision
        assert photo(noise.id).is_ready


class TestCrashes:
    def test_killed_between_bytes_and_row_the_job_is_done_again(self, app, db, clock, tmp_path):
        """A worker dies when the pictures lie on the disk and no row names them."""
        id = attached()
        program = (
            "import json, os, signal, sys\n"
            "from datetime import datetime\n"
            "from portal import create_app\n"
            "from portal.kernel import worker\n"
            "from portal.kernel.clock import clock\n"
            "from portal.kernel.photos import actions\n"
            "actions.settle = lambda *_args, **_how: os.kill(os.getpid(), signal.SIGKILL)\n"
            "with clock.standing_at(datetime.fromisoformat(sys.argv[2])):\n"
            "    worker.once(create_app(**json.loads(sys.argv[1])))\n"
        )
        how = settings(tmp_path, app.config["PORTAL_DATABASE_URL"])
        done = subprocess.run([sys.executable, "-c", program, json.dumps(how), now().isoformat()], check=False)
        assert done.returncode == -signal.SIGKILL
        assert photo(id).state is PhotoState.WAITING and len(stored()) == 3
        worker.once(app)
        with work() as writing:
            for row in writing.scalars(select(JobRow).where(JobRow.leased_until.is_not(None))):
                row.leased_until = now() - timedelta(seconds=1)
        worker.once(app)
        found = photo(id)
        assert found.is_ready and stored() == {found.digest, found.small, found.large}

    def test_two_workers_make_a_photo_once(self, app, db, monkeypatch):
        from portal.kernel.photos import pictures

        ids = [attached(jpeg(corners(300 + n, 200)), id=n) for n in range(6)]
        made, real = [], pictures.derive
        monkeypatch.setattr(pictures, "derive", lambda *how: (made.append(how), real(*how))[1])
        hands = [threading.Thread(target=contextvars.Context().run, args=(worker.once, app)) for _ in range(2)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join(60)
        assert [photo(id).state for id in ids] == [PhotoState.READY] * 6
        assert len(made) == 6 and not faults()

    def test_a_job_may_run_twice(self, app, db):
        found = ready(app)
        with work() as writing:
            jobs.enqueue(writing, "photos.derive", {"photo": found.id, "revision": 1})
            jobs.enqueue(writing, "photos.forget", {"digests": [found.small, found.large, found.digest, "0" * 64]})
            jobs.enqueue(writing, "photos.derive", {"photo": 999, "revision": 1})
        worker.once(app)
        assert photo(found.id).small == found.small and stored() == {found.digest, found.small, found.large}
        assert not faults()

    def test_a_photo_is_made_without_the_write_lock(self, app, db, monkeypatch):
        """A second of decoding must not keep citizens from writing."""
        from portal.kernel.photos import pictures

        real = pictures.derive

        def free(*how):
            assert not session().info.get("portal_work")
            return real(*how)

        monkeypatch.setattr(pictures, "derive", free)
        assert ready(app).is_ready


def test_a_backup_brings_photos_back_whole(app, db, tmp_path, database, public):
    from portal import create_app
    from portal.kernel import migrate
    from portal.kernel.operations.backup import backup
    from portal.kernel.operations.restore import restore

    found = covers(app, ready(app).id, BOX)
    id, named = found.id, {found.digest: store.read(found.digest), found.large: store.read(found.large), found.small: store.read(found.small)}
    backup(tmp_path / "copy")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = create_app(**settings(folder, database(folder)))
    with other.app_context():
        migrate.downgrade()
        restore(tmp_path / "copy")
        again = session().get(Photo, id)
        assert again.is_ready and again.covered == [BOX]
        assert {digest: store.read(digest) for digest in named} == named
    with other.app_context():
        migrate.engine().dispose()
