"""Letters about commissions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.features.tenders.models import Part
from portal.features.tenders.words.commission import PARTS
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


def named(data: Data) -> Letter:
    """Says that somebody is in a commission, and what to do first."""
    key = _("Open the page and make your key: applications are sealed to it, and two members open them together.")
    return Letter(
        subject=_("You are in the commission of a public call"),
        paragraphs=[
            _title(data),
            _("You were named: %(part)s.", part=PARTS[Part(data["part"])]),
            *([key] if data["sealed"] else []),
        ],
        button=Button(_("Open the page of the commission"), absolute("portal.tenders.commission_call", call_id=data["id"])),
    )


def left(data: Data) -> Letter:
    """Says that somebody is no longer in a commission."""
    return Letter(
        subject=_("You are no longer in the commission of a public call"),
        paragraphs=[
            _title(data),
            _("You were: %(part)s.", part=PARTS[Part(data["part"])]),
            *([_("Applications that come from now on are not sealed to your key.")] if data["sealed"] else []),
        ],
    )


def opened(data: Data) -> Letter:
    """Says to who applied that the commission has opened the applications."""
    second = int(data["envelopes"]) > 1
    which = {1: _("The first envelope is opened."), 2: _("The second envelope is opened.")}
    return Letter(
        subject=_("The applications are opened: %(title)s", title=plainly(str(data["title_sr"]), str(data["title_en"]))),
        paragraphs=[
            _title(data),
            _("Two members of the commission opened the applications on %(moment)s.", moment=_moment(data)),
            *([which[int(data["envelope"])]] if second else []),
            _("What the commission decides next you will read in further letters."),
        ],
        button=Button(_("Read about the opening"), absolute("portal.tenders.opened", call_id=data["id"])),
    )


def _moment(data: Data) -> str:
    return shown_moment(datetime.fromisoformat(str(data["at"]))) if data["at"] else ""


NOTICES: Mapping[str, Writer] = {"tenders.named": named, "tenders.left": left, "tenders.opened": opened}
