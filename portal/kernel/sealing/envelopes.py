"""Keys, and envelopes closed to one of them."""

import pyrage
from pyrage import x25519

from portal.kernel.sealing.refusals import NotAKey, NotARecipient, Tampered, WrongKey

SECRET = "AGE-SECRET-KEY-1"
NOT_FOR_THIS_KEY = "No matching keys found"
"""What pyrage says when the envelope names other recipients only; every other fault is a changed or cut one."""


def new_key() -> tuple[str, str]:
    """Return a fresh secret key and its public part, the recipient."""
    made = x25519.Identity.generate()
    return str(made), str(made.to_public())


def secret_in(text: str) -> str:
    """Return the secret key of a key file, such as `age-keygen` writes: comments and one key. Raises `NotAKey`."""
    found = [line.strip() for line in text.splitlines() if line.strip().startswith(SECRET)]
    if len(found) != 1:
        raise NotAKey
    recipient_of(found[0])
    return found[0]


def recipient_of(secret: str) -> str:
    """Return the public part of a secret key. Raises `NotAKey`."""
    return str(_identity(secret).to_public())


def sound(recipient: str) -> str:
    """Return a public key as it is compared: one line. Raises `NotARecipient`."""
    return str(_recipient(recipient.strip()))


def seal(content: bytes, recipient: str) -> bytes:
    """Close content, so that only the recipient's secret key opens it: some 200 bytes more. Raises `NotARecipient`."""
    return bytes(pyrage.encrypt(content, [_recipient(recipient)]))


def unseal(sealed: bytes, secret: str) -> bytes:
    """Open what was sealed. Raises `NotAKey`, `WrongKey`, and `Tampered` where a bit of it is not what it was."""
    identity = _identity(secret)
    try:
        return bytes(pyrage.decrypt(sealed, [identity]))
    except pyrage.DecryptError as fault:
        raise (WrongKey if NOT_FOR_THIS_KEY in str(fault) else Tampered) from None


def _identity(secret: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(secret)
    except pyrage.IdentityError:
        raise NotAKey from None


def _recipient(text: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise NotARecipient from None
