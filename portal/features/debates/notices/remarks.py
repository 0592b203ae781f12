"""Letters about remarks: to their authors, to those who support one, to those who follow the debate."""

from collections.abc import Mapping
from typing import Any

from portal.features.debates.models import Disposition
from portal.features.debates.words.remarks import DISPOSITIONS
from portal.kernel.moderation import statements
from portal.kernel.outbox import Button, Letter
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext, version

Data = Mapping[str, Any]


def _own(data: Data) -> str:
    return absolute("portal.debates.own_remark", remark_id=data["id"], code=data["code"])


def _shown(data: Data) -> str:
    return absolute("portal.debates.remark", debate_id=data["debate"], number=data["number"])


def _quoted(text: str) -> str:
    return f"„{text}“" if version().is_serbian else f"“{text}”"


def _about(data: Data) -> list[str]:
    """Return the lines by which the author knows which remark is meant."""
    draft = plainly(data["title"], data.get("title_en", ""))
    place = plainly(data["label"], data.get("label_en", "")) if data.get("label") else _("the draft as a whole")
    return [_("Draft: %(title)s", title=draft), _("Your remark on: %(place)s", place=place), _quoted(str(data["text"]))]


def _reason(data: Data) -> str:
    return plainly(str(data["reason_sr"]), str(data["reason_en"]))


def confirm(data: Data) -> Letter:
    """Asks a guest to confirm the address."""
    return Letter(
        subject=_("Confirm your remark"),
        paragraphs=[
            *_about(data),
            _("Press the button and confirm it. Only then it enters the register and gets its number."),
            _("It is in time because you sent it in time; it can be confirmed until three days after the end of the debate."),
        ],
        button=Button(_("Confirm the remark"), absolute("portal.debates.confirm_remark", token=data["token"])),
        after=[_("If you did not write this, do nothing. Nobody else will write to you.")],
    )


def received(data: Data) -> Letter:
    """Gives the number and says what happens next."""
    return Letter(
        subject=_("Your remark has the number %(number)s", number=data["number"]),
        paragraphs=[
            *_about(data),
            _("A moderator reads it first: only personal data, threats and adverts are not published, never an opinion."),
            _("After the end of the debate each remark gets an answer with a reason. We will write to you what became of yours."),
        ],
        button=Button(_("Follow your remark"), _own(data)),
        after=[_("Keep this letter: the button opens your remark without a password.")],
    )


def published(data: Data) -> Letter:
    """Says that everybody can read the remark."""
    redacted = [_("A moderator blacked out a part of the text because it contains personal data."), *statements.lines(data)]
    return Letter(
        subject=_("Your remark No. %(number)s is published", number=data["number"]),
        paragraphs=[*_about(data), _("Everybody can read it and support it."), *(redacted if data.get("redacted") else [])],
        button=Button(_("Read it on the portal"), _shown(data)),
    )


def refused(data: Data) -> Letter:
    """Refuses with a reason and says how to appeal."""
    return Letter(
        subject=_("Your remark No. %(number)s was not published", number=data["number"]),
        paragraphs=[
            *_about(data),
            _("The moderator did not publish the remark and says why:"),
            _reason(data),
            _("It stays in the register with its number and this reason. If you do not agree, you can appeal."),
        ],
        button=Button(_("See the decision or appeal"), _own(data)),
        after=statements.lines(data),
    )


def appealed(data: Data) -> Letter:
    """Says that an appeal arrived."""
    return Letter(
        subject=_("Your appeal has arrived"),
        paragraphs=[*_about(data), _("Another moderator will decide on your appeal. We will write to you.")],
        button=Button(_("Follow your remark"), _own(data)),
    )


def appeal_refused(data: Data) -> Letter:
    """Says that the appeal was refused, with a reason."""
    said = _("Another moderator looked at your remark and upheld the decision. The reason:")
    return Letter(
        subject=_("The decision on your appeal"),
        paragraphs=[*_about(data), said, _reason(data)],
        button=Button(_("See the decision"), _own(data)),
        after=statements.lines(data),
    )


