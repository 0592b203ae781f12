"""The key that signs, made at its first use, and the public keys of all that ever signed.

`keys/receipts.pem` in the instance folder is secret: its owner alone reads it, a backup leaves it out unless asked.
`receipts/<number>_<moment>.pem` are public keys; the last belongs to the secret one. None is ever removed: what it signed
stays verifiable.
"""

import fcntl
import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.kernel.clock import now
from portal.kernel.receipts.verifying import FORMAT, Receipt, canonical, key_id, raw, signed_part
from portal.kernel.settings import instance

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET, PUBLIC = Path("keys", "receipts.pem"), Path("receipts")


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key by which receipts are verified: its name, since when it signs, whether it still does, and itself as PEM."""

    id: str
    since: str
    signs: bool
    pem: str


class NotOursError(RuntimeError):
    """A secret key was brought whose public part is not among those published here."""


def sign(statement: Mapping[str, Any]) -> Receipt:
    """Return the receipt of a statement. Raises `ValueError` where the statement has no one way to be written."""
    with _held():
        key = _load() or _make()
    public = key.public_key().public_bytes_raw()
    receipt: Receipt = {"format": FORMAT, "key": key_id(public), "statement": dict(statement), "signature": ""}
    receipt["signature"] = b64encode(key.sign(canonical(signed_part(receipt)))).decode()
    return receipt


def public_keys() -> list[PublicKey]:
    """Return the keys by which receipts are verified, the present one last; one is made where none ever signed."""
    with _held():
        if not _published():
            _make()
    texts = [(file.stem.partition("_")[2], file.read_text(encoding="ascii")) for file in _published()]
    return [
        PublicKey(id=key_id(raw(pem)), since=since, signs=place == len(texts) - 1, pem=pem)
        for place, (since, pem) in enumerate(texts)
    ]


def renew() -> PublicKey:
    """Sign by a new key from now on; the secret part of the old one is destroyed, its public part stays."""
    with _held():
        _make()
    return public_keys()[-1]


def secret_text() -> str:
    """Return the secret key for the file of keys of a backup, in one line; empty where nothing was ever signed."""
    key = _load()
    return b64encode(key.private_bytes_raw()).decode() if key else ""


def bring_back(text: str) -> None:
    """Put a saved secret key back. Raises `NotOursError` where its public part is not the newest one here."""
    from base64 import b64decode

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = Ed25519PrivateKey.from_private_bytes(b64decode(text, validate=True))
    except ValueError as fault:
        raise NotOursError("PORTAL_RECEIPT_KEY is no key") from fault
    with _held():
        last = _published()[-1:]
        if not last or raw(last[0].read_text(encoding="ascii")) != key.public_key().public_bytes_raw():
            raise NotOursError("PORTAL_RECEIPT_KEY is not the key that signed last here")
        _write(instance() / SECRET, _pem_of(key), 0o600)


@contextmanager
def _held() -> Iterator[None]:
    """Let one process at a time look for the key and make it."""
    folder = instance() / SECRET.parent
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "receipts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _load() -> "Ed25519PrivateKey | None":
    """Return the secret key; None where there is none, or only one that a backup's public keys do not know."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key((instance() / SECRET).read_bytes(), password=None)
    except FileNotFoundError:
        return None
    if not isinstance(found, Ed25519PrivateKey):
        raise TypeError(f"{SECRET} is no Ed25519 key")
    public = found.public_key().public_bytes_raw()
    return found if public in [raw(file.read_text(encoding="ascii")) for file in _published()] else None


def _published() -> list[Path]:
    """Return the files of public keys in the order in which they came; not by the clock, which may be set back."""
    return sorted((instance() / PUBLIC).glob("*.pem"))


def _make() -> "Ed25519PrivateKey":
    """Make a key; its public part is there before anything can be signed by it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (instance() / PUBLIC).mkdir(exist_ok=True)
    _write(instance() / PUBLIC / f"{len(_published()) + 1:04}_{now():%Y-%m-%dT%H%M%SZ}.pem", public, 0o644)
    _write(instance() / SECRET, _pem_of(key), 0o600)
    return key


def _pem_of(key: "Ed25519PrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(target: Path, content: bytes, mode: int) -> None:
    """Write a file whole and durably, with its mode from its first byte on."""
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
