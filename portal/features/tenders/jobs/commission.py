"""What the worker and the timetable do for commissions."""

from portal.features.tenders.actions import minutes, opening, unsealing
from portal.kernel.jobs import Job
from portal.kernel.words import lazy

JOBS: tuple[Job, ...] = (
    Job(
        name="tenders.open",
        label=lazy("Opening of an application before its commission"),
        before=unsealing.unseal,
        handler=unsealing.keep,
    ),
    Job(name="tenders.lapse", label=lazy("Opening that nobody joined lapses"), handler=opening.lapse),
    Job(name="tenders.minutes", label=lazy("Minutes of an opening"), handler=minutes.write_minutes),
)
