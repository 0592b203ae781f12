"""Says whether a receipt is what was signed: needs the receipt and public keys, no portal, no network, no clock."""

import json
import math
from base64 import b64decode
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

FORMAT = "opstinski-portal/receipt/1"
LARGEST_NUMBER = 2**53 - 1
LONGEST = 4 * 1024 * 1024
Receipt = dict[str, Any]
"""What `sign` returns: format, key, statement, signature."""


class Verdict(StrEnum):
    """What can be said of a receipt."""

    SOUND = "sound"
    CHANGED = "changed"
    UNKNOWN_KEY = "unknown key"
    UNREADABLE = "unreadable"


def canonical(value: Any) -> bytes:
    """Return the one way to write a value: RFC 8785 for text, whole numbers, yes, no, nothing, lists and objects.

    Raises `ValueError` for anything that two programs could write differently: fractions, numbers beyond 2^53, keys that
    are no text or not ASCII.
    """
    _refuse_ambiguous(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def verify(receipt: Mapping[str, Any] | str | bytes, *public_keys: str) -> Verdict:
    """Say whether a receipt is sound by one of the public keys (PEM). Takes text as well, and never raises for a receipt."""
    try:
        found = receipt if isinstance(receipt, Mapping) else _read(receipt)
        signed, signature = canonical(signed_part(found)), b64decode(found["signature"], validate=True)
        known = {key_id(raw(pem)): pem for pem in public_keys}
        pem = known.get(found["key"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Verdict.UNREADABLE
    if pem is None:
        return Verdict.UNKNOWN_KEY
    return Verdict.SOUND if _is_signed(pem, signature, signed) else Verdict.CHANGED


def signed_part(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a receipt is signed. Raises `ValueError` for another format or anything beside the four parts."""
    if receipt.keys() != {"format", "key", "statement", "signature"} or receipt["format"] != FORMAT:
        raise ValueError("not a receipt of this format")
    if not isinstance(receipt["statement"], dict):
        raise ValueError("a receipt without a statement")
    return {part: receipt[part] for part in ("format", "key", "statement")}


def raw(pem: str) -> bytes:
    """Return the 32 bytes of a public key. Raises `ValueError`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    found = load_pem_public_key(pem.encode())
    if not isinstance(found, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return found.public_bytes_raw()


def key_id(public: bytes) -> str:
    """Return the name of a key: the first 16 signs of its sha256."""
    return sha256(public).hexdigest()[:16]


def _is_signed(pem: str, signature: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(raw(pem)).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _read(text: str | bytes) -> Any:
    if len(text) > LONGEST:
        raise ValueError("too long for a receipt")
    return json.loads(text, object_pairs_hook=_single)


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what says one thing twice: each reader would believe another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse_ambiguous(value: Any) -> None:
    if isinstance(value, dict):
        if any(not isinstance(key, str) or not key.isascii() for key in value):
            raise ValueError("keys are ASCII text")
        for each in value.values():
            _refuse_ambiguous(each)
    elif isinstance(value, list):
        for each in value:
            _refuse_ambiguous(each)
    elif isinstance(value, float) or (isinstance(value, int) and not math.fabs(value) <= LARGEST_NUMBER):
        raise ValueError("numbers are whole and below 2^53")
    elif value is not None and not isinstance(value, str | int):
        raise ValueError(f"{type(value).__name__} cannot be signed")
