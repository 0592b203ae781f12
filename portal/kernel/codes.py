"""Codes that let somebody without an account come back to what they sent."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from portal.kernel.settings import setting


def code_of(kind: str, subject_id: int) -> str:
    """Return the code of one thing: ten letters and digits that are hard to mistake, derived, stored nowhere."""
    key = str(setting("SECRET_KEY")).encode()
    raw = hmac.new(key, f"code:{kind}:{subject_id}".encode(), hashlib.sha256).digest()
    plain = base64.b32encode(raw).decode().lower()
    return plain[:10]


def is_code(kind: str, subject_id: int, given: str) -> bool:
    """Tell whether somebody knows the code, spaces and case aside; takes the same time for every wrong one."""
    wanted = "".join(given.split()).lower().encode("utf-8", "replace")
    return hmac.compare_digest(code_of(kind, subject_id).encode(), wanted)


def spaced(code: str) -> str:
    """Return a code as it is printed: in two groups of five."""
    return f"{code[:5]} {code[5:]}"


def fingerprint(text: str) -> str:
    """Return a salted hash of personal data: the same for the same person, useless to anybody without the key."""
    key = str(setting("SECRET_KEY")).encode()
    return hmac.new(key, b"person:" + text.strip().lower().encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def stamp(moment: datetime) -> str:
    """Return a moment in seconds, signed, as a form carries it from the page to the press."""
    seconds = str(int(moment.timestamp()))
    return f"{seconds}.{fingerprint(f'stamp:{seconds}')[:20]}"


def stamped(text: str) -> datetime | None:
    """Return the moment of a stamp, None for one that is missing or not ours."""
    seconds, _dot, _seal = text.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
        return None
    moment = datetime.fromtimestamp(int(seconds), UTC)
    return moment if hmac.compare_digest(stamp(moment).encode(), text.encode("utf-8", "replace")) else None
