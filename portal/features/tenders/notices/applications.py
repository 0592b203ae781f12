"""Letters about applications, to everybody who acts for the applicant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.models import APPLICATION, Application, Call
from portal.features.tenders.words.applications import WHY
from portal.kernel import outbox
from portal.kernel.organisations.parties import people_of
from portal.kernel.outbox import Button, Letter, Recipient
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment, version

Data = Mapping[str, Any]


def tell(
    db: Session, letter: str, call: Call, application: Application, *, moment: datetime, more: Data
) -> None:
    """Post a letter about an application to all who act for its party now; one `more["reference"]`, one letter."""
    data = {"id": application.id, "call": call.reference, "title_sr": call.title_sr, "title_en": call.title_en}
    data |= {"moment": moment.isoformat(), **more}
    for person in people_of(db, application.party):
        key = f"tenders.{letter}:{application.id}:{more['reference']}:{person.id}"
        outbox.post(db, f"tenders.{letter}", Recipient.of(person), data, about=(APPLICATION, application.id), key=key)


def submitted(data: Data) -> Letter:
    """Says that an application is submitted, with what stands on its receipt."""
    return Letter(
        subject=_("Your application is submitted: %(reference)s", reference=data["reference"]),
        paragraphs=[
            _title(data),
            _("Submitted on %(moment)s (Central European Time).", moment=_moment(data)),
            _("Fingerprint of all files: %(root)s", root=data["root"]),
            _("Keep the receipt: it is signed, and proves what you submitted and when."),
        ],
        button=_receipt(data),
        after=[_("Until the deadline you may replace the application or take it back.")],
    )


def refused(data: Data) -> Letter:
    """Says that an application was not taken, why, and that this can be proved."""
    lacks = _("Missing: %(what)s.", what=", ".join(plainly(str(each)) for each in data["missing"]))
    return Letter(
        subject=_("Your application was not taken: %(reference)s", reference=data["reference"]),
        paragraphs=[
            _title(data),
            _("You tried on %(moment)s (Central European Time).", moment=_moment(data)),
            str(WHY[str(data["why"])]),
            *([lacks] if data["missing"] else []),
            _("The receipt of this try is signed. If you think that it was in time, write to the commission and add it."),
        ],
        button=_receipt(data),
    )


def withdrawn(data: Data) -> Letter:
    """Says that an application was taken back."""
    return Letter(
        subject=_("Your application was taken back: %(reference)s", reference=data["reference"]),
        paragraphs=[
            _title(data),
            _("Taken back on %(moment)s (Central European Time). The commission will not open it.", moment=_moment(data)),
            _("Until the deadline you may submit it anew."),
        ],
        button=_open(data),
    )


def remind(data: Data) -> Letter:
    """Says that an application was begun and not submitted, and that the deadline is near."""
    return Letter(
        subject=_("Your application is not submitted yet"),
        paragraphs=[
            _title(data),
            _("Applications are taken until %(moment)s (Central European Time).", moment=_moment(data)),
            _("You have begun an application and not submitted it. What is not submitted, the commission does not open."),
        ],
        button=_open(data),
    )


def _title(data: Data) -> str:
    title = plainly(str(data["title_sr"]), str(data["title_en"]))
    quoted = f"„{title}“" if version().is_serbian else f"“{title}”"
    return f"{_('Call %(number)s', number=data['call'])}: {quoted}"


def _moment(data: Data) -> str:
    return shown_moment(datetime.fromisoformat(str(data["moment"])))


def _receipt(data: Data) -> Button:
    where = absolute("portal.tenders.receipt", application_id=data["id"], reference=data["reference"])
    return Button(_("Open the receipt"), where)


def _open(data: Data) -> Button:
    return Button(_("Open the application"), absolute("portal.tenders.application", application_id=data["id"]))


NOTICES: Mapping[str, Writer] = {f"tenders.{each.__name__}": each for each in (submitted, refused, withdrawn, remind)}
