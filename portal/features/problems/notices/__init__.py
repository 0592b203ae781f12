"""Letters about problems."""

from portal.features.problems.notices.reporters import REPORTER_NOTICES
from portal.features.problems.notices.units import UNIT_NOTICES

NOTICES = {**REPORTER_NOTICES, **UNIT_NOTICES}

__all__ = ["NOTICES"]
