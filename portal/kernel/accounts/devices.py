"""The device somebody comes with: in words, and whether this person has signed in on it before.

A known device is let in while strangers who guess at the account are made to wait.
"""

import secrets
from dataclasses import dataclass

from flask import Request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from portal.kernel.settings import setting
from portal.kernel.site.links import home_path
from portal.kernel.words import gettext

COOKIE = "portal_device"
YEAR = 365 * 24 * 3600
MOST = 5
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chromium"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """A browser on a machine: what it calls itself, its own random mark, and who has signed in on it."""

    name: str
    mark: str = ""
    people: tuple[int, ...] = ()

    def knows(self, person_id: int) -> bool:
        """Tell whether this person has signed in here before."""
        return bool(self.mark) and person_id in self.people


def read(request: Request) -> Device:
    """Return the device of a request; a forged or foreign cookie counts as none."""
    name = name_of(request.user_agent.string)
    try:
        kept = _signer().loads(request.cookies.get(COOKIE, "")[:1000], max_age=YEAR)
        return Device(name, str(kept["mark"]), tuple(int(id) for id in kept["people"]))
    except (BadData, LookupError, TypeError, ValueError):
        return Device(name)


def remember(response: Response, device: Device, person_id: int) -> None:
    """Let the browser keep, for a year, that this person has signed in on it; the last five people are kept."""
    others = [id for id in device.people if id != person_id]
    kept = {"mark": device.mark or secrets.token_urlsafe(12), "people": [*others[1 - MOST :], person_id]}
    response.set_cookie(
        COOKIE,
        str(_signer().dumps(kept)),
        max_age=YEAR,
        secure=setting("COOKIE_SECURE"),
        httponly=True,
        samesite="Lax",
        path=home_path(),
    )


def name_of(agent: str) -> str:
    """Return browser and system as they are stored: `Firefox|Android`; empty for what says nothing we know."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser}|{system}" if browser or system else ""


def in_words(stored: str) -> str:
    """Return a stored device in words: Firefox on Android."""
    browser, parted, system = stored.partition("|")
    if parted and browser and system:
        return gettext("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or gettext("Unknown device")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(setting("SECRET_KEY")), salt="portal-device")
