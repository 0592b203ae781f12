"""What the worker and the timetable do for public calls."""

from portal.features.tenders.jobs import applications, assessing, calls, commission

JOBS = (*calls.JOBS, *applications.JOBS, *commission.JOBS, *assessing.JOBS)