def appeal_accepted(data: Data) -> Letter:
    """Says that the appeal was right, and that the remark is public."""
    letter = published(data)
    late = _("The report on the debate is signed already and does not change. The answer follows; we will write to you.")
    said = [*letter.paragraphs, late] if data.get("after_report") else letter.paragraphs
    return Letter(
        subject=_("Your appeal was accepted"),
        paragraphs=[_("Another moderator looked at your remark and reversed the decision."), *said],
        button=letter.button,
    )


def confirm_support(data: Data) -> Letter:
    """Asks a guest to confirm the support for a remark."""
    return Letter(
        subject=_("Confirm your support for remark No. %(number)s", number=data["number"]),
        paragraphs=[
            _("Draft: %(title)s", title=plainly(str(data["title"]), str(data.get("title_en", "")))),
            _("Press the button, and your support counts. We will write to you what became of the remark."),
        ],
        button=Button(_("Confirm the support"), absolute("portal.debates.confirm_support", token=data["token"])),
        after=[_("If you did not ask for this, do nothing. Nobody else will write to you.")],
    )


def corrected_answer(data: Data) -> Letter:
    """Says that a published answer was corrected."""
    return Letter(
        subject=_("The answer to remark No. %(number)s was corrected", number=data["number"]),
        paragraphs=[*_about(data), _("Both wordings of the answer can be read.")],
        button=Button(_("Read it on the portal"), _shown(data)),
        unsubscribe=_unsubscribe(data),
    )


def outcome(data: Data) -> Letter:
    """Says what became of each remark of one person: one letter with all of them."""
    remarks = data["remarks"]
    lines = []
    for each in remarks:
        place = plainly(each["label"], each["label_en"]) if each["label"] else _("the draft as a whole")
        verdict = str(DISPOSITIONS[Disposition(each["disposition"])]) if each["disposition"] else _("Not made public")
        lines.append(_("No. %(number)s, %(place)s: %(verdict)s.", number=each["number"], place=place, verdict=verdict))
        lines.append(plainly(each["reason_sr"], each["reason_en"]))
    return Letter(
        subject=_("What became of your remark")
        if len(remarks) == 1
        else ngettext("What became of your %(num)s remark", "What became of your %(num)s remarks", len(remarks)),
        paragraphs=[
            _("Draft: %(title)s", title=plainly(data["title"], data["title_en"])),
            _("Your remark was published after the report, on appeal. Here is the answer; it stands beside the report.")
            if data.get("after_report")
            else _("The report on the public debate is signed. Thank you for taking part."),
            *lines,
        ],
        button=Button(_("Read the report"), absolute("portal.debates.report", debate_id=data["debate"])),
        links=[Button(_("Your remark on the portal"), _own(data))],
    )


def supported(data: Data) -> Letter:
    """Tells those who support a remark what became of it."""
    verdict = str(DISPOSITIONS[Disposition(data["disposition"])])
    return Letter(
        subject=_("What became of remark No. %(number)s", number=data["number"]),
        paragraphs=[
            _("Draft: %(title)s", title=plainly(data["title"], data["title_en"])),
            _("You supported this remark: %(verdict)s.", verdict=verdict),
            _reason(data),
        ],
        button=Button(_("Read it on the portal"), _shown(data)),
        unsubscribe=_unsubscribe(data),
    )


def _unsubscribe(data: Data) -> str:
    return absolute("portal.follows.unfollow", token=data["unfollow"]) if data.get("unfollow") else ""


REMARK_NOTICES: Mapping[str, Writer] = {
    f"debates.{writer.__name__}": writer
    for writer in (
        confirm,
        received,
        published,
        refused,
        appealed,
        appeal_refused,
        appeal_accepted,
        confirm_support,
        corrected_answer,
        outcome,
        supported,
    )
}
