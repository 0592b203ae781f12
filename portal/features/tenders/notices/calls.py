"""Letters about calls."""

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


def changed(data: Data) -> Letter:
    """Says what changed in a call, and asks to confirm that one read of it."""
    after = [
        _(
            "You get this letter because you collected the documents of this call, said that you mean to apply, asked about it "
            "or applied."
        )
    ]
    if data["asks_again"]:
        after.insert(0, _("If you have applied already, look whether your application still fits, and confirm it."))
    if data["closes"]:
        closes = shown_moment(datetime.fromisoformat(str(data["closes"])))
        after.insert(0, _("Applications are taken until %(moment)s (Central European Time).", moment=closes))
    return Letter(
        subject=_("Change %(number)s of call %(reference)s", number=data["number"], reference=data["reference"]),
        paragraphs=[_title(data), *plainly(str(data["said_sr"]), str(data["said_en"])).split("\n")],
        button=Button(
            _("Read it and confirm"), absolute("portal.tenders.change", call_id=data["id"], number=data["number"])
        ),
        after=after,
    )


def news(data: Data) -> Letter:
    """Says that something waits on the person's own page, and nothing about what it is."""
    return Letter(
        subject=_("There is something new for you about a call"),
        paragraphs=[_title(data), _("It stands on your own page, which only you can open.")],
        button=Button(_("Open my calls"), absolute("portal.tenders.mine")),
    )


NOTICES: Mapping[str, Writer] = {f"tenders.{writer.__name__}": writer for writer in (changed, news)}
