"""Any two members have the secret, none has it alone, and what does not fit is refused."""

import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.sealing import HalvesDoNotFit, Tampered, WrongKey, halves, join, new_key, recipient_of, split, unseal

pytestmark = pytest.mark.one_engine
KEYS = [new_key() for _ in range(5)]


def members(*numbers):
    return {number: KEYS[place] for place, number in enumerate(numbers)}


def shared(people):
    secret, recipient = new_key()
    shares = split(secret, {number: public for number, (_, public) in people.items()})
    return secret, recipient, json.loads(json.dumps(shares))


@settings(max_examples=25)
@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=5, unique=True))
def test_any_two_members_open_together(numbers):
    people = members(*numbers)
    secret, recipient, shares = shared(people)
    assert len(shares) == len(numbers) * (len(numbers) - 1) // 2
    for one, other in combinations(numbers, 2):
        mine, theirs = (halves(shares, number, people[number][0]) for number in (one, other))
        assert join(mine, theirs, recipient) == join(theirs, mine, recipient) == secret


def test_nobody_opens_alone_and_nobody_in_anothers_name():
    people = members(3, 7, 9)
    secret, recipient, shares = shared(people)
    mine = halves(shares, 3, people[3][0])
    with pytest.raises(HalvesDoNotFit):
        join(mine, mine, recipient)
    with pytest.raises(WrongKey):
        halves(shares, 7, people[3][0])
    with pytest.raises(HalvesDoNotFit):
        halves(shares, 4, people[3][0])
    assert secret not in json.dumps(shares)
    assert all(secret not in half for half in mine.values())


def test_all_that_lies_on_the_disk_and_one_members_key_are_not_enough():
    """Whoever has the shares and one key has only chance: every sum of what can be had is no key."""
    from base64 import b64decode

    people = members(3, 7, 9)
    _, recipient, shares = shared(people)
    had = []
    for sealed in shares.values():
        for half in sealed.values():
            had.append(b64decode(half))
            try:
                had.append(unseal(b64decode(half), people[3][0]))
            except WrongKey:
                pass
    for one, other in combinations(had, 2):
        joined = bytes(a ^ b for a, b in zip(one, other, strict=False))
        assert not joined.startswith(b"AGE-SECRET")
    assert len(had) == 6 + 2


def test_halves_of_another_secret_do_not_fit():
    people = members(3, 7)
    _, recipient, shares = shared(people)
    _, other, others = shared(people)
    with pytest.raises(HalvesDoNotFit):
        join(halves(shares, 3, people[3][0]), halves(others, 7, people[7][0]), recipient)
    with pytest.raises(HalvesDoNotFit):
        join(halves(shares, 3, people[3][0]), halves(shares, 7, people[7][0]), other)


def test_a_changed_share_is_seen():
    people = members(3, 7)
    _, recipient, shares = shared(people)
    sealed = shares["3+7"]["3"]
    shares["3+7"]["3"] = sealed[:-8] + ("A" if sealed[-8] != "A" else "B") + sealed[-7:]
    with pytest.raises(Tampered):
        halves(shares, 3, people[3][0])
    shares["3+7"]["3"] = "no base64"
    with pytest.raises(Tampered):
        halves(shares, 3, people[3][0])
    for odd in ("", "AAAA", "no base64"):
        with pytest.raises(HalvesDoNotFit):
            join({"3+7": odd}, halves(shares, 7, people[7][0]), recipient)


def test_it_takes_two_with_keys_of_their_own():
    secret, _ = new_key()
    public = recipient_of(secret)
    for recipients in ({}, {1: public}, {1: public, 2: public}):
        with pytest.raises(ValueError, match="at least two"):
            split(secret, recipients)
