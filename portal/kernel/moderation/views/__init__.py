"""The desk of the staff: what waits, one by one and several at once."""

from portal.kernel.moderation.views import desk, several
from portal.kernel.moderation.views.blueprint import pages

__all__ = ["desk", "pages", "several"]
