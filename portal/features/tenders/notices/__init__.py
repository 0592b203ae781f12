"""Letters about public calls."""

from portal.features.tenders.notices import applications, assessing, calls, commission

NOTICES = {**calls.NOTICES, **applications.NOTICES, **commission.NOTICES, **assessing.NOTICES}
