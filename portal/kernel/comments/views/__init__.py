"""Pages of discussions."""

from portal.kernel.comments.views import closing, own, reading, writing
from portal.kernel.comments.views.blueprint import pages, under

__all__ = ["closing", "own", "pages", "reading", "under", "writing"]
