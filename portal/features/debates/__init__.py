"""Public debates on draft decisions: every remark numbered, answered with a reason, and the report writes itself."""

from portal.features.debates import queries
from portal.features.debates.models import DEBATE
from portal.features.debates.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.feature import Feature

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
    visibility={DEBATE: queries.shows},
)
