"""Letters to reporters, to those who follow, and to whom a report was handed over."""

from collections.abc import Mapping

from portal.features.problems.notices.shared import Data, due, leave, own, page, said, told, what
from portal.kernel import aftercare
from portal.kernel.moderation import statements
from portal.kernel.outbox import Button, Letter
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext


def received(data: Data) -> Letter:
    """Gives the number and the promise."""
    promised = _("You get an answer by %(moment)s.", moment=due(data)) if data.get("due") else ""
    return Letter(
        subject=_("Your report has the number %(number)s", number=data["reference"]),
        paragraphs=[
            what(data),
            *([promised] if promised else []),
            _("A moderator reads the text before everybody can see it; work on the problem does not wait for that."),
            _("Secret code for following it without this letter: %(code)s", code=data["code"]),
        ],
        button=Button(_("See the report"), own(data)),
    )


def published(data: Data) -> Letter:
    """Everybody can read it now."""
    return Letter(
        subject=_("Your report %(number)s is public", number=data["reference"]),
        paragraphs=[
            what(data),
            *([_("A moderator blacked out personal data.")] if data.get("redacted") else []),
            _("We will write to you when there is news."),
        ],
        button=Button(_("See the report"), own(data)),
    )


def refused(data: Data) -> Letter:
    """Says why, and what can be done."""
    return Letter(
        subject=_("Your report %(number)s was refused", number=data["reference"]),
        paragraphs=[what(data), _("The reason:"), told(data, "reason"), _("If you do not agree, you can appeal.")],
        button=Button(_("Read the decision and appeal"), own(data)),
        after=statements.lines(data),
    )


def appeal_refused(data: Data) -> Letter:
    """Says that another moderator has upheld the refusal, with a reason."""
    return Letter(
        subject=_("The decision on your appeal"),
        paragraphs=[
            what(data),
            _("Another moderator looked at your report and upheld the decision. The reason:"),
            told(data, "reason"),
        ],
        button=Button(_("See the decision"), own(data)),
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
        paragraphs=[what(data), said(data), _("The deadline waits for your reply.")],
        button=Button(_("Reply"), own(data)),
    )


def news(data: Data) -> Letter:
    """How things stand."""
    return Letter(
        subject=_("News about report %(number)s", number=data["reference"]),
        paragraphs=[what(data), said(data)],
        button=Button(_("See the report"), page(data)),
        unsubscribe=leave(data),
    )


def answered(data: Data) -> Letter:
    """The answer in full, since most people read only the letter."""
    return Letter(
        subject=_("Answer to report %(number)s", number=data["reference"]),
        paragraphs=[what(data), said(data)],
        button=Button(_("See the report"), page(data)),
        unsubscribe=leave(data),
    )


def resolved(data: Data) -> Letter:
    """Asks once whether it is true; the button opens a page, the answer is given there."""
    question = [_("Is it true? Say yes or no on the page; “no” opens the report again.")] if data.get("own") else []
    asking = aftercare.address("problems.solve", f"problem:{data['id']}") if data.get("own") else ""
    return Letter(
        subject=_("Report %(number)s is marked as resolved", number=data["reference"]),
        paragraphs=[what(data), *([said(data)] if data.get("text") else []), *question],
        button=Button(_("Say whether it is true") if data.get("own") else _("See the report"), page(data)),
        links=[Button(_("How did we do? Two short questions, without your name"), asking)] if asking else [],
        unsubscribe=leave(data),
    )


def handed_over(data: Data) -> Letter:
    """Where the report went."""
    number = _("Their number: %(number)s", number=data["their_reference"]) if data.get("their_reference") else ""
    return Letter(
        subject=_("Report %(number)s was passed on", number=data["reference"]),
        paragraphs=[
            what(data),
            _("This is not the municipality's to solve. We passed it on to: %(name)s.", name=told(data, "to")),
            *([said(data)] if data.get("text") else []),
            *([number] if number else []),
        ],
        button=Button(_("See the report"), page(data)),
        unsubscribe=leave(data),
    )


def hand_over(data: Data) -> Letter:
    """To whom it was handed over: what a citizen reported, without the citizen."""
    return Letter(
        subject=_("A citizen's report within your competence, our number %(number)s", number=data["reference"]),
        paragraphs=[
            _("The municipality received a report that is within your competence and passes it on to you:"),
            what(data),
            str(data["description"]),
            *([said(data)] if data.get("text") else []),
            _("Please tell us the number under which you handle it."),
        ],
    )


def joined(data: Data) -> Letter:
    """Somebody reported the same; one follows that one now."""
    return Letter(
        subject=_("Your report %(number)s was joined to another one", number=data["reference"]),
        paragraphs=[
            what(data),
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
    return ", ".join(part for part in (told(data, "settlement"), told(data, "category")) if part) or _("the whole municipality")


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
        subject=_("New report %(number)s: %(what)s", number=reports[0]["reference"], what=what(reports[0]))
        if one
        else ngettext("%(num)s new report where you follow them", "%(num)s new reports where you follow them", number),
        paragraphs=[what(reports[0]), said(reports[0])] if one else [_("This is new since our last letter.")],
        links=[] if one else [Button(f"{each['reference']}: {what(each)}", page(each)) for each in reports],
        button=Button(_("See the report"), page(reports[0])) if one else every,
        after=[more] if more else None,
        unsubscribe=leave(data),
    )


REPORTER_NOTICES: Mapping[str, Writer] = {
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
    )
}
