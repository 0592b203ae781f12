"""What the worker and the timetable do for applications."""

from portal.kernel.jobs import Job

JOBS: tuple[Job, ...] = ()
