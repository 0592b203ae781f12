"""Letters to units and heads: what is theirs now, what is due, what is late, and the monthly report."""

from collections.abc import Mapping
from datetime import datetime

from portal.features.problems.notices.shared import Data, due, told, what
from portal.kernel.outbox import Button, Letter
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext, shown_moment, version


def assigned(data: Data) -> Letter:
    """To the unit's people."""
    return Letter(
        subject=_("New report %(number)s for your unit", number=data["reference"]),
        paragraphs=[what(data), *([_("Answer by %(moment)s.", moment=due(data))] if data.get("due") else [])],
        button=Button(_("Open the report"), absolute("portal.problems.manage", problem_id=data["id"])),
    )


def assigned_by_link(data: Data) -> Letter:
    """To a unit without accounts: the button opens one page, without signing in."""
    return Letter(
        subject=_("New report %(number)s for your unit", number=data["reference"]),
        paragraphs=[
            what(data),
            str(data["text"]),
            *([_("Answer by %(moment)s.", moment=due(data))] if data.get("due") else []),
            _("The button opens a page without signing in: say there that you take it, that it is not yours, or what was done."),
        ],
        button=Button(_("Open the report"), absolute("portal.problems.by_link", token=data["token"])),
        after=[_("The link is for your unit and this report only. Do not pass it on.")],
    )


def reporter_replied(data: Data) -> Letter:
    """To the unit that asked."""
    return Letter(
        subject=_("The reporter of %(number)s replied", number=data["reference"]),
        paragraphs=[what(data), str(data["text"])],
        button=Button(_("Open the report"), absolute("portal.problems.manage", problem_id=data["id"])),
    )


def reopened(data: Data) -> Letter:
    """To the unit: it is not resolved."""
    return Letter(
        subject=_("Report %(number)s is open again", number=data["reference"]),
        paragraphs=[what(data), *([_("Answer by %(moment)s.", moment=due(data))] if data.get("due") else [])],
        button=Button(_("Open the report"), absolute("portal.problems.manage", problem_id=data["id"])),
    )


def _row(row: Data) -> str:
    settlement = to_latin(str(row["settlement"])) if version().key != "sr" else str(row["settlement"])
    where = ", ".join(part for part in (told(row, "category"), settlement) if part)
    until = shown_moment(datetime.fromisoformat(row["due"]))
    return " · ".join(part for part in (str(row["reference"]), where, until, told(row, "unit")) if part)


def _digest(subject: str, first: str, data: Data) -> Letter:
    """Return a letter about several reports: with one way to the list, or a link to each for a unit without accounts."""
    rows = data["rows"]
    linked = [Button(_row(row), absolute("portal.problems.by_link", token=row["token"])) for row in rows if "token" in row]
    more = int(data["number"]) - len(rows)
    rest = [ngettext("and %(num)s more", "and %(num)s more", more)] if more > 0 else []
    return Letter(
        subject=subject,
        paragraphs=[first, *([] if linked else [*map(_row, rows), *rest])],
        links=linked,
        button=None if linked else Button(_("Open the list"), absolute("portal.problems.desk")),
        after=[*rest, _("The links are for your unit only. Do not pass them on.")] if linked else None,
    )


def warning(data: Data) -> Letter:
    """One digest to a unit of what ends soon."""
    number = int(data["number"])
    return _digest(
        ngettext("The deadline of %(num)s report ends soon", "The deadline of %(num)s reports ends soon", number),
        _("These reports of your unit have to be answered or resolved soon:"),
        data,
    )


def overdue(data: Data) -> Letter:
    """One digest to a unit and its head of what is late."""
    number = int(data["number"])
    return _digest(
        ngettext("The deadline of %(num)s report has passed", "The deadline of %(num)s reports has passed", number),
        _("The promise to these citizens is broken. Answer them today:"),
        data,
    )


def escalated(data: Data) -> Letter:
    """One digest to the head of administration of what is late for long."""
    number = int(data["number"])
    return _digest(
        ngettext("%(num)s report is late and its unit is silent", "%(num)s reports are late and their units are silent", number),
        _("The units and their heads were told before. These reports are still late:"),
        data,
    )


def unassigned(data: Data) -> Letter:
    """One digest to those who dispatch."""
    number = int(data["number"])
    return _digest(
        ngettext("%(num)s report belongs to no unit yet", "%(num)s reports belong to no unit yet", number),
        _("Nobody works on these reports. Pass them to a unit:"),
        data,
    )


def monthly(data: Data) -> Letter:
    """The frozen month, to the head of administration."""
    part, whole = int(data["in_time"]), int(data["judged"])
    return Letter(
        subject=_("System 48, report no. %(number)s: %(month)s", number=data["number"], month=data["month"]),
        paragraphs=[
            ngettext("%(num)s report came in that month.", "%(num)s reports came in that month.", int(data["received"])),
            _("Answered in time: %(part)s of %(whole)s whose promise ended.", part=part, whole=whole),
            _(
                "Answered late: %(late)s. Still without an answer: %(unanswered)s.",
                late=data["late"],
                unanswered=data["unanswered"],
            ),
            _("The report is frozen. Its hash stands in the audit log: %(hash)s", hash=data["hash"]),
        ],
        button=Button(_("Open the report"), absolute("portal.problems.month", month=data["month"])),
    )


UNIT_NOTICES: Mapping[str, Writer] = {
    f"problems.{write.__name__}": write
    for write in (
        assigned,
        assigned_by_link,
        reporter_replied,
        reopened,
        warning,
        overdue,
        escalated,
        unassigned,
        monthly,
    )
}
