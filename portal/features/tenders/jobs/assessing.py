"""What the worker and the timetable do after a call is over."""

from datetime import timedelta

from portal.features.tenders.actions import destroying
from portal.kernel.jobs import Job
from portal.kernel.words import lazy

JOBS: tuple[Job, ...] = (
    Job(name="tenders.shred", label=lazy("Removing of opened files of a call that was destroyed"), handler=destroying.shred),
    Job(
        name="tenders.keep",
        label=lazy("Proposals to destroy applications that were kept long enough"),
        handler=destroying.look_after,
        every=timedelta(days=1),
    ),
)
