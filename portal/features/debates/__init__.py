"""Public debates on draft decisions: every remark numbered, answered with a reason, and the report writes itself."""

from portal.features.debates import actions, queries
from portal.features.debates.acts import ACTS, THINGS
from portal.features.debates.jobs import JOBS
from portal.features.debates.models import DEBATE, REMARK
from portal.features.debates.notices import NOTICES
from portal.features.debates.panels import assisted_share, waiting_for
from portal.features.debates.personal import export, forget
from portal.features.debates.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.feature import DeskLink, Feature, Indicator, PersonalData
from portal.kernel.moderation.queue import Queue
from portal.kernel.words import lazy

feature = Feature(
    name="debates",
    address="rasprave",
    blueprint=pages,
    permissions={
        "debates.prepare": frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD}),
        "debates.publish": frozenset({Role.OFFICIAL, Role.HEAD}),
        "debates.enter": frozenset({Role.CLERK, Role.MODERATOR}),
        "debates.answer": frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD}),
        "debates.sign": frozenset({Role.OFFICIAL, Role.HEAD}),
    },
    desk=(
        DeskLink(
            label=lazy("Answer remarks"),
            endpoint="portal.debates.answers",
            permission="debates.answer",
            waiting=waiting_for,
            place=45,
        ),
        DeskLink(
            label=lazy("Enter a remark for a citizen"), endpoint="portal.debates.entries", permission="debates.enter", place=46
        ),
    ),
    queues=(
        Queue(
            kind=REMARK,
            label=lazy("Remark"),
            entries=queries.remark_entries,
            apply=actions.apply_decision,
            undo=actions.undo_decision,
            own_reasons=True,
        ),
    ),
    notices=NOTICES,
    jobs=JOBS,
    indicators=(
        Indicator(
            metric="submissions.assisted_share",
            definition=1,
            explain=lazy("Remarks in debates that a clerk typed in, divided by all remarks that entered a register."),
            measure=assisted_share,
            part=lazy("Remarks in debates"),
        ),
    ),
    personal_data=PersonalData(export=export, forget=forget),
    visibility={DEBATE: queries.shows, REMARK: queries.shows_remark},
    seed=actions.seed,
    acts=ACTS,
    things=THINGS,
)
