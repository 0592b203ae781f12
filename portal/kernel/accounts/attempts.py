"""How often something may be tried, so that guessing is slow and the owner of an account still gets in.

A known device has a count of its own: strangers who guess at an account use up theirs, not the owner's.
"""

from dataclasses import dataclass
from datetime import timedelta

from portal.kernel import throttle
from portal.kernel.accounts.devices import Device
from portal.kernel.accounts.models import Person
from portal.kernel.codes import fingerprint
from portal.kernel.db import work
from portal.kernel.refusals import TooMany

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """So many tries of one kind by one source in a window; `source` may be personal, only its fingerprint is kept."""

    kind: str
    source: str
    most: int
    within: timedelta = QUARTER

    @property
    def key(self) -> str:
        """Return the name under which the tries are counted."""
        return f"{self.kind}:{fingerprint(self.source)}"


def admit(*limits: Limit) -> None:
    """Count one try, in a transaction of its own, so that the count stays whatever becomes of the act.

    Limits are asked in order, and one that is full spares those after it: a network that has spent its own tries
    spends no more of the account's. Raises `TooMany`.
    """
    with work() as db:
        admitted = all(throttle.tries(db, limit.key, limit.within) <= limit.most for limit in limits)
    if not admitted:
        raise TooMany


def of_sign_in(email: str, network: str, device: Device, person: Person | None) -> tuple[Limit, ...]:
    """Return what limits a try of a password: 5 per address and network, 100 per network, 10 per address in 15 minutes.

    A device on which this person has signed in before has 10 tries of its own instead.
    """
    if person is not None and device.knows(person.id):
        return (Limit("sign-in-device", f"{device.mark} {person.id}", 10),)
    return (
        Limit("sign-in-network", network, 100),
        Limit("sign-in-pair", f"{email} {network}", 5),
        Limit("sign-in-address", email, 10),
    )


def of_code(person_id: int, network: str, device: Device) -> tuple[Limit, ...]:
    """Return what limits a try of a second factor's code: as for passwords."""
    if device.knows(person_id):
        return (Limit("code-device", f"{device.mark} {person_id}", 10),)
    return (Limit("code-pair", f"{person_id} {network}", 5), Limit("code-person", str(person_id), 10))


def of_letter(email: str, network: str) -> tuple[Limit, ...]:
    """Return what limits letters that anybody can ask for: 20 per network and 4 per address in an hour."""
    return (Limit("letter-network", network, 20, HOUR), Limit("letter-address", email, 4, HOUR))


def of_own_password(person_id: int, session_id: int | None) -> tuple[Limit, ...]:
    """Return what limits a try of one's own password while signed in."""
    return (Limit("own-password", f"{person_id} {session_id}", 10),)
