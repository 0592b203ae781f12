"""Letters about public debates."""

from portal.features.debates.notices.remarks import REMARK_NOTICES

NOTICES = {**REMARK_NOTICES}

__all__ = ["NOTICES"]
