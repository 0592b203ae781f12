"""The second factor: six digits from an app (TOTP), a picture to set it up, and codes for a lost telephone.

Knows no database: verbs in `actions` keep what this computes.
"""

import base64
import hmac
import io
import secrets
from datetime import datetime
from hashlib import sha256

from portal.kernel.accounts.models import SignIn
from portal.kernel.codes import fingerprint
from portal.kernel.settings import setting

STEP = 30
RECOVERY_CODES = 10
SALT_BYTES = 16
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_salt() -> str:
    """Return what is stored of a second factor: worth nothing without the secret key."""
    return secrets.token_hex(SALT_BYTES)


def offered(sign_in: SignIn) -> str:
    """Return the salt offered to this session for setting up; derived, so that opening the page stores nothing.

    It changes with the session, whose token is random, and with each set-up, and is stored only when a right code has
    confirmed it.
    """
    made = sign_in.person.totp_confirmed_at
    return _derived(f"totp-salt:{sign_in.token_hash}:{made and made.isoformat()}").hex()[: 2 * SALT_BYTES]


def secret_of(salt: str) -> str:
    """Return the secret that the app holds, derived from a salt and the secret key: a stolen database gives no codes.

    With another key it is another secret: everybody sets up their app anew (docs/operations/install.md).
    """
    return base64.b32encode(_derived(f"totp:{salt}")[:20]).decode()


def _derived(text: str) -> bytes:
    return hmac.new(str(setting("SECRET_KEY")).encode(), text.encode(), sha256).digest()


def in_groups(secret: str) -> str:
    """Return a secret as people can copy it: in groups of four."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def uri(secret: str, email: str, issuer: str) -> str:
    """Return the address that authenticator apps read from the picture."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def picture(address: str) -> bytes:
    """Return the QR code of an address as an SVG file, dark on white in every contrast."""
    import segno

    out = io.BytesIO()
    segno.make(address, micro=False).save(out, kind="svg", scale=5, border=4, light="#fff", dark="#000")
    return out.getvalue()


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """Return the half-minute to which a code belongs, now or one before or after; None for a wrong code."""
    import pyotp

    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    present = int(moment.timestamp()) // STEP
    totp, found = pyotp.TOTP(secret), None
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            found = step
    return found


def recovery_codes() -> list[str]:
    """Make ten codes of ten signs that are hard to mistake for each other, in two groups."""
    return [
        "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)
    ]


def code_hash(person_id: int, code: str) -> str:
    """Return what is kept of a recovery code; spaces, hyphens and case do not matter."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return fingerprint(f"recovery:{person_id}:{plain}")
