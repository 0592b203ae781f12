"""What a good password is."""

import subprocess
import sys
from pathlib import Path

import pytest

from portal.kernel.accounts import passwords
from portal.kernel.accounts.passwords import Guessable, TooCommon, TooLong, TooShort

ROOT = Path(__file__).parents[3]
PLACE = "Општина Ражањ"


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", TooShort),
        ("kratka123", TooShort),
        ("k" * 201, TooLong),
        ("1234567890", TooCommon),
        ("Password123", TooCommon),
        ("lozinka12345", TooCommon),
        ("Лозинка12345", TooCommon),
        ("qwertzuiop", TooCommon),
        ("Crvena Zvezda!", TooCommon),
        ("srbija 1804", TooCommon),
        ("aaaaaaaaaaaa", TooCommon),
        ("ababababababab", TooCommon),
        ("volim Ražanj puno", Guessable),
        ("волим Ражањ пуно", Guessable),
        ("RAZANJ je lep grad", Guessable),
        ("mira.maric i ostali", Guessable),
        ("MiraMaric-2026", Guessable),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(password, refusal):
    with pytest.raises(refusal):
        passwords.check(password, email="mira.maric@primer.rs", place=PLACE)


@pytest.mark.parametrize(
    "password",
    [
        "most na Moravi",
        "четири речи заједно",
        "x9#Kq2!vLm",
        "          y k z",
        "🌻🌻 сунцокрет 🌻",
        "k" * 50 + "abcdefgh" * 18,
    ],
)
def test_any_composition_will_do(password):
    passwords.check(password, email="mira.maric@primer.rs", place=PLACE)


def test_a_short_e_mail_name_forbids_nothing():
    passwords.check("ana voli reke i mora", email="ana@primer.rs", place=PLACE)


def test_only_the_password_itself_matches():
    kept = passwords.hashed("most na Moravi")
    assert passwords.matches(kept, "most na Moravi")
    assert not passwords.matches(kept, "most na Moravi ")
    assert not passwords.matches("", "most na Moravi")
    assert not passwords.matches("not a hash", "most na Moravi")
    assert "argon2id" in kept


def test_the_portal_hashes_as_dearly_as_is_advised_though_tests_do_it_cheaply():
    say = "from portal.kernel.accounts.passwords import hashed; print(hashed('most na Moravi'))"
    told = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert told.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_ways_to_type_a_letter_are_one():
    assert passwords.matches(passwords.hashed("caf\u00e9 na uglu"), "cafe\u0301 na uglu")


def test_half_characters_break_nothing():
    assert not passwords.matches(passwords.hashed("most na Moravi"), "\ud800" * 300)


def test_nothing_beyond_the_longest_is_hashed():
    kept = passwords.hashed("k" * 200)
    assert passwords.matches(kept, "k" * 200)
    assert not passwords.matches(kept, "k" * 10_000)
