"""What was kept long enough is gone from the disk and from the store, and the record says what it was."""

import pytest
from sqlalchemy import select

from portal.features.tenders.actions import destroying, publishing
from portal.features.tenders.actions.parts import Note
from portal.features.tenders.models import OPENED_FILE, Call, CallKey, Stage
from portal.features.tenders.queries import commission, destruction
from portal.features.tenders.refusals import assessing as refusals
from portal.kernel import files
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.files import store
from portal.kernel.settings import instance
from portal.kernel.uploads import Upload, keeping
from tests.features.tenders.commission.commissioning import PDF, Commissioning

KEPT = {"days": 366 * 5}


@pytest.fixture
def commissioning(app):
    """Commissions with real sealed files."""
    return Commissioning(app)


@pytest.fixture
def noise(commissioning):
    """Another call whose application must survive."""
    found = commissioning.open_call(title="Закуп пашњака")
    commissioning.applies(found.call, commissioning.people.citizen("Туђа Пријава"), ("tuđe.pdf", PDF + b"tudje"))
    return found


@pytest.fixture
def opened(commissioning, noise, clock):
    """A call with two applications that were opened and decided."""
    found = commissioning.open_call()
    for name in ("Прва", "Друга"):
        commissioning.applies(found.call, commissioning.people.citizen(name), (f"{name}.pdf", PDF + name.encode()))
    clock.moves(days=20, hours=2)
    commissioning.opens(found)

    def decided(db, _me):
        call = db.get(Call, found.call)
        call.stage, call.decided_at = Stage.DECIDED, now()

    commissioning.acts(decided)
    return found


def places(commissioning, call):
    """Where the sealed and the opened bytes of a call lie."""

    def look(db):
        keys = db.scalars(select(Upload.key).where(Upload.subject == f"call:{call}")).all()
        left = destruction.left_of(db, db.get(Call, call))
        digests = [file.digest for each in left.opened for file in files.of(db, OPENED_FILE, each.id)]
        return [keeping.place(key) for key in keys] + [store.place(digest) for digest in digests]

    return commissioning.reads(look)


def destroys(commissioning, call, who=None):
    seen = commissioning.reads(lambda db: db.get(Call, call).version)
    commissioning.acts(lambda db, me: destroying.destroy(db, call, by=me, seen=seen), who)
    return commissioning.reads(lambda db: destruction.record_of(db, call))


class TestDestroying:
    def test_everything_is_gone_and_the_others_stay(self, commissioning, opened, noise, app, clock):
        mine, theirs = places(commissioning, opened.call), places(commissioning, noise.call)
        assert len(mine) == 4 and all(path.is_file() for path in mine)
        with pytest.raises(refusals.KeptLonger):
            destroys(commissioning, opened.call)
        clock.moves(**KEPT)
        record = destroys(commissioning, opened.call)
        commissioning.works()
        assert not any(path.exists() for path in mine) and all(path.is_file() for path in theirs)
        assert (record.applications, record.files, len(record.roots)) == (2, 2, 2)
        with app.app_context():
            needles = [PDF + "Прва".encode(), PDF + "Друга".encode()]
            everything = [path.read_bytes() for path in (instance() / "files").rglob("*") if path.is_file()]
        assert not any(needle in each for needle in needles for each in everything)

    def test_the_keys_are_gone_too(self, commissioning, opened, noise, clock):
        clock.moves(**KEPT)
        destroys(commissioning, opened.call)
        kept = commissioning.reads(lambda db: db.scalars(select(CallKey).where(CallKey.call_id == opened.call)).all())
        assert [(key.secret, key.shares) for key in kept] == [("", {})]
        assert all(key.shares for key in commissioning.reads(lambda db: commission.keys_of(db, noise.call)))

    def test_only_the_chair_and_the_publishers_and_once(self, commissioning, opened, clock):
        clock.moves(**KEPT)
        with pytest.raises(refusals.NotYours):
            destroys(commissioning, opened.call, opened.people[1])
        destroys(commissioning, opened.call, opened.people[0])
        with pytest.raises(refusals.AlreadyDestroyed):
            destroys(commissioning, opened.call)

    def test_a_person_is_asked_once_and_nothing_goes_by_itself(self, commissioning, opened, mailbox, clock):
        clock.moves(**KEPT)
        for _ in range(2):
            commissioning.acts(lambda db, me: destroying.look_after(db, {}))
        commissioning.works()
        about = [each for each in mailbox.letters(opened.people[0].email) if "unistavanje" in each.get_body(("plain",)).get_content()]
        assert len(about) == 1
        assert all(path.is_file() for path in places(commissioning, opened.call))

    def test_a_call_cancelled_unopened_is_destroyed_by_time_and_nobody_has_read_it(self, commissioning, noise, clock):
        found = commissioning.open_call(title="Обустављен")
        commissioning.applies(found.call, commissioning.people.citizen(), ("plan.pdf", PDF + b"o"))
        seen = commissioning.reads(lambda db: db.get(Call, found.call).version)
        commissioning.acts(lambda db, me: publishing.cancel(db, found.call, by=me, seen=seen, reason=Note(sr="Нема новца.")))
        mine = places(commissioning, found.call)
        clock.moves(days=29)
        commissioning.acts(lambda db, me: destroying.look_after(db, {}))
        assert all(path.is_file() for path in mine)
        clock.moves(days=2)
        commissioning.acts(lambda db, me: destroying.look_after(db, {}))
        commissioning.works()
        assert not any(path.exists() for path in mine)
        record = commissioning.reads(lambda db: destruction.record_of(db, found.call))
        assert (record.by_id, record.files) == (None, 1)
        assert all(path.is_file() for path in places(commissioning, noise.call))


def test_everybody_reads_how_long_and_then_what_was_destroyed_by_which_office(commissioning, opened, noise, nobody, clock):
    nobody.opens(f"/sr/konkursi/{noise.call}/cuvanje/", expects=404)
    nobody.opens(f"/sr/konkursi/{opened.call}/")
    assert nobody.page.find("a", href=f"/sr/konkursi/{opened.call}/cuvanje/")
    nobody.opens(f"/sr/konkursi/{opened.call}/cuvanje/")
    assert nobody.sees("Чува се до") and not nobody.sees("Записник о уништењу")
    clock.moves(**KEPT)
    chair, seen = opened.people[0], commissioning.reads(lambda db: db.get(Call, opened.call).version)
    commissioning.acts(lambda db, me: destroying.destroy(db, opened.call, by=me, seen=seen), chair)
    nobody.opens(f"/sr/konkursi/{opened.call}/cuvanje/")
    assert nobody.sees("председник комисије") and nobody.sees("Записник о уништењу")
    name = commissioning.reads(lambda db: db.get(Person, chair.id).name)
    assert name not in nobody.page.main.text
