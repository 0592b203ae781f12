"""Two members open together, at the promised moment and not before; and every file is found as it was handed in."""

import hashlib

import pytest
from sqlalchemy import select

from portal.features.tenders.actions import minutes, unsealing
from portal.features.tenders.actions.minutes import digest_of
from portal.features.tenders.models import OPENED_FILE, ApplicationState, Call, Part, Stage
from portal.features.tenders.refusals import commission as refusals
from portal.features.tenders.refusals.assessing import ChecksFirst
from portal.kernel import files, sealing
from portal.kernel.audit import AuditLine
from portal.kernel.db import session, work
from portal.kernel.files import store
from portal.kernel.jobs import JobRow, enqueue
from portal.kernel.uploads import Upload, keeping
from portal.kernel.uploads.models import Piece
from tests.features.tenders.commission.commissioning import PDF

LONG = PDF + b"x" * (1200 * 1024)
OPENING = {"days": 20, "hours": 2}


@pytest.fixture
def sealed(commissioning, noise):
    """A public call with three members and two applications."""
    found = commissioning.open_call()
    commissioning.applies(found.call, commissioning.people.citizen("Прва Пријава"), ("понуда.pdf", LONG))
    commissioning.applies(found.call, commissioning.people.citizen("Друга Пријава"), ("план.pdf", PDF + b"2"), ("rok.txt", b"tekst"))
    return found


class TestBeginning:
    def test_nobody_begins_before_the_promised_moment(self, commissioning, sealed, clock):
        clock.moves(days=20, hours=1, minutes=59)
        with pytest.raises(refusals.TooEarly):
            commissioning.begins(sealed, sealed.people[0])
        clock.moves(minutes=1)
        commissioning.begins(sealed, sealed.people[0])

    def test_a_clock_that_is_set_back_neither_opens_nor_closes_again(self, commissioning, sealed, clock):
        clock.moves(**OPENING)
        commissioning.begins(sealed, sealed.people[0])
        clock.moves(days=-10)
        commissioning.meets(sealed, sealed.people[1])
        opening = commissioning.opening(sealed.call)
        assert opening.joined_at >= opening.begun_at

    def test_a_wrong_key_a_secretary_and_strangers_begin_nothing(self, commissioning, sealed, noise, clock):
        secretary = commissioning.joins(sealed, Part.SECRETARY)
        clock.moves(**OPENING)
        one, other = sealed.people[:2]
        tries = [
            (one, sealed.key(other), sealing.WrongKey),
            (one, sealing.new_key()[0], sealing.WrongKey),
            (one, "nothing", sealing.NotAKey),
            (one, "", sealing.NotAKey),
            (secretary, sealed.key(one), refusals.SecretaryOpensNothing),
            (noise.people[0], noise.key(noise.people[0]), refusals.NotMember),
        ]
        for who, key, refusal in tries:
            with pytest.raises(refusal):
                commissioning.begins(sealed, who, key=key)
        assert commissioning.opening(sealed.call) is None

    def test_one_person_does_not_open_twice(self, commissioning, sealed, clock):
        clock.moves(**OPENING)
        one, other = sealed.people[:2]
        commissioning.begins(sealed, one)
        for key in (sealed.key(one), sealed.key(other)):
            with pytest.raises(refusals.SamePerson):
                commissioning.meets(sealed, one, key=key)
        with pytest.raises(refusals.AlreadyBegun):
            commissioning.begins(sealed, other)
        with pytest.raises(sealing.WrongKey):
            commissioning.meets(sealed, other, key=sealed.key(one))

    def test_any_two_of_three_open(self, commissioning, sealed, clock):
        clock.moves(**OPENING)
        commissioning.begins(sealed, sealed.people[2])
        commissioning.meets(sealed, sealed.people[0])
        commissioning.works()
        assert [file.fault for file in commissioning.found(sealed.call)] == ["", "", ""]

    def test_who_came_later_is_told_who_can_open_all(self, commissioning, noise, clock):
        found = commissioning.open_call(size=2)
        commissioning.applies(found.call, commissioning.people.citizen(), ("rano.pdf", PDF))
        later = commissioning.joins(found)
        commissioning.applies(found.call, commissioning.people.citizen(), ("kasno.pdf", PDF))
        clock.moves(**OPENING)
        with pytest.raises(refusals.HoldsNotAll) as told:
            commissioning.begins(found, later)
        assert found.people[0].name in told.value.words["names"] and later.name not in told.value.words["names"]
        commissioning.opens(found)
        assert [file.fault for file in commissioning.found(found.call)] == ["", ""]

    def test_who_left_opens_nothing(self, commissioning, sealed, clock):
        from portal.features.tenders.actions import members

        who = sealed.people[2]
        seen = commissioning.member(sealed.call, who).version
        commissioning.acts(lambda db, me: members.take_out(db, sealed.call, 3, by=me, seen=seen))
        clock.moves(**OPENING)
        with pytest.raises(refusals.HasLeft):
            commissioning.begins(sealed, who)


