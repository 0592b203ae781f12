"""Letters about problems: to reporters, to those who follow, to units, to whom a report was handed over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.kernel.moderation import statements
from portal.kernel.outbox import Button, Letter
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext, shown_moment, version

Data = Mapping[str, Any]


def _told(data: Data, name: str) -> str:
    """Return a pair of Serbian and English in the reader's version."""
    sr, en = str(data.get(f"{name}_sr", "")), str(data.get(f"{name}_en", ""))
    if version().key == "en":
        return en or sr
    return to_latin(sr) if version().is_latin else sr


def _what(data: Data) -> str:
    """Return which report it is: 'Streets and roads, Skorica, by the second bridge'."""
    settlement = to_latin(str(data["settlement"])) if version().key != "sr" else str(data["settlement"])
    return ", ".join(part for part in (_told(data, "category"), settlement, str(data["place"])) if part)


def _own(data: Data) -> str:
    return absolute("portal.problems.own", problem_id=data["id"], code=data["code"])


def _page(data: Data) -> str:
    """Return the page for this reader: one's own, or the public one."""
    return _own(data) if data.get("own") else absolute("portal.problems.show", problem_id=data["id"])


def _leave(data: Data) -> str:
    return absolute("portal.follows.unfollow", token=data["unfollow"]) if data.get("unfollow") else ""


def _due(data: Data) -> str:
    return shown_moment(datetime.fromisoformat(data["due"])) if data.get("due") else ""


def _said(data: Data) -> str:
    if version().key == "en" and data.get("text_en"):
        return str(data["text_en"])
    text = str(data["text"])
    return to_latin(text) if version().key != "sr" else text


def received(data: Data) -> Letter:
    """Gives the number and the promise."""
    promised = _("You get an answer by %(moment)s.", moment=_due(data)) if data.get("due") else ""
    return Letter(
        subject=_("Your report has the number %(number)s", number=data["reference"]),
        paragraphs=[
            _what(data),
            *([promised] if promised else []),
            _("A moderator reads the text before everybody can see it; work on the problem does not wait for that."),
            _("Secret code for following it without this letter: %(code)s", code=data["code"]),
        ],
        button=Button(_("See the report"), _own(data)),
    )


def published(data: Data) -> Letter:
    """Everybody can read it now."""
    return Letter(
        subject=_("Your report %(number)s is public", number=data["reference"]),
        paragraphs=[
            _what(data),
            *([_("A moderator blacked out personal data.")] if data.get("redacted") else []),
            _("We will write to you when there is news."),
        ],
        button=Button(_("See the report"), _own(data)),
    )


def refused(data: Data) -> Letter:
    """Says why, and what can be done."""
    return Letter(
        subject=_("Your report %(number)s was refused", number=data["reference"]),
        paragraphs=[_what(data), _("The reason:"), _told(data, "reason"), _("If you do not agree, you can appeal.")],
        button=Button(_("Read the decision and appeal"), _own(data)),
        after=statements.lines(data),
    )


def appeal_refused(data: Data) -> Letter:
    """Says that another moderator has upheld the refusal, with a reason."""
    return Letter(
        subject=_("The decision on your appeal"),
        paragraphs=[
            _what(data),
            _("Another moderator looked at your report and upheld the decision. The reason:"),
            _told(data, "reason"),
        ],
        button=Button(_("See the decision"), _own(data)),
        after=statements.lines(data),
    )


def appeal_accepted(data: Data) -> Letter:
    """Says that the appeal was right, and that the work goes on."""
    letter = published(data)
    return Letter(
        subject=_("Your appeal was accepted"),
        paragraphs=[
            _("Another moderator looked at your report and reversed the decision. The work on it goes on."),
            *letter.paragraphs,
        ],
        button=letter.button,
        after=letter.after,
    )


def asked(data: Data) -> Letter:
    """The unit needs a word more."""
    return Letter(
        subject=_("We need a word from you about report %(number)s", number=data["reference"]),
        paragraphs=[_what(data), _said(data), _("The deadline waits for your reply.")],
        button=Button(_("Reply"), _own(data)),
    )


def news(data: Data) -> Letter:
    """How things stand."""
    return Letter(
        subject=_("News about report %(number)s", number=data["reference"]),
        paragraphs=[_what(data), _said(data)],
        button=Button(_("See the report"), _page(data)),
        unsubscribe=_leave(data),
    )


def answered(data: Data) -> Letter:
    """The answer in full, since most people read only the letter."""
    return Letter(
        subject=_("Answer to report %(number)s", number=data["reference"]),
        paragraphs=[_what(data), _said(data)],
        button=Button(_("See the report"), _page(data)),
        unsubscribe=_leave(data),
    )


def resolved(data: Data) -> Letter:
    """Asks once whether it is true; the button opens a page, the answer is given there."""
    question = [_("Is it true? Say yes or no on the page; “no” opens the report again.")] if data.get("own") else []
    return Letter(
        subject=_("Report %(number)s is marked as resolved", number=data["reference"]),
        paragraphs=[_what(data), *([_said(data)] if data.get("text") else []), *question],
        button=Button(_("Say whether it is true") if data.get("own") else _("See the report"), _page(data)),
        unsubscribe=_leave(data),
    )


def handed_over(data: Data) -> Letter:
    """Where the report went."""
    number = _("Their number: %(number)s", number=data["their_reference"]) if data.get("their_reference") else ""
    return Letter(
        subject=_("Report %(number)s was passed on", number=data["reference"]),
        paragraphs=[
            _what(data),
            _("This is not the municipality's to solve. We passed it on to: %(name)s.", name=_told(data, "to")),
            *([_said(data)] if data.get("text") else []),
            *([number] if number else []),
        ],
        button=Button(_("See the report"), _page(data)),
        unsubscribe=_leave(data),
    )


