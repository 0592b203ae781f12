"""Letters about public debates."""

from portal.features.debates.notices.debates import DEBATE_NOTICES
from portal.features.debates.notices.remarks import REMARK_NOTICES

NOTICES = {**DEBATE_NOTICES, **REMARK_NOTICES}

__all__ = ["NOTICES"]
