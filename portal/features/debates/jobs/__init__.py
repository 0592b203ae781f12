"""What the worker does for debates."""

from portal.features.debates.jobs.debates import DEBATE_JOBS
from portal.features.debates.jobs.remarks import REMARK_JOBS

JOBS = (*DEBATE_JOBS, *REMARK_JOBS)

__all__ = ["JOBS"]
