"""Who has everything that the portal has, and no key of the commission, reads nothing; with one key neither; with two, all."""

import json
import re
from base64 import b64decode
from itertools import combinations, product

import pyrage
import pytest
from sqlalchemy import MetaData, select

from portal.kernel import sealing
from portal.kernel.db import session
from portal.kernel.settings import instance
from portal.kernel.uploads import keeping
from portal.kernel.uploads.models import Piece, Upload
from tests.features.tenders.commission.commissioning import PDF

SECRET = b"Cena nase ponude je 1.234.567 dinara."
ANY_KEY = re.compile(rb"AGE-SECRET-KEY-1[0-9A-Z]+")


class Thief:
    """Holds the whole disk, the whole database and all settings, and as many members' keys as were given."""

    def __init__(self, app, keys=()) -> None:
        with app.app_context():
            self.rows = self._database()
            self.files = [path.read_bytes() for path in instance().rglob("*") if path.is_file()]
            self.settings = [str(value).encode() for value in app.config.values()]
            self.sealed = self._blobs()
        everything = [*self.files, *self.settings, *(str(value).encode() for value in self.values())]
        found = {key.decode() for each in everything for key in ANY_KEY.findall(each)}
        self.keys = found | set(keys)

    def _database(self):
        tables = MetaData()
        tables.reflect(bind=session().get_bind())
        return [row for table in tables.sorted_tables for row in session().execute(select(table)).all()]

    def values(self):
        return [value for row in self.rows for value in row]

    def _blobs(self):
        """Every sealed piece, cut as the database says, and every sealed name."""
        found = []
        for upload in session().scalars(select(Upload)):
            found.append(b64decode(upload.about))
            content = keeping.place(upload.key).read_bytes()
            for piece in session().scalars(select(Piece).where(Piece.upload_id == upload.id).order_by(Piece.offset)):
                found.append(content[: piece.sealed_size])
                content = content[piece.sealed_size :]
        return found

    def shares(self):
        return [value for value in self.values() if isinstance(value, dict) and any("+" in str(key) for key in value)] + [
            found for found in map(read, self.values()) if found
        ]

    def halves_in_clear(self):
        """What the first member's key gave, while the second one is awaited."""
        given = [json.loads(value) if isinstance(value, str) and value.startswith('{"1": {') else value for value in self.values()]
        found = [each["1"] for each in given if isinstance(each, dict) and isinstance(each.get("1"), dict)]
        return [b64decode(half) for one in found for half in one.values() if isinstance(half, str)]

    def unsealed_halves(self):
        """What the keys in hand give of all shares, and those halves put together in every way."""
        halves = [
            opened for shares in self.shares() for pair in shares.values() for half in pair.values() for key in self.keys
            if (opened := tried(b64decode(half), key))
        ]  # fmt: skip
        halves += self.halves_in_clear()
        whole = {bytes(a ^ b for a, b in zip(one, other, strict=False)) for one, other in combinations(halves, 2)}
        return {*halves, *whole}

    def reads(self) -> list[bytes]:
        """Everything that any key, any half, and any two halves together open."""
        made = {each.decode("ascii", "replace") for each in self.unsealed_halves()}
        keys = self.keys | {key for key in made if key.startswith("AGE-SECRET-KEY-1")}
        return [opened for blob, key in product(self.sealed, keys) if (opened := tried(blob, key))]


def read(value):
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) and found and all("+" in key for key in found) else None


def tried(blob: bytes, key: str) -> bytes:
    try:
        return sealing.unseal(blob, key)
    except Exception:
        return b""


@pytest.fixture
def sealed(commissioning, noise):
    found = commissioning.open_call()
    commissioning.applies(found.call, commissioning.people.citizen(), ("ponuda.pdf", PDF + SECRET))
    return found


class TestAThief:
    def test_with_disk_database_and_settings_reads_nothing(self, app, sealed):
        thief = Thief(app)
        assert len(thief.sealed) == 4
        assert thief.shares(), "the thief must at least find the shares"
        assert thief.reads() == []
        assert not any(SECRET in each or b"ponuda.pdf" in each for each in thief.files)
        assert not any("ponuda.pdf" in str(value) for value in thief.values())

    def test_with_one_members_key_reads_nothing_either(self, app, sealed):
        for who in sealed.people:
            assert Thief(app, [sealed.key(who)]).reads() == []

    def test_with_two_members_keys_reads_everything_of_that_call_alone(self, app, sealed):
        read = Thief(app, [sealed.key(who) for who in sealed.people[1:]]).reads()
        assert any(SECRET in each for each in read)
        assert not any(b"tudje" in each for each in read)

    def test_after_one_member_has_begun_the_opening_still_reads_nothing(self, commissioning, app, sealed, clock):
        clock.moves(days=20, hours=2)
        commissioning.begins(sealed, sealed.people[0])
        thief = Thief(app)
        assert len(thief.halves_in_clear()) == 2
        assert thief.reads() == []

    def test_the_sealed_pieces_are_age_files_that_any_age_program_opens(self, commissioning, app, sealed, clock):
        from portal.features.tenders.queries import commission as queries

        clock.moves(days=20, hours=2)
        commissioning.opens(sealed)
        secret = commissioning.reads(lambda db: queries.key_for(db, sealed.call, 1).secret)
        identity = pyrage.x25519.Identity.from_str(secret)
        blobs = Thief(app).sealed
        assert any(SECRET in open_or_nothing(blob, identity) for blob in blobs)


def open_or_nothing(blob, identity) -> bytes:
    try:
        return pyrage.decrypt(blob, [identity])
    except pyrage.DecryptError:
        return b""
