"""A receipt holds for whoever has it and a public key; one changed sign shows, in our program and in openssl."""

import json
import shutil
import stat
import subprocess
import threading
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import receipts
from portal.kernel.receipts import Verdict, keys, verify
from portal.kernel.receipts.verifying import FORMAT, canonical, signed_part
from portal.kernel.settings import instance
from tests.support.together import together

pytestmark = pytest.mark.one_engine
SAID = {"call": 12, "moment": "2026-11-23T09:00:00Z", "name": "Удружење „Млади“", "files": [{"size": 5, "root": "ab"}], "late": False}


@pytest.fixture
def pem(db):
    return receipts.public_keys()[-1].pem


def test_a_receipt_is_sound_as_an_object_and_as_text_however_it_was_printed(db, pem):
    receipt = receipts.sign(SAID)
    assert receipt["statement"] == SAID
    for same in (receipt, json.dumps(receipt, indent=4), json.dumps(receipt, ensure_ascii=False).encode()):
        assert verify(same, pem) is Verdict.SOUND


def test_any_change_shows(db, pem):
    receipt = receipts.sign(SAID)
    for part, value in (("statement", {**SAID, "call": 13}), ("statement", {}), ("signature", "AAAA")):
        assert verify({**receipt, part: value}, pem) is Verdict.CHANGED
    for part, value in (("format", "opstinski-portal/receipt/2"), ("statement", []), ("signature", "?"), ("more", 1), ("key", [])):
        assert verify({**receipt, part: value}, pem) is Verdict.UNREADABLE
    assert verify({**receipt, "key": "0" * 16}, pem) is Verdict.UNKNOWN_KEY
    assert verify(receipt) is Verdict.UNKNOWN_KEY


@pytest.mark.parametrize("rubbish", ["", "{", "[]", "null", "1", '{"format": 1, "format": 1}', "[" * 100_000, b"\xff", {}, "x" * 5_000_000])
def test_rubbish_is_said_to_be_unreadable_and_never_breaks(pem, rubbish):
    assert verify(rubbish, pem) is Verdict.UNREADABLE


def test_what_says_a_thing_twice_is_no_receipt(db, pem):
    text = json.dumps(receipts.sign(SAID))
    assert verify(text.replace('"call": 12', '"call": 13, "call": 12'), pem) is Verdict.UNREADABLE


TEXTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=5), each, max_size=3),
    max_leaves=8,
)


@given(TEXTS)
def test_there_is_one_way_to_write_a_statement(value):
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize("odd", [0.5, 2**53, {1: "a"}, {"ћ": 1}, b"x", "\ud800", float("nan"), [{"a": {2}}]])
def test_what_two_programs_would_write_differently_is_not_signed(odd):
    with pytest.raises(ValueError):
        canonical(odd)


def test_openssl_says_the_same(db, pem, tmp_path):
    assert shutil.which("openssl")
    receipt = receipts.sign(SAID)
    (tmp_path / "public.pem").write_text(pem)
    (tmp_path / "signature").write_bytes(b64decode(receipt["signature"]))
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "signed", "-sigfile", "signature"]
    ours = json.dumps({"format": FORMAT, "key": receipt["key"], "statement": SAID}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert ours.encode() == canonical(signed_part(receipt))
    for text, code in ((ours, 0), (ours.replace("12", "13"), 1)):
        (tmp_path / "signed").write_text(text)
        assert subprocess.run(command, check=False, cwd=tmp_path, capture_output=True).returncode == code


def test_it_is_verified_with_no_portal_around(db, pem, tmp_path):
    """In a process of its own, from an empty folder, with Flask forbidden."""
    import sys

    from portal.kernel.receipts import verifying

    (tmp_path / "receipt.json").write_text(json.dumps(receipts.sign(SAID)))
    (tmp_path / "key.pem").write_text(pem)
    shutil.copy(verifying.__file__, tmp_path / "verifying.py")
    program = "import sys; sys.modules.update(flask=None, sqlalchemy=None, portal=None); import verifying; print(verifying.verify(open('receipt.json').read(), open('key.pem').read()))"
    said = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "sound"


def test_the_secret_key_is_its_owners_alone_and_not_in_the_database(app, db, pem):
    secret = instance() / "keys" / "receipts.pem"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(secret.parent.stat().st_mode) == 0o700
    assert "PRIVATE" in secret.read_text() and "PRIVATE" not in pem
    before = secret.read_bytes()
    receipts.sign(SAID)
    assert secret.read_bytes() == before


def test_a_new_key_leaves_earlier_receipts_sound_and_old_secrets_are_gone(db, clock):
    first = receipts.sign(SAID)
    old = (instance() / "keys" / "receipts.pem").read_bytes()
    clock.moves(days=-1)
    receipts.renew()
    second = receipts.sign(SAID)
    known = receipts.public_keys()
    assert [key.signs for key in known] == [False, True]
    assert first["key"] == known[0].id != known[1].id == second["key"]
    for receipt in (first, second):
        assert verify(receipt, *(key.pem for key in known)) is Verdict.SOUND
    assert verify(first, known[1].pem) is Verdict.UNKNOWN_KEY
    assert (instance() / "keys" / "receipts.pem").read_bytes() != old


def test_a_secret_key_that_nobody_published_signs_nothing(db, clock):
    """A key of another installation in the folder, or public keys restored without theirs: a new one is made."""
    receipts.sign(SAID)
    [only] = (instance() / "receipts").glob("*.pem")
    only.unlink()
    clock.moves(seconds=1)
    receipt = receipts.sign(SAID)
    [known] = receipts.public_keys()
    assert verify(receipt, known.pem) is Verdict.SOUND


def test_many_who_sign_first_at_once_make_one_key(app, db):
    made = []

    def act(gate: threading.Barrier) -> None:
        gate.wait()
        made.append(receipts.sign(SAID)["key"])

    assert together(app, *[act] * 8) == []
    assert len(set(made)) == 1 and len(receipts.public_keys()) == 1


def test_a_saved_key_comes_back_only_to_where_it_signed(db, clock):
    receipts.sign(SAID)
    saved = keys.secret_text()
    (instance() / "keys" / "receipts.pem").unlink()
    assert keys.secret_text() == ""
    keys.bring_back(saved)
    assert keys.secret_text() == saved
    clock.moves(days=1)
    receipts.renew()
    for odd in (saved, "?", ""):
        with pytest.raises(keys.NotOursError):
            keys.bring_back(odd)


def test_the_public_keys_are_published(nobody, app):
    answer = nobody.asks("/receipts/keys.json")
    assert answer.json["algorithm"] == "Ed25519" and answer.json["format"] == FORMAT
    with app.app_context():
        receipt = receipts.sign(SAID)
    [key] = answer.json["keys"]
    assert set(key) == {"id", "since", "signs", "pem"} and key["signs"]
    assert verify(receipt, key["pem"]) is Verdict.SOUND
    assert b"PRIVATE" not in answer.data
