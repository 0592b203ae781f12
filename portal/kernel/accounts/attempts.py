"""How often something may be tried, so that guessing is slow and the owner of an account still gets in.

A known device has a count of its own: strangers who guess at an account use up theirs, not the owner's.
"""

from portal.kernel.accounts.devices import Device
from portal.kernel.accounts.models import Person
from portal.kernel.throttle import HOUR, Limit, admit

__all__ = ["Limit", "admit", "of_code", "of_letter", "of_own_password", "of_sign_in"]


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
