"""What the worker and the timetable do for commissions."""

from portal.kernel.jobs import Job

JOBS: tuple[Job, ...] = ()
