"""Standing pages, and what the municipality lists: electronic services, registers, leaflets, events."""

from portal.features.pages import actions, panels
from portal.features.pages.indicators import BY_MONTH, INDICATORS
from portal.features.pages.jobs import JOBS
from portal.features.pages.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.feature import DeskLink, Feature, Panel
from portal.kernel.words import lazy

feature = Feature(
    name="pages",
    address="strane",
    blueprint=pages,
    permissions={"pages.edit": frozenset({Role.EDITOR, Role.ADMINISTRATOR})},
    panels=(
        Panel(
            title=lazy("Electronic services of the state"),
            render=panels.services,
            endpoint="portal.pages.services",
            link=lazy("All electronic services"),
            place=70,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Services, registers, leaflets, events"),
            endpoint="portal.pages.desk",
            permission="pages.edit",
            place=46,
        ),
    ),
    jobs=JOBS,
    indicators=INDICATORS,
    by_month=BY_MONTH,
    seed=actions.seed,
    acts={
        "pages.add_entry": lazy("Something put on a list of services, registers, leaflets or events"),
        "pages.edit_entry": lazy("Something on a list of services, registers, leaflets or events changed"),
        "pages.remove_entry": lazy("Something taken off a list of services, registers, leaflets or events"),
    },
    things={actions.ENTRY: lazy("Entry of a list")},
)
