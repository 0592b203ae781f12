"""Letters about public calls."""

from portal.features.tenders.notices import applications, calls, commission

NOTICES = {**calls.NOTICES, **applications.NOTICES, **commission.NOTICES}
