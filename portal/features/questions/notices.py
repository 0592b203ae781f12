"""Letters about questions: to the asker, to those who follow, to the office."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from portal.kernel import aftercare
from portal.kernel.clock import last_day
from portal.kernel.moderation import statements
from portal.kernel.outbox import Button, Letter
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext, shown_date, version

Data = Mapping[str, Any]


def _own(data: Data) -> str:
    return absolute("portal.questions.own", question_id=data["id"], code=data["code"])


def _shown(data: Data) -> str:
    return absolute("portal.questions.show", question_id=data.get("lead", data["id"]))


def _due(data: Data) -> str:
    return shown_date(last_day(datetime.fromisoformat(data["due"])), "weekday") if data.get("due") else ""


def _reason(data: Data) -> str:
    if version().key == "en":
        return str(data["reason_en"])
    return to_latin(str(data["reason_sr"])) if version().is_latin else str(data["reason_sr"])


def _quoted(data: Data) -> str:
    return f"„{data['title']}“" if version().is_serbian else f"“{data['title']}”"


def confirm(data: Data) -> Letter:
    """Asks a guest to confirm the address."""
    return Letter(
        subject=_("Confirm your question"),
        paragraphs=[
            _("You asked a question on the portal of the municipality:"),
            _quoted(data),
            _("Press the button and confirm it."),
            _("Without that, nobody will read the question and it will be deleted after 7 days."),
        ],
        button=Button(_("Confirm the question"), absolute("portal.questions.confirm", token=data["token"])),
        after=[_("If you did not ask this, do nothing. Nobody else will write to you.")],
    )


def confirm_again(data: Data) -> Letter:
    """Reminds a guest once."""
    letter = confirm(data)
    return Letter(
        subject=_("Your question is still waiting for your confirmation"),
        paragraphs=letter.paragraphs,
        button=letter.button,
        after=letter.after,
    )


def received(data: Data) -> Letter:
    """Gives the number and says what happens next."""
    due = shown_date(last_day(datetime.fromisoformat(data["moderation_due"])), "weekday")
    return Letter(
        subject=_("Your question has the number %(number)s", number=data["reference"]),
        paragraphs=[
            _quoted(data),
            _("A moderator will read it by %(day)s.", day=due),
            ngettext(
                "Then it is published and the office has %(num)s working day to answer.",
                "Then it is published and the office has %(num)s working days to answer.",
                int(data["answer_days"]),
            ),
            _("We will write to you when it is published and when it is answered."),
        ],
        button=Button(_("Follow your question"), _own(data)),
        after=[_("Keep this letter: the button opens your question without a password.")],
    )


def published(data: Data) -> Letter:
    """Says that the question is public and until when the answer is due."""
    paragraphs = [_quoted(data), _("Your question is published and everybody can read it.")]
    if data.get("redacted"):
        paragraphs.append(_("A moderator blacked out a part of the text because it contains personal data."))
        paragraphs += statements.lines(data)
    paragraphs.append(_("The answer is due by %(day)s.", day=_due(data)))
    return Letter(
        subject=_("Your question %(number)s is published", number=data["reference"]),
        paragraphs=paragraphs,
        button=Button(_("Read it on the portal"), _shown(data)),
    )


def returned(data: Data) -> Letter:
    """Returns the question to its asker with a reason."""
    return Letter(
        subject=_("Please change your question %(number)s", number=data["reference"]),
        paragraphs=[_quoted(data), _("The moderator returned the question to you and says why:"), _reason(data)],
        button=Button(_("Change and send again"), _own(data)),
        after=statements.lines(data),
    )


def refused(data: Data) -> Letter:
    """Refuses with a reason and says how to appeal."""
    return Letter(
        subject=_("Your question %(number)s was not published", number=data["reference"]),
        paragraphs=[
            _quoted(data),
            _("The moderator did not publish the question and says why:"),
            _reason(data),
            _("If you do not agree, you can appeal. Another moderator will decide."),
        ],
        button=Button(_("See the decision or appeal"), _own(data)),
        after=statements.lines(data),
    )


def appealed(data: Data) -> Letter:
    """Says that an appeal arrived."""
    return Letter(
        subject=_("Your appeal has arrived"),
        paragraphs=[_quoted(data), _("Another moderator will decide on your appeal. We will write to you.")],
        button=Button(_("Follow your question"), _own(data)),
    )


def appeal_refused(data: Data) -> Letter:
    """Says that the appeal was refused, with a reason."""
    return Letter(
        subject=_("The decision on your appeal"),
        paragraphs=[
            _quoted(data),
            _("Another moderator looked at your question and upheld the decision. The reason:"),
            _reason(data),
        ],
        button=Button(_("See the decision"), _own(data)),
        after=statements.lines(data),
    )


def appeal_accepted(data: Data) -> Letter:
    """Says that the appeal was right, and that the question is public."""
    letter = published(data)
    return Letter(
        subject=_("Your appeal was accepted"),
        paragraphs=[_("Another moderator looked at your question and reversed the decision."), *letter.paragraphs],
        button=letter.button,
    )


def _about_answer(subject: str, sentence: str) -> Writer:
    """Return the writer of letters that say something new stands on the page of a question."""

    def write(data: Data) -> Letter:
        leave = absolute("portal.follows.unfollow", token=data["unfollow"]) if data.get("unfollow") else ""
        return Letter(
            subject=_(subject, number=data["reference"]),
            paragraphs=[_quoted(data), _(sentence)],
            button=Button(_("Read it on the portal"), _shown(data)),
            after=[_("You no longer want letters about this question? Leave here: %(link)s", link=leave)] if leave else None,
            unsubscribe=leave,
        )

    return write


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for the catalogue without translating it yet."""
    return text


