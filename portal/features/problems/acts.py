"""What happens to reports, in the words of the audit log."""

from collections.abc import Mapping

from portal.features.problems.models import KIND, UPDATE
from portal.features.problems.words import EVENTS
from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    **{f"problems.{kind}": words for kind, words in EVENTS.items()},
    "problems.send_link": lazy("New link sent to a unit"),
    "problems.seed": lazy("Categories and promises of reports loaded"),
    "problems.forget": lazy("Reporter forgotten"),
    "problems.freeze": lazy("Monthly report frozen"),
    "problems.category.add": lazy("Category of reports added"),
    "problems.category.change": lazy("Category of reports changed"),
    "problems.category.questions": lazy("Questions of a category changed"),
    "problems.route.add": lazy("Route of reports added"),
    "problems.route.change": lazy("Route of reports changed"),
    "problems.route.remove": lazy("Route of reports removed"),
    "problems.competence.add": lazy("Entry of the directory added"),
    "problems.competence.change": lazy("Entry of the directory changed"),
    "problems.canned.add": lazy("Answer kept ready added"),
    "problems.canned.change": lazy("Answer kept ready changed"),
    "problems.canned.remove": lazy("Answer kept ready removed"),
    "problems.order": lazy("Order of a list changed"),
    "problems.recount": lazy("Numbers of reports put right"),
    "problems.map.recount": lazy("Numbers of the map put right"),
    "problems.map": lazy("Map changed"),
    "problems.key.issue": lazy("Key for another program issued"),
    "problems.key.revoke": lazy("Key of another program revoked"),
    "problems.by_key": lazy("Report taken from another program"),
}

THINGS: Mapping[str, LazyString] = {
    KIND: lazy("Report of a problem"),
    UPDATE: lazy("What was said about a report"),
    "problem_month": lazy("Monthly report"),
    "category": lazy("Category"),
    "route": lazy("Route"),
    "competence": lazy("Entry of the directory"),
    "canned": lazy("Answer kept ready"),
    "api_key": lazy("Key of another program"),
}