def hand_over(data: Data) -> Letter:
    """To whom it was handed over: what a citizen reported, without the citizen."""
    return Letter(
        subject=_("A citizen's report within your competence, our number %(number)s", number=data["reference"]),
        paragraphs=[
            _("The municipality received a report that is within your competence and passes it on to you:"),
            _what(data),
            str(data["description"]),
            *([_said(data)] if data.get("text") else []),
            _("Please tell us the number under which you handle it."),
        ],
    )


def joined(data: Data) -> Letter:
    """Somebody reported the same; one follows that one now."""
    return Letter(
        subject=_("Your report %(number)s was joined to another one", number=data["reference"]),
        paragraphs=[
            _what(data),
            _(
                "Somebody reported the same problem: No. %(number)s. You hear everything that happens to it.",
                number=data["to_reference"],
            ),
        ],
        button=Button(_("See that report"), absolute("portal.problems.show", problem_id=data["to"])),
    )


def confirm_follow(data: Data) -> Letter:
    """Asks a guest to confirm the address."""
    return Letter(
        subject=_("Confirm that you want news about report %(number)s", number=data["reference"]),
        paragraphs=[_("Press the button and we will write to you when something happens.")],
        button=Button(_("Confirm"), absolute("portal.problems.confirm_follow", token=data["token"])),
        after=[_("If you did not ask for this, do nothing. Nobody else will write to you.")],
    )


def _area(data: Data) -> str:
    """Return which area is followed: 'Skorica, Streets and roads'."""
    return ", ".join(part for part in (_told(data, "settlement"), _told(data, "category")) if part) or _("the whole municipality")


def confirm_area(data: Data) -> Letter:
    """Asks a guest to confirm the address for letters about an area."""
    return Letter(
        subject=_("Confirm that you want letters about new reports"),
        paragraphs=[_area(data), _("Press the button and we will write to you when somebody reports a problem there.")],
        button=Button(_("Confirm"), absolute("portal.problems.confirm_follow", token=data["token"])),
        after=[_("If you did not ask for this, do nothing. Nobody else will write to you.")],
    )


def area(data: Data) -> Letter:
    """To those who follow areas: all that was reported there since the last letter, at most one an hour."""
    reports, number = data["reports"], data["number"]
    one = number == 1
    every = Button(_("See all reports"), absolute("portal.problems.index"))
    more = ngettext("and %(num)s more report", "and %(num)s more reports", number - len(reports)) if number > len(reports) else ""
    return Letter(
        subject=_("New report %(number)s: %(what)s", number=reports[0]["reference"], what=_what(reports[0]))
        if one
        else ngettext("%(num)s new report where you follow them", "%(num)s new reports where you follow them", number),
        paragraphs=[_what(reports[0]), _said(reports[0])] if one else [_("This is new since our last letter.")],
        links=[] if one else [Button(f"{each['reference']}: {_what(each)}", _page(each)) for each in reports],
        button=Button(_("See the report"), _page(reports[0])) if one else every,
        after=[more] if more else None,
        unsubscribe=_leave(data),
    )


def assigned(data: Data) -> Letter:
    """To the unit's people."""
    return Letter(
        subject=_("New report %(number)s for your unit", number=data["reference"]),
        paragraphs=[_what(data), *([_("Answer by %(moment)s.", moment=_due(data))] if data.get("due") else [])],
        button=Button(_("Open the report"), absolute("portal.problems.manage", problem_id=data["id"])),
    )


def assigned_by_link(data: Data) -> Letter:
    """To a unit without accounts: the button opens one page, without signing in."""
    return Letter(
        subject=_("New report %(number)s for your unit", number=data["reference"]),
        paragraphs=[
            _what(data),
            str(data["text"]),
            *([_("Answer by %(moment)s.", moment=_due(data))] if data.get("due") else []),
            _("The button opens a page without signing in: say there that you take it, that it is not yours, or what was done."),
        ],
        button=Button(_("Open the report"), absolute("portal.problems.by_link", token=data["token"])),
        after=[_("The link is for your unit and this report only. Do not pass it on.")],
    )


def reporter_replied(data: Data) -> Letter:
    """To the unit that asked."""
    return Letter(
        subject=_("The reporter of %(number)s replied", number=data["reference"]),
        paragraphs=[_what(data), str(data["text"])],
        button=Button(_("Open the report"), absolute("portal.problems.manage", problem_id=data["id"])),
    )


def reopened(data: Data) -> Letter:
    """To the unit: it is not resolved."""
    return Letter(
        subject=_("Report %(number)s is open again", number=data["reference"]),
        paragraphs=[_what(data), *([_("Answer by %(moment)s.", moment=_due(data))] if data.get("due") else [])],
        button=Button(_("Open the report"), absolute("portal.problems.manage", problem_id=data["id"])),
    )


def _row(row: Data) -> str:
    settlement = to_latin(str(row["settlement"])) if version().key != "sr" else str(row["settlement"])
    where = ", ".join(part for part in (_told(row, "category"), settlement) if part)
    due = shown_moment(datetime.fromisoformat(row["due"]))
    return " · ".join(part for part in (str(row["reference"]), where, due, _told(row, "unit")) if part)


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


NOTICES: Mapping[str, Writer] = {
    f"problems.{write.__name__}": write
    for write in (
        received,
        published,
        refused,
        appeal_refused,
        appeal_accepted,
        asked,
        news,
        answered,
        resolved,
        handed_over,
        hand_over,
        joined,
        confirm_follow,
        confirm_area,
        area,
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
