"""The desk of the staff: what waits, one by one and several at once."""

from portal.kernel.moderation.views import authors, desk, several
from portal.kernel.moderation.views.blueprint import pages

__all__ = ["authors", "desk", "pages", "several"]
