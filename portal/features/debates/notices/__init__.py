"""Letters about public debates."""

from portal.features.debates.notices.debates import DEBATE_NOTICES

NOTICES = {**DEBATE_NOTICES}

__all__ = ["NOTICES"]
