"""The blueprint of the desk, and the queues that all its pages ask for."""

from collections.abc import Mapping

from flask import Blueprint, current_app

from portal.kernel.moderation.queue import Queue
from portal.kernel.moderation.signals import shown

MOST = 100
"""So many items can be decided with one press."""

pages = Blueprint("desk", __name__)
pages.add_app_template_filter(shown, "desk_signal")


def queues() -> Mapping[str, Queue]:
    """Return the kinds of submissions that the features bring, by their names."""
    found: Mapping[str, Queue] = current_app.extensions["portal"].queues
    return found