_answered = _about_answer(N_("Question %(number)s is answered"), N_("The office has answered the question."))


def answered(data: Data) -> Letter:
    """Says that the answer is there; whoever asked is asked in turn how the municipality did."""
    letter = _answered(data)
    asking = aftercare.address("questions.answer", f"question:{data['id']}") if data["own"] else ""
    return replace(letter, links=[Button(_("How did we do? Two short questions, without your name"), asking)] if asking else [])


holding = _about_answer(
    N_("News about question %(number)s"), N_("The office has written when it will answer. The deadline runs on.")
)
standard = _about_answer(
    N_("News about question %(number)s"),
    N_("The office has sent a standard reply. It does not count as an answer, so the deadline runs on."),
)
corrected = _about_answer(
    N_("The answer to question %(number)s was corrected"), N_("The office has corrected its answer. Both versions can be read.")
)
rerouted = _about_answer(
    N_("Question %(number)s went to another office"),
    N_("The question was sent to the office that can answer it. The deadline runs on."),
)
follow_up = _about_answer(N_("A follow-up to question %(number)s"), N_("A follow-up question was published."))


def merged(data: Data) -> Letter:
    """Says that the question now stands with another that asks the same."""
    return Letter(
        subject=_("Your question %(number)s was joined with the same question", number=data["reference"]),
        paragraphs=[
            _quoted(data),
            _("Somebody has already asked the same. You will get the answer together, by letter, and your question counts."),
        ],
        button=Button(_("Read it on the portal"), _shown(data)),
    )


def joined(data: Data) -> Letter:
    """Says that a question was approved and joined at once with one that was asked before."""
    lead = f"„{data['lead_title']}“" if version().is_serbian else f"“{data['lead_title']}”"
    return Letter(
        subject=_("Your question %(number)s was joined with the same question", number=data["reference"]),
        paragraphs=[
            _quoted(data),
            _("Somebody has already asked the same, so a moderator joined your question to this one:"),
            lead,
            _("It is already answered: the button opens the answer.")
            if data["answered"]
            else _("Your question counts, and we will write to you when the answer comes."),
        ],
        button=Button(_("Read it on the portal"), _shown(data)),
    )


