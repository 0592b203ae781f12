"""The key of a survey: a file that no backup takes along and that closing destroys (docs/decisions/0010-surveys.md).

While it lies there, whoever runs the portal could tell who took part. When it is gone, nobody can, from whatever copy.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from portal.features.surveys.refusals.answering import KeyGone
from portal.kernel.settings import instance

LENGTH = 32


def make(survey_id: int) -> bytes:
    """Make the key of a survey, durably, or return the one it has: the job that opens may run twice."""
    file = _file(survey_id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_suffix(f".{secrets.token_hex(8)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secrets.token_bytes(LENGTH))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    _settle(file.parent)
    return key(survey_id)


def key(survey_id: int) -> bytes:
    """Return the key. Raises `KeyGone`."""
    try:
        return _file(survey_id).read_bytes()
    except FileNotFoundError:
        raise KeyGone from None


def destroy(survey_id: int) -> None:
    """Destroy the key: its bytes are written over before the file goes. Does nothing where there is none."""
    file = _file(survey_id)
    try:
        with file.open("r+b") as out:
            out.write(secrets.token_bytes(LENGTH))
            out.flush()
            os.fsync(out.fileno())
    except FileNotFoundError:
        return
    file.unlink(missing_ok=True)
    _settle(file.parent)


def mark(of: bytes, whose: str) -> str:
    """Return what a grant knows a right by, like `person:7`: nothing to who does not hold the key."""
    return hmac.new(of, whose.encode(), hashlib.sha256).hexdigest()


def seal(of: bytes, text: str, *, nonce: str = "") -> bytes:
    """Seal a code with the key and, where one is given, with the nonce of somebody's page."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    salt = secrets.token_bytes(12)
    return salt + ChaCha20Poly1305(_derived(of, nonce)).encrypt(salt, text.encode(), None)


def unseal(of: bytes, sealed: bytes, *, nonce: str = "") -> str | None:
    """Return the code again; None for another key or nonce."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(_derived(of, nonce)).decrypt(sealed[:12], sealed[12:], None).decode()
    except InvalidTag:
        return None


def _derived(of: bytes, nonce: str) -> bytes:
    return hmac.new(of, f"seal:{nonce}".encode("utf-8", "replace"), hashlib.sha256).digest()


def _file(survey_id: int) -> Path:
    return instance() / "keys" / "surveys" / str(survey_id)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
