"""After a finished service somebody is asked how it was. The feature that finishes it names it, another one asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from portal.kernel.db import session
from portal.kernel.words import LazyString


@dataclass(frozen=True, kw_only=True)
class Service:
    """Something the municipality does for one person that has an end, like the answer to a question."""

    name: str
    title: LazyString


def services() -> Sequence[Service]:
    """Return what the features of the running portal do for people."""
    return [service for feature in current_app.extensions["portal"].features for service in feature.services]


def address(service: str, occasion: str) -> str:
    """Return where somebody says how a service was; empty where nobody asks now.

    `occasion` is what nobody else has, like the number of a question: whoever has the address can answer once. It is in
    the address only as a keyed digest. To be put into the letter, and on the page, that only the person served sees.
    """
    asking = (feature.asks_after for feature in current_app.extensions["portal"].features)
    found = (asks(session(), service, occasion) for asks in asking if asks is not None)
    return next((each for each in found if each), "")
