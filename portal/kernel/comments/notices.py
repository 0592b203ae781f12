"""Letters about comments: to authors, to those who wait for replies, to readers who reported something."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.kernel.moderation import statements
from portal.kernel.moderation.models import AuthorMode
from portal.kernel.outbox import Button, Letter
from portal.kernel.outbox.letters import Writer
from portal.kernel.site.links import absolute
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _
from portal.kernel.words import lazy, shown_date

Data = Mapping[str, Any]
LONGEST = 300


def _own(data: Data) -> str:
    return absolute("portal.comments.own", comment_id=data["id"], code=data["code"])


def _shown(data: Data) -> str:
    return absolute("portal.comments.at", comment_id=data["id"])


def _reason(data: Data) -> str:
    return plainly(str(data["reason_sr"]), str(data["reason_en"]))


def _words(data: Data) -> list[str]:
    """Return the line that says under what the comment stands, and what it says."""
    title = plainly(str(data["title_sr"]), str(data["title_en"]))
    return [*([title] if title else ()), f"„{_short(data)}“"]


def _short(data: Data) -> str:
    text = " ".join(str(data["text"]).split())
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + "…"


def confirm(data: Data) -> Letter:
    """Asks a guest to confirm the address."""
    return Letter(
        subject=_("Confirm your comment"),
        paragraphs=[
            _("You wrote a comment on the portal of the municipality:"),
            *_words(data),
            _("Press the button and confirm it. Without that, nobody will read it and it will be deleted after 7 days."),
        ],
        button=Button(_("Confirm the comment"), absolute("portal.comments.confirm", token=data["token"])),
        after=[_("If you did not write this, do nothing. Nobody else will write to you.")],
    )


def published(data: Data) -> Letter:
    """Says that a comment which waited is public."""
    paragraphs = [*_words(data), _("Everybody can read your comment now.")]
    if data.get("redacted"):
        paragraphs.append(_("A moderator blacked out a part of the text because it contains personal data."))
        paragraphs += statements.lines(data)
    return Letter(
        subject=_("Your comment is published"),
        paragraphs=paragraphs,
        button=Button(_("Read it on the portal"), _shown(data)),
    )


def restored(data: Data) -> Letter:
    """Says that an appeal was right."""
    return Letter(
        subject=_("Your appeal was accepted"),
        paragraphs=[
            *_words(data),
            _("Another moderator looked at your comment and decided that it should be read. It is public."),
        ],
        button=Button(_("Read it on the portal"), _shown(data)),
    )


def reply(data: Data) -> Letter:
    """Says that somebody answered a comment."""
    leave = absolute("portal.follows.unfollow", token=data["unfollow"])
    return Letter(
        subject=_("Somebody answered your comment"),
        paragraphs=[
            plainly(str(data["title_sr"]), str(data["title_en"])),
            f"{plainly(str(data['name']))}: „{_short(data)}“",
        ],
        button=Button(_("Read the reply"), _shown(data)),
        after=[_("You no longer want letters about replies to this comment? Leave here: %(link)s", link=leave)],
        unsubscribe=leave,
    )


def appealed(data: Data) -> Letter:
    """Says that an appeal arrived."""
    return Letter(
        subject=_("Your appeal has arrived"),
        paragraphs=[*_words(data), _("Another moderator will decide on your appeal. We will write to you.")],
        button=Button(_("Follow your comment"), _own(data)),
    )


APPEAL = lazy("If you do not agree, you can appeal. Another moderator will decide.")
MEND = lazy("You can change it and send it again.")


def _explained(subject: Any, sentence: Any, then: Any, button: Any) -> Writer:
    """Return the writer of letters that say what a moderator did, why, and what can be done about it."""

    def write(data: Data) -> Letter:
        return Letter(
            subject=str(subject),
            paragraphs=[*_words(data), str(sentence), _reason(data), *([str(then)] if then else ())],
            button=Button(str(button), _own(data)),
            after=statements.lines(data),
        )

    return write


SEE = lazy("See the decision or appeal")
CHANGE = lazy("Change and send again")
returned = _explained(
    lazy("Please change your comment"), lazy("The moderator returned the comment to you and says why:"), MEND, CHANGE
)
refused = _explained(
    lazy("Your comment was not published"), lazy("The moderator did not publish the comment and says why:"), APPEAL, SEE
)
refused_later = _explained(
    lazy("Your comment was removed"), lazy("A moderator took the comment off the page and says why:"), APPEAL, SEE
)
returned_later = _explained(
    lazy("Please change your comment"),
    lazy("A moderator took the comment off the page until you change it, and says why:"),
    MEND,
    CHANGE,
)
change_refused = _explained(
    lazy("The change of your comment was not published"),
    lazy("What you wrote first is still public. The moderator did not publish the change and says why:"),
    APPEAL,
    SEE,
)
change_returned = _explained(
    lazy("Please look at the change of your comment again"),
    lazy("What you wrote first is still public. The moderator returned the change to you and says why:"),
    MEND,
    CHANGE,
)
appeal_refused = _explained(
    lazy("The decision on your appeal"),
    lazy("Another moderator looked at your comment and upheld the decision. The reason:"),
    None,
    lazy("See the decision"),
)


def report_upheld(data: Data) -> Letter:
    """Tells a reader that the report was right."""
    return Letter(
        subject=_("You were right: the comment was changed or removed"),
        paragraphs=[_("You reported a comment on the portal. A moderator looked at it and agreed with you. Thank you.")],
        button=Button(_("See the discussion"), _shown(data)),
    )


def report_dismissed(data: Data) -> Letter:
    """Tells a reader that the comment stays."""
    return Letter(
        subject=_("The comment you reported stays"),
        paragraphs=[
            f"„{_short(data)}“",
            _("You reported this comment. A moderator looked at it and decided that it does not break the rules."),
        ],
        button=Button(_("See the discussion"), _shown(data)),
    )


def author_rule(data: Data) -> Letter:
    """Tells an author that a rule of their own holds until a day, why, and what can be done about it."""
    day = shown_date(date.fromisoformat(str(data["until"])))
    if data["mode"] == AuthorMode.AFTER:
        return Letter(
            subject=_("Your comments appear at once"),
            paragraphs=[
                _("Until %(day)s your comments appear at once; a moderator reads them afterwards. The reason:", day=day),
                plainly(str(data["why"])),
            ],
            button=Button(_("See your comment"), _own(data)),
        )
    return Letter(
        subject=_("A moderator reads your comments first"),
        paragraphs=[
            _("Until %(day)s a moderator reads your comments before everybody does. The reason:", day=day),
            plainly(str(data["why"])),
            _("The rule ends by itself. If you do not agree, you can appeal on your page; another person will decide."),
        ],
        button=Button(_("See the rule and appeal"), _own(data)),
    )


def author_rule_upheld(data: Data) -> Letter:
    """Tells an author that another person looked at the rule and that it stays."""
    day = shown_date(date.fromisoformat(str(data["until"])))
    return Letter(
        subject=_("The decision on your appeal"),
        paragraphs=[
            _("Another person looked at your appeal."),
            _("The rule stays: until %(day)s a moderator reads your comments before everybody does.", day=day),
        ],
        button=Button(_("See your comment"), _own(data)),
    )


def author_rule_over(data: Data) -> Letter:
    """Tells an author that the rule for them is over."""
    return Letter(
        subject=_("The rule for your comments is over"),
        paragraphs=[_("The rule that held for your comments alone is over. What holds for everybody holds for you again.")],
        button=Button(_("See your comment"), _own(data)),
    )


NOTICES: Mapping[str, Writer] = {
    f"comments.{writer}": write
    for writer, write in {
        "confirm": confirm,
        "published": published,
        "restored": restored,
        "reply": reply,
        "appealed": appealed,
        "returned": returned,
        "refused": refused,
        "returned_later": returned_later,
        "refused_later": refused_later,
        "change_refused": change_refused,
        "change_returned": change_returned,
        "appeal_refused": appeal_refused,
        "author_rule": author_rule,
        "author_rule_upheld": author_rule_upheld,
        "author_rule_over": author_rule_over,
        "report_upheld": report_upheld,
        "report_dismissed": report_dismissed,
    }.items()
}