class TestFiles:
    def test_every_file_is_found_with_its_name_size_and_hash(self, commissioning, sealed, noise, clock):
        clock.moves(**OPENING)
        commissioning.opens(sealed)
        found = commissioning.found(sealed.call)
        assert [(file.name, file.size, file.digest) for file in found] == [
            ("понуда.pdf", len(LONG), hashlib.sha256(LONG).hexdigest()),
            ("план.pdf", len(PDF) + 1, hashlib.sha256(PDF + b"2").hexdigest()),
            ("rok.txt", 5, hashlib.sha256(b"tekst").hexdigest()),
        ]
        stored = commissioning.reads(lambda db: files.of(db, OPENED_FILE, found[0].id))
        assert [file.is_clean for file in stored] == [True]
        assert commissioning.found(noise.call) == []

    def test_what_was_withdrawn_or_replaced_stays_closed(self, commissioning, sealed, clock):
        who, gone = commissioning.people.citizen("Мења"), commissioning.people.citizen("Одустаје")
        commissioning.applies(sealed.call, who, ("staro.pdf", PDF + b"staro"))
        commissioning.applies(sealed.call, who, ("novo.pdf", PDF + b"novo"))
        commissioning.applies(sealed.call, gone, ("nista.pdf", PDF), state=ApplicationState.WITHDRAWN)
        clock.moves(**OPENING)
        content = commissioning.opens(sealed).minutes
        assert {file.name for file in commissioning.found(sealed.call)} == {"понуда.pdf", "план.pdf", "rok.txt", "novo.pdf"}
        assert (content["replaced"], content["withdrawn"]) == (["R-4"], ["R-6"])

    def test_a_file_that_was_changed_on_the_disk_is_a_finding_and_stops_nothing(self, commissioning, sealed, app, clock):
        with app.app_context():
            upload = session().scalars(select(Upload).where(Upload.subject == f"call:{sealed.call}").order_by(Upload.id)).first()
            path = keeping.place(upload.key)
            content = bytearray(path.read_bytes())
            content[-1] ^= 1
            path.write_bytes(content)
        clock.moves(**OPENING)
        commissioning.opens(sealed)
        assert [file.fault for file in commissioning.found(sealed.call)] == ["changed", "", ""]
        assert not commissioning.faults()

    def test_a_file_that_is_gone_and_one_that_was_exchanged_are_findings(self, commissioning, sealed, app, clock):
        with app.app_context(), work() as db:
            one, other, third = db.scalars(select(Upload).where(Upload.subject == f"call:{sealed.call}").order_by(Upload.id))
            keeping.place(one.key).unlink()
            pieces = {each.upload_id: each for each in db.scalars(select(Piece)) if each.upload_id in (other.id, third.id)}
            pieces[other.id].digest = pieces[third.id].digest
        clock.moves(**OPENING)
        commissioning.opens(sealed)
        assert [file.fault for file in commissioning.found(sealed.call)] == ["changed", "other_root", ""]

    def test_a_worker_that_dies_after_the_bytes_goes_on_and_doubles_nothing(self, commissioning, sealed, app, clock):
        clock.moves(**OPENING)
        commissioning.begins(sealed, sealed.people[0])
        commissioning.meets(sealed, sealed.people[1])
        payload = commissioning.reads(lambda db: [row.payload for row in db.scalars(select(JobRow).where(JobRow.name == "tenders.open"))])
        commissioning.reads(lambda db: unsealing.unseal(db, payload[0]))
        commissioning.acts(lambda db, me: enqueue(db, "tenders.open", payload[1]))
        commissioning.works()
        assert len(commissioning.found(sealed.call)) == 3
        assert not commissioning.faults()

    def test_what_two_workers_found_at_once_is_kept_once(self, commissioning, sealed, clock):
        clock.moves(**OPENING)
        commissioning.begins(sealed, sealed.people[0])
        commissioning.meets(sealed, sealed.people[1])
        payload = commissioning.reads(lambda db: [row.payload for row in db.scalars(select(JobRow).where(JobRow.name == "tenders.open"))])
        found = commissioning.reads(lambda db: unsealing.unseal(db, payload[0]))
        for _ in range(2):
            commissioning.acts(lambda db, me: unsealing.keep(db, {**payload[0], **found}))
        assert len(commissioning.found(sealed.call)) == 1

    def test_the_plaintext_lies_on_no_disk_before_the_opening(self, commissioning, sealed, app):
        needle = b"x" * 4096
        with app.app_context():
            everything = [path for path in store.folder().parent.rglob("*") if path.is_file()]
        assert everything and not any(needle in path.read_bytes() for path in everything)

    def test_the_financial_envelope_waits_for_the_first(self, commissioning, noise, clock):
        found = commissioning.open_call(envelopes=2)
        who = commissioning.people.citizen("Две Коверте")
        ids = [(commissioning.uploads(found.call, who, f"k{each}.pdf", PDF, each), each) for each in (1, 2)]
        commissioning.submits(found.call, who, ids)
        clock.moves(**OPENING)
        with pytest.raises(refusals.FirstEnvelopeFirst):
            commissioning.begins(found, found.people[0], 2)
        commissioning.opens(found)
        assert [file.name for file in commissioning.found(found.call)] == ["k1.pdf"]
        with pytest.raises(ChecksFirst):
            commissioning.begins(found, found.people[0], 2)
        commissioning.checks(found)
        commissioning.opens(found, 2)
        assert [file.name for file in commissioning.found(found.call)] == ["k1.pdf", "k2.pdf"]

    def test_a_call_that_is_not_sealed_is_opened_by_two_without_keys(self, commissioning, noise, clock):
        found = commissioning.open_call(sealed=False)
        commissioning.applies(found.call, commissioning.people.citizen(), ("javno.pdf", PDF))
        clock.moves(**OPENING)
        commissioning.opens(found)
        assert [(file.name, file.fault) for file in commissioning.found(found.call)] == [("javno.pdf", "")]


