"""What the worker and the timetable do for calls."""

from portal.kernel.jobs import Job

JOBS: tuple[Job, ...] = ()
