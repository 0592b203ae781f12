"""What is sealed opens for its key alone, here and in Debian's `age`; one changed bit keeps it closed."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.sealing import (
    NotAKey,
    NotARecipient,
    Tampered,
    WrongKey,
    new_key,
    recipient_of,
    seal,
    secret_in,
    sound,
    unseal,
)

pytestmark = pytest.mark.one_engine
SECRET, RECIPIENT = new_key()


@given(st.binary(max_size=5000))
def test_what_is_sealed_opens_for_its_key_alone(content):
    sealed = seal(content, RECIPIENT)
    assert unseal(sealed, SECRET) == content
    assert content not in sealed or len(content) < 8
    with pytest.raises(WrongKey):
        unseal(sealed, new_key()[0])


@given(st.integers(0, 10**6), st.integers(0, 7), st.booleans())
def test_one_changed_bit_or_a_cut_keeps_it_closed(place, bit, cut):
    sealed = bytearray(seal(b"ponuda: 1.250.000 dinara" * 9, RECIPIENT))
    place %= len(sealed)
    if cut:
        del sealed[place:]
    else:
        sealed[place] ^= 1 << bit
    with pytest.raises((Tampered, WrongKey)):
        unseal(bytes(sealed), SECRET)


def test_two_envelopes_of_the_same_are_not_alike():
    assert seal(b"x", RECIPIENT) != seal(b"x", RECIPIENT)


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1", "đ", SECRET[:-1], SECRET[:-1] + "?"], ids=range(6))
def test_what_is_no_key_is_said_to_be_none(text):
    with pytest.raises(NotAKey):
        recipient_of(text)
    with pytest.raises(NotAKey):
        unseal(seal(b"x", RECIPIENT), text)
    with pytest.raises(NotARecipient):
        seal(b"x", text)
    with pytest.raises(NotARecipient):
        sound(text)


def test_a_secret_key_is_no_public_one_and_the_other_way_round():
    with pytest.raises(NotAKey):
        recipient_of(RECIPIENT)
    with pytest.raises(NotARecipient):
        sound(SECRET)
    assert sound(f" {RECIPIENT}\n") == RECIPIENT == recipient_of(SECRET)


def test_a_key_file_may_have_remarks_and_has_one_key():
    assert secret_in(f"# created: 2026\r\n# public key: {RECIPIENT}\r\n{SECRET}\r\n") == SECRET
    for text in ("", f"# public key: {RECIPIENT}", f"{SECRET}\n{new_key()[0]}", f"x{SECRET}"):
        with pytest.raises(NotAKey):
            secret_in(text)


@pytest.fixture
def age():
    path = shutil.which("age")
    assert path, "The tests of sealing need age: apt-get install age"

    def run(*arguments, content=b"", program="age"):
        return subprocess.run([program, *arguments], input=content, capture_output=True, check=True).stdout

    return run


def test_age_of_debian_opens_what_we_sealed_and_we_open_what_it_sealed(age, tmp_path):
    content = bytes(range(256)) * 700
    key = tmp_path / "key.txt"
    age("-o", str(key), program="age-keygen")
    theirs = secret_in(key.read_text())
    assert age("-d", "-i", str(key), content=seal(content, recipient_of(theirs))) == content
    ours = tmp_path / "ours.txt"
    ours.write_text(f"{SECRET}\n")
    assert age("-d", "-i", str(ours), content=seal(content, RECIPIENT)) == content
    assert unseal(age("-r", RECIPIENT, content=content), SECRET) == content
    assert unseal(age("-r", recipient_of(theirs), content=content), theirs) == content
