"""Pages of organisations: one's own, an invitation, and the administrator's list."""

from portal.kernel.organisations.views import joining, members, own, register
from portal.kernel.organisations.views.blueprint import pages

__all__ = ["joining", "members", "own", "pages", "register"]