class TestMinutes:
    def test_they_say_who_opened_what_and_what_was_found(self, commissioning, sealed, clock):
        late = commissioning.people.citizen()
        clock.moves(days=20, minutes=1)
        commissioning.is_late(sealed.call, late)
        clock.moves(hours=2)
        opening = commissioning.opens(sealed)
        content = opening.minutes
        assert [one["name_sr"] for one in content["applications"]] == ["Прва Пријава", "Друга Пријава"]
        assert [file["verdict"] for one in content["applications"] for file in one["files"]] == ["clean"] * 3
        assert [content["begun_by"]["number"], content["joined_by"]["number"]] == [1, 2]
        assert [one["why"] for one in content["refused"]] == ["late"]
        assert commissioning.reads(lambda db: db.get(Call, sealed.call).stage) is Stage.OPENED

    def test_they_say_who_confirmed_after_the_call_was_changed(self, commissioning, noise, clock):
        found = commissioning.open_call()
        people = [commissioning.people.citizen(name) for name in ("Пре Измене", "Потврђује", "После Измене")]
        for who in people[:2]:
            commissioning.applies(found.call, who, ("a.pdf", PDF))
        commissioning.changes(found.call)
        for who in people[1:]:
            commissioning.applies(found.call, who, ("a.pdf", PDF))
        clock.moves(**OPENING)
        said = {one["name_sr"]: one["confirmed"] for one in commissioning.opens(found).minutes["applications"]}
        assert said == {"Пре Измене": "no", "Потврђује": "yes", "После Измене": "not_needed"}

    def test_their_hash_stands_in_the_audit_chain_and_every_letter_of_them_counts(self, commissioning, sealed, clock):
        clock.moves(**OPENING)
        opening = commissioning.opens(sealed)
        wanted = select(AuditLine).where(AuditLine.act == "tenders.write_minutes")
        [line] = commissioning.reads(lambda db: db.scalars(wanted).all())
        assert line.details["hash"] == opening.minutes_hash == digest_of(opening.minutes)
        opening.minutes["applications"][0]["name_sr"] += "!"
        assert digest_of(opening.minutes) != opening.minutes_hash

    def test_everybody_who_applied_gets_one_letter(self, commissioning, sealed, mailbox, clock):
        clock.moves(**OPENING)
        commissioning.opens(sealed)
        commissioning.works()
        assert len(mailbox.letters("citizen")) == 2

    def test_nothing_is_published_before_they_are_written_and_then_once(self, commissioning, sealed, clock):
        clock.moves(**OPENING)
        publish = lambda db, me: minutes.publish_minutes(db, sealed.call, 1, by=me, seen=seen)  # noqa: E731
        commissioning.begins(sealed, sealed.people[0])
        seen = 1
        with pytest.raises(refusals.NotFinished):
            commissioning.acts(publish, sealed.people[2])
        commissioning.meets(sealed, sealed.people[1])
        commissioning.works()
        seen = commissioning.opening(sealed.call).version
        commissioning.acts(publish, sealed.people[2])
        with pytest.raises(refusals.AlreadyOpened):
            commissioning.acts(publish, sealed.people[0])

    def test_an_opening_to_which_nobody_applied_has_minutes_too(self, commissioning, noise, clock):
        found = commissioning.open_call()
        clock.moves(**OPENING)
        assert commissioning.opens(found).minutes["applications"] == []
