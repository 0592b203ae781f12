"""Pages of the administration: what the profile seeded, people change here."""

from portal.kernel.municipality.views import lists, offices, rules, watch
from portal.kernel.municipality.views.common import pages

__all__ = ["lists", "offices", "pages", "rules", "watch"]
