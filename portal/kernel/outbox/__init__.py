"""Letters to people: rows written with the act, rendered and sent by the worker, never lost."""

from portal.kernel.outbox.actions import cancel, is_posted, post, take_back, waiting
from portal.kernel.outbox.letters import Button, Letter, Recipient

__all__ = ["Button", "Letter", "Recipient", "cancel", "is_posted", "post", "take_back", "waiting"]
