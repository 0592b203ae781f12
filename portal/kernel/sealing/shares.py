"""A secret key that no one person holds: any two of several people together have it.

For every two members the secret is the sum (XOR) of two halves. The one half is chance; so is the other to whoever
lacks the first. Each is sealed to the key of the member it belongs to, so whoever holds all shares, the whole disk and
the database but only one member's key has nothing at all.
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from itertools import combinations

from portal.kernel.sealing.envelopes import recipient_of, seal, unseal
from portal.kernel.sealing.refusals import HalvesDoNotFit, NotAKey, Tampered

Shares = dict[str, dict[str, str]]
"""Pair of members (`3+7`) to each one's sealed half: plain JSON, safe to store."""
Halves = dict[str, str]
"""Pair of members to one member's opened half: plain JSON; worth nothing without another member's."""


def split(secret: str, recipients: Mapping[int, str]) -> Shares:
    """Split a secret key among members, by number, with a public key each, so that any two of them have it.

    Forget the secret afterwards. Raises `NotAKey`, `NotARecipient`, and `ValueError` for fewer than two members or two
    with the same key: who holds both would be two.
    """
    recipient_of(secret)
    if len(recipients) < 2 or len(set(recipients.values())) < len(recipients):
        raise ValueError("a secret is split among at least two members with keys of their own")
    shares: Shares = {}
    for one, other in combinations(sorted(recipients), 2):
        pad = secrets.token_bytes(len(secret))
        rest = _sum(pad, secret.encode("ascii"))
        sealed = {one: seal(pad, recipients[one]), other: seal(rest, recipients[other])}
        shares[f"{one}+{other}"] = {str(member): b64encode(half).decode() for member, half in sealed.items()}
    return shares


def halves(shares: Shares, holder: int, secret: str) -> Halves:
    """Open a member's halves by that member's key. Raises `NotAKey`, `WrongKey`, `Tampered`, `HalvesDoNotFit`."""
    mine = {pair: sealed[str(holder)] for pair, sealed in shares.items() if str(holder) in sealed}
    if not mine:
        raise HalvesDoNotFit
    return {pair: b64encode(unseal(_bytes(sealed), secret)).decode() for pair, sealed in mine.items()}


def join(mine: Halves, theirs: Halves, recipient: str) -> str:
    """Return the secret key that two members' halves make, proved to belong to the recipient. Raises `HalvesDoNotFit`."""
    common = mine.keys() & theirs.keys()
    if len(common) != 1:
        raise HalvesDoNotFit
    [pair] = common
    try:
        secret = _sum(_bytes(mine[pair]), _bytes(theirs[pair])).decode("ascii")
        if recipient_of(secret) == recipient:
            return secret
    except (UnicodeDecodeError, ValueError, NotAKey, Tampered):
        pass
    raise HalvesDoNotFit


def _sum(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise Tampered from None
