"""What people fill in under a discussion."""

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from portal.kernel.authors import ShownAs
from portal.kernel.comments.desk import WRONG
from portal.kernel.comments.models import Wrong
from portal.kernel.forms import SHOWN_AS, AtMost, Day, EmailAddress, FewLines, Filled, Form, Line, SelectChoice, Text, Tick
from portal.kernel.words import gettext, lazy

LONGEST = 10_000
"""No rule of a section allows more (`comment_length`)."""


class CommentForm(Form):
    """A comment, or a reply to one. Signed-in people have their name and address from the account."""

    creates = True
    watched = True

    text = Text(
        lazy("Your comment"),
        description=lazy("Do not write personal data such as a personal number (JMBG), a phone number or an address."),
        validators=[Filled(lazy("Write your comment.")), AtMost(LONGEST), FewLines()],
    )
    quote = Text(
        lazy("Words you are answering (not obligatory)"),
        description=lazy("Leave only the part that you are answering, or nothing."),
        validators=[AtMost(1000), FewLines(40)],
    )
    voice = SelectField(lazy("In whose name are you writing?"), coerce=str)
    name = Line(
        lazy("Your first and last name"),
        description=lazy("Only the moderators see the full name."),
        validators=[Filled(lazy("Write your first and last name.")), AtMost(100)],
    )
    shown_as = RadioField(lazy("How should your name be shown?"), choices=SHOWN_AS, default=ShownAs.INITIALS.value)
    email = StringField(
        lazy("Your e-mail address"),
        description=lazy("We send you one letter to confirm it. It is not published."),
        validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()],
    )
    wants_replies = Tick(lazy("Write to me when somebody answers"))

    def keep_to(self, most: int) -> "CommentForm":
        """Allow so many characters as the rules of the section say."""
        self.text.validators = [*self.text.validators[:1], AtMost(most), *self.text.validators[2:]]
        return self


class EditForm(Form):
    """One's own comment, changed."""

    text = Text(lazy("Your comment"), validators=[Filled(lazy("Write your comment.")), AtMost(LONGEST), FewLines()])
    seen = HiddenField()


class ReportForm(Form):
    """What a reader finds wrong with a comment."""

    creates = True

    wrong = RadioField(
        lazy("What is wrong with this comment?"), choices=[SelectChoice(key.value, words) for key, words in WRONG.items()],
        validators=[Filled(lazy("Choose what is wrong."))],
    )
    words = Text(lazy("In your own words (not obligatory)"), validators=[AtMost(500), FewLines(20)])
    email = StringField(
        lazy("Your e-mail address (not obligatory)"), description=lazy("Only if you want to hear what was decided."),
    )

    def validate_words(self, field: Text) -> None:
        """Something else needs to be said."""
        if self.wrong.data == Wrong.OTHER and not (field.data or "").strip():
            raise ValidationError(gettext("Write what is wrong."))

    def validate_email(self, field: StringField) -> None:
        """An address is not obligatory, but a wrong one is of no use."""
        if field.data and field.data.strip():
            EmailAddress()(self, field)


class CloseForm(Form):
    """Close a discussion now, or at the end of a day."""

    last_day: DateField = Day(lazy("Last day for comments (empty: close at once)"))
