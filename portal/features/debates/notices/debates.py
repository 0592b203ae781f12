"""Letters to those who follow a debate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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


def _button(data: Data, label: str) -> Button:
    return Button(label, absolute("portal.debates.show", debate_id=data["id"]))


def _leave(data: Data) -> str:
    return absolute("portal.follows.unfollow", token=data["unfollow"])


def _closes(data: Data) -> str:
    return shown_moment(datetime.fromisoformat(str(data["closes"]))) if data.get("closes") else ""


def confirm_follow(data: Data) -> Letter:
    """Asks a guest to confirm the address."""
    return Letter(
        subject=_("Confirm that you want to follow the debate"),
        paragraphs=[
            _title(data),
            _("Press the button, and we will write to you when something happens in this debate."),
        ],
        button=Button(_("Confirm"), absolute("portal.debates.confirm_follow", token=data["token"])),
        after=[_("If you did not ask for this, do nothing. Nobody else will write to you.")],
    )


def edition(data: Data) -> Letter:
    """Says that there is a new version of the draft, and what is different."""
    number = int(data["number"])
    return Letter(
        subject=_("A new version of the draft: %(title)s", title=plainly(str(data["title_sr"]), str(data["title_en"]))),
        paragraphs=[
            _title(data),
            _("Version %(number)s of the draft is published.", number=number),
            plainly(str(data["note_sr"]), str(data["note_en"])),
        ],
        button=Button(
            _("See what is different"),
            absolute("portal.debates.compare", debate_id=data["id"], od=number - 1, do=number),
        ),
        unsubscribe=_leave(data),
    )


def postponed(data: Data) -> Letter:
    """Says until when the debate lasts now, and why."""
    return Letter(
        subject=_("The debate was postponed: %(title)s", title=plainly(str(data["title_sr"]), str(data["title_en"]))),
        paragraphs=[
            _title(data),
            _("Remarks are taken until %(moment)s.", moment=_closes(data)),
            plainly(str(data["reason_sr"]), str(data["reason_en"])),
        ],
        button=_button(data, _("Open the debate")),
        unsubscribe=_leave(data),
    )


def reported(data: Data) -> Letter:
    """Says that the report is there."""
    return Letter(
        subject=_("The report on the debate is published"),
        paragraphs=[_title(data), _("The report says what became of every remark, and why.")],
        button=_button(data, _("Open the debate")),
        unsubscribe=_leave(data),
    )


def adopted(data: Data) -> Letter:
    """Says that the act was adopted."""
    return Letter(
        subject=_("The act you followed was adopted"),
        paragraphs=[_title(data), _("The adopted act: %(act)s", act=plainly(str(data["act"])))],
        button=_button(data, _("Open the debate")),
        unsubscribe=_leave(data),
    )


def abandoned(data: Data) -> Letter:
    """Says that the draft was given up, and why."""
    return Letter(
        subject=_("The draft was given up"),
        paragraphs=[_title(data), plainly(str(data["reason_sr"]), str(data["reason_en"]))],
        button=_button(data, _("Open the debate")),
        unsubscribe=_leave(data),
    )


DEBATE_NOTICES: Mapping[str, Writer] = {
    f"debates.{writer.__name__}": writer for writer in (confirm_follow, edition, postponed, reported, adopted, abandoned)
}
