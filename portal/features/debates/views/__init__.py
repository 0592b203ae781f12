"""Pages of public debates."""

from portal.features.debates.views import answering, entering, own_remarks, register, remarks, report, stand_ins
from portal.features.debates.views.blueprint import pages

__all__ = ["answering", "entering", "own_remarks", "pages", "register", "remarks", "report", "stand_ins"]
