"""What a machine notices about a submission, for the eyes of a moderator: it decides nothing and hides nothing."""

from portal.kernel.moderation.signals.noticing import busy_network, forget, noticed, sweep
from portal.kernel.moderation.signals.reporters import reporter_accuracy, settle_report
from portal.kernel.moderation.signals.watch import change_watch, watch_now, watches
from portal.kernel.moderation.signals.words import EXPLAINED, PERSONAL, shown

__all__ = [
    "EXPLAINED",
    "PERSONAL",
    "busy_network",
    "change_watch",
    "forget",
    "noticed",
    "reporter_accuracy",
    "settle_report",
    "shown",
    "sweep",
    "watch_now",
    "watches",
]
