"""Pages about accounts: coming in, one's own account, and the people the administrator looks after."""

from portal.kernel.accounts.views import entry, joining, own, people, second_factor
from portal.kernel.accounts.views.blueprint import pages

__all__ = ["entry", "joining", "own", "pages", "people", "second_factor"]
