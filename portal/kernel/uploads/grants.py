"""Grants: what a feature lets one person send, written into the address and signed.

It holds no secret and is of no use to anybody but its owner, who must be signed in as well.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from portal.kernel.clock import now
from portal.kernel.files import checks
from portal.kernel.sealing import sound
from portal.kernel.settings import setting
from portal.kernel.uploads.refusals import GrantSpent

LARGEST = 30 * 1024 * 1024
MARK = 32


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One person may send files of these kinds, so large and so many, for a purpose and subject, until a moment.

    `recipient` is the public key they are sealed to, `kinds` are short names (`PDF`), `most` counts what is not gone.
    """

    owner: int
    purpose: str
    subject: str
    recipient: str
    largest: int
    kinds: tuple[str, ...]
    most: int
    until: int

    @property
    def token(self) -> str:
        """What stands in the address."""
        body = urlsafe_b64encode(json.dumps(asdict(self), separators=(",", ":")).encode()).decode().rstrip("=")
        return f"{body}.{_mark(body)}"

    @property
    def accepted(self) -> tuple[checks.Kind, ...]:
        """The kinds themselves."""
        return tuple(kind for kind in checks.EVERY_KIND.values() if kind.short in self.kinds)


def grant(
    owner: int,
    *,
    purpose: str,
    subject: str,
    recipient: str,
    largest: int = LARGEST,
    kinds: Collection[checks.Kind] = tuple(checks.KINDS.values()),
    most: int = 20,
    until: datetime | None = None,
) -> Grant:
    """Let a person send files; without `until` they may begin within two days. Raises `NotARecipient`.

    `subject` is the feature's own word for what the files belong to, such as `call:12/organisation:5`.
    """
    end = until or now() + timedelta(days=2)
    return Grant(
        owner=owner,
        purpose=purpose,
        subject=subject,
        recipient=sound(recipient),
        largest=largest,
        kinds=tuple(sorted(kind.short for kind in kinds)),
        most=most,
        until=int(end.timestamp()),
    )


def read(token: str, owner: int) -> Grant:
    """Return the grant in an address, if it is this person's and still holds. Raises `GrantSpent`; all look alike."""
    body, _, mark = token.partition(".")
    if not hmac.compare_digest(mark.encode(), _mark(body).encode()):
        raise GrantSpent
    found = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    given = Grant(**{**found, "kinds": tuple(found["kinds"])})
    if given.owner != owner or now().timestamp() >= given.until:
        raise GrantSpent
    return given


def _mark(body: str) -> str:
    key = str(setting("SECRET_KEY")).encode()
    return hmac.new(key, b"upload:" + body.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:MARK]
