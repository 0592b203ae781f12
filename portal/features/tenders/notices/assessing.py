"""Letters about lists, objections and the end of applications."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.features.tenders.rules import points
from portal.kernel.outbox import Button, Letter
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment, version

Data = Mapping[str, Any]


def _title(data: Data) -> str:
    title = plainly(str(data["title_sr"]), str(data["title_en"]))
    return f"„{title}“" if version().is_serbian else f"“{title}”"


def _own(data: Data) -> list[str]:
    if not data["eligible"]:
        reason = _("Reason: %(reason)s", reason=plainly(str(data["reason"]), ""))
        return [_("Your application does not fulfil the conditions of the call."), reason]
    mark = "," if version().is_serbian else "."
    said = _(
        "Your application has %(points)s points and is at place %(place)s.",
        points=points.in_digits(points.read(str(data["points"])), mark),
        place=data["place"],
    )
    return [said, *([_("You get: %(what)s", what=plainly(str(data["amount"]), ""))] if data["amount"] else [])]


def _button(data: Data, text: str) -> Button:
    where = absolute("portal.tenders.own_result", call_id=data["id"], application_id=data["application"])
    return Button(text, where)


def listed(data: Data) -> Letter:
    """Tells an applicant their own points, and how to look into the list and object."""
    insight, until = (shown_moment(datetime.fromisoformat(str(data[name]))) for name in ("insight_until", "objections_until"))
    return Letter(
        subject=_("The preliminary list is published: your points"),
        paragraphs=[
            _title(data),
            *_own(data),
            _("You can look at the sheets with the points until %(moment)s.", moment=insight),
            _("If you do not agree, object on the portal until %(moment)s.", moment=until),
        ],
        button=_button(data, _("See my points or object")),
    )


def decided(data: Data) -> Letter:
    """Tells an applicant what was decided."""
    return Letter(
        subject=_("The decision on the call is published"),
        paragraphs=[_title(data), *_own(data)],
        button=_button(data, _("Read the decision")),
    )


def _objection(data: Data) -> str:
    return absolute("portal.tenders.objection", call_id=data["id"], objection_id=data["objection"])


def objection(data: Data) -> Letter:
    """Tells the commission that an applicant has objected."""
    return Letter(
        subject=_("An applicant objects to the list"),
        paragraphs=[_title(data), _("Read the objection and answer it, with the reason.")],
        button=Button(_("Open the objection"), _objection(data)),
    )


def objection_answered(data: Data) -> Letter:
    """Tells an applicant what the commission says to the objection."""
    said = _("Your objection is not accepted.")
    if data["accepted"]:
        said = _("Your objection is accepted; your application is assessed again.")
    return Letter(
        subject=_("The commission answered your objection"),
        paragraphs=[_title(data), said, plainly(str(data["answer"]), "")],
        button=_button(data, _("See my application")),
    )


def destruction_due(data: Data) -> Letter:
    """Asks somebody to confirm that applications are destroyed."""
    return Letter(
        subject=_("Applications of a call were kept long enough"),
        paragraphs=[_title(data), _("Look at what would be destroyed and confirm it. Until then everything stays.")],
        button=Button(_("Look at it"), absolute("portal.tenders.destruction", call_id=data["id"])),
    )


def destroyed(data: Data) -> Letter:
    """Tells an applicant that nothing of what they sent is left."""
    said = (
        _("The call was cancelled. Nobody has opened your application.")
        if data["unopened"]
        else _("The time for which applications are kept is over.")
    )
    return Letter(
        subject=_("The files of your application are destroyed"),
        paragraphs=[_title(data), said, _("Only the fingerprints of the files are left; your receipt stays valid.")],
    )


NOTICES: Mapping[str, Writer] = {
    f"tenders.{writer.__name__}": writer
    for writer in (listed, decided, objection, objection_answered, destruction_due, destroyed)
}