def confirm_follow(data: Data) -> Letter:
    """Asks a guest to confirm that they want letters about a question."""
    return Letter(
        subject=_("Confirm that you have this question too"),
        paragraphs=[_quoted(data), _("Press the button if you want to get the answer by letter.")],
        button=Button(_("Confirm"), absolute("portal.questions.confirm_follow", token=data["token"])),
        after=[_("If you did not ask for this, do nothing. Nobody else will write to you.")],
    )


def _to_office(subject: str, sentence: str) -> Writer:
    """Return the writer of letters to the office about a question it owes."""

    def write(data: Data) -> Letter:
        paragraphs = [_quoted(data), _(sentence)]
        if data.get("due"):
            paragraphs.append(_("The answer is due by %(day)s.", day=_due(data)))
        if data.get("remark"):
            paragraphs.append(str(data["remark"]))
        return Letter(
            subject=_(subject, number=data["reference"]),
            paragraphs=paragraphs,
            button=Button(_("Open the question"), absolute("portal.questions.answer", question_id=data["id"])),
        )

    return write


assigned = _to_office(N_("New question %(number)s for your office"), N_("A question for your office was published."))
reminder = _to_office(N_("Reminder: question %(number)s waits for an answer"), N_("The deadline for the answer is near."))
overdue = _to_office(
    N_("The deadline for question %(number)s has passed"),
    N_("The question has not been answered in time. The page of the office shows it as late."),
)
draft_ready = _to_office(N_("The answer to question %(number)s waits for your approval"), N_("A draft of the answer is ready."))
draft_back = _to_office(N_("The draft for question %(number)s came back"), N_("The draft came back to you with a remark:"))


def offered(data: Data) -> Letter:
    """Tells the new holder of an office, and the head, what earlier holders left unanswered."""
    own = bool(data["own"])
    return Letter(
        subject=ngettext(
            "%(num)s unanswered question from the term before", "%(num)s unanswered questions from the term before", data["count"]
        ),
        paragraphs=[
            _("A new term has begun: %(office)s.", office=_office(data)),
            ngettext(
                "%(num)s question put to the earlier holder has no answer yet.",
                "%(num)s questions put to the earlier holder have no answer yet.",
                data["count"],
            ),
            _("The new holder can take each of them over on the desk and answer it. Until then the citizens wait."),
            _("The deadlines run on, and the questions count for the term to which they were put."),
        ],
        button=Button(_("Open the desk"), absolute("portal.questions.desk"))
        if own
        else Button(_("See the office"), absolute("portal.questions.office", key=data["office"])),
    )


def _office(data: Data) -> str:
    if version().key == "en" and data["name_en"]:
        return str(data["name_en"])
    return to_latin(str(data["name_sr"])) if version().is_latin else str(data["name_sr"])


def answer_link(data: Data) -> Letter:
    """Gives the holder of an office without an account a one-time link."""
    until = shown_date(datetime.fromisoformat(data["until"]))
    return Letter(
        subject=_("A citizen asks you: question %(number)s", number=data["reference"]),
        paragraphs=[
            _quoted(data),
            _("Press the button, read the question and write the answer. You need no account."),
            _("The link works once, until %(day)s, and only for this question. Do not pass it on.", day=until),
            _("A moderator reads the answer before it is published."),
        ],
        button=Button(_("Read and answer"), absolute("portal.questions.by_link", token=data["token"])),
    )


NOTICES: Mapping[str, Writer] = {
    f"questions.{writer}": function
    for writer, function in {
        "confirm": confirm,
        "confirm_again": confirm_again,
        "received": received,
        "published": published,
        "returned": returned,
        "refused": refused,
        "appealed": appealed,
        "appeal_refused": appeal_refused,
        "appeal_accepted": appeal_accepted,
        "answered": answered,
        "holding": holding,
        "standard": standard,
        "corrected": corrected,
        "rerouted": rerouted,
        "follow_up": follow_up,
        "merged": merged,
        "joined": joined,
        "confirm_follow": confirm_follow,
        "assigned": assigned,
        "reminder": reminder,
        "overdue": overdue,
        "draft_ready": draft_ready,
        "draft_back": draft_back,
        "answer_link": answer_link,
        "offered": offered,
    }.items()
}
