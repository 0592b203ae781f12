"""What moderators fill in."""

from wtforms import DateField, HiddenField, RadioField, SelectField

from portal.kernel.forms import AtMost, Day, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.moderation.models import AuthorMode
from portal.kernel.words import lazy


class DecideForm(Form):
    """One decision: the version seen, the reason, and what is to be blacked out."""

    seen = HiddenField()
    verdict = HiddenField()
    reason = Line(lazy("Reason"))
    words = Text(
        lazy("In your own words"),
        description=lazy("The author receives it below the reason. Some reasons need it; it is said beside them."),
        validators=[AtMost(2000)],
    )
    black = Text(
        lazy("Words to black out"),
        description=lazy("One per line, exactly as they stand in the text. Every occurrence is blacked out."),
        validators=[AtMost(2000)],
    )

    def at(self, item_id: int) -> "DecideForm":
        """Give the fields the ids they have on the card of an item, so that the summary of faults leads to them."""
        self.reason.id, self.words.id, self.black.id = f"reason-{item_id}-1", f"words-{item_id}", f"black-{item_id}"
        return self


class SeveralForm(Form):
    """One decision about several items, with one reason for all."""

    verdict = HiddenField()
    reason = SelectField(lazy("Reason"), validate_choice=False, coerce=str)
    words = Text(
        lazy("In your own words"),
        description=lazy("Each author receives it below the reason."),
        validators=[AtMost(2000)],
    )


class AuthorForm(Form):
    """When the words of one author become public, until when, and why."""

    mode = RadioField(
        lazy("The comments of this author"),
        choices=[
            SelectChoice(AuthorMode.BEFORE.value, lazy("are read by a moderator before they appear")),
            SelectChoice(AuthorMode.AFTER.value, lazy("appear at once; a moderator reads them afterwards")),
        ],
        default=AuthorMode.BEFORE.value,
    )
    until: DateField = Day(lazy("Until the end of the day"), description=lazy("Then the rules of the section hold again."))
    why = Text(
        lazy("Why?"),
        [Filled(lazy("Write why: the author receives it.")), AtMost(1000), FewLines()],
        description=lazy("The author receives it by letter, sees it on the page of the comment, and can appeal."),
    )


class AppealForm(Form):
    """Why an author does not agree with a refusal."""

    why = Text(
        lazy("Why do you not agree?"),
        validators=[Filled(lazy("Write in a few words why you do not agree.")), AtMost(1000), FewLines()],
    )
