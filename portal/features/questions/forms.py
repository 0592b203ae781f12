"""What people fill in about questions."""

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.simple import HiddenField
from wtforms.validators import ValidationError

from portal.features.questions.models import AnswerKind, Channel
from portal.kernel.authors import ShownAs
from portal.kernel.files.forms import FormWithFiles
from portal.kernel.forms import SHOWN_AS, AtMost, EmailAddress, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.words import gettext, lazy


class AskForm(Form):
    """A question. Signed-in people have their name and address from the account."""

    creates = True
    watched = True

    title = Line(
        lazy("Your question in one sentence"),
        description=lazy("For example: When will the bus from Vitoševac run again?"),
        validators=[Filled(lazy("Write your question in one sentence.")), AtMost(150)],
    )
    text = Text(
        lazy("Details (not obligatory)"),
        description=lazy("Do not write personal data such as a personal number (JMBG), a phone number or an address."),
        validators=[AtMost(2000), FewLines()],
    )
    office = SelectField(lazy("Whom are you asking?"), coerce=str, validators=[])
    topic = SelectField(
        lazy("What is it about?"),
        coerce=str,
        description=lazy("If you do not know whom to ask, the topic finds the right office."),
    )
    settlement = SelectField(lazy("Your settlement (not obligatory)"), coerce=str)
    name = Line(
        lazy("Your first and last name"),
        description=lazy("Only the office and the moderator see the full name."),
        validators=[Filled(lazy("Write your first and last name.")), AtMost(100)],
    )
    shown_as = RadioField(
        lazy("How should your name be shown?"),
        choices=SHOWN_AS,
        default=ShownAs.INITIALS.value,
    )
    email = StringField(
        lazy("Your e-mail address"),
        description=lazy("We send the answer there. It is not published."),
        validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()],
    )


class AssistedForm(AskForm):
    """A question that a clerk types in for a citizen, who may have no address."""

    watched = False

    email = StringField(lazy("E-mail address of the citizen (not obligatory)"), validators=[])
    name = Line(
        lazy("First and last name of the citizen"), validators=[Filled(lazy("Write the first and last name.")), AtMost(100)]
    )
    channel = RadioField(
        lazy("How did the question come?"),
        choices=[
            SelectChoice(Channel.COUNTER.value, lazy("At the counter")),
            SelectChoice(Channel.PHONE.value, lazy("By phone")),
            SelectChoice(Channel.PAPER.value, lazy("By letter")),
        ],
        default=Channel.COUNTER.value,
    )

    def validate_email(self, field: StringField) -> None:
        """An address is not obligatory, but a wrong one is of no use."""
        if field.data and field.data.strip():
            EmailAddress()(self, field)


class JoinForm(Form):
    """'I have this question too'."""

    email = StringField(
        lazy("Your e-mail address"),
        description=lazy("We send you one letter to confirm it, and then the answer."),
        validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()],
    )


class AddressForm(Form):
    """A corrected address."""

    email = StringField(lazy("Your e-mail address"), validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()])


class MendForm(Form):
    """A returned question, mended."""

    title = Line(
        lazy("Your question in one sentence"), validators=[Filled(lazy("Write your question in one sentence.")), AtMost(150)]
    )
    text = Text(lazy("Details (not obligatory)"), validators=[AtMost(2000), FewLines()])
    seen = HiddenField()


class FollowUpForm(Form):
    """One more question after the answer."""

    creates = True
    watched = True

    title = Line(
        lazy("Your follow-up question in one sentence"),
        validators=[Filled(lazy("Write your question in one sentence.")), AtMost(150)],
    )
    text = Text(lazy("Details (not obligatory)"), validators=[AtMost(2000), FewLines()])


class AnswerForm(FormWithFiles):
    """The draft of an answer."""

    kind = RadioField(
        lazy("What are you sending?"),
        choices=[
            SelectChoice(AnswerKind.ANSWER.value, lazy("Answer: says what was asked. It stops the clock.")),
            SelectChoice(AnswerKind.HOLDING.value, lazy("Holding reply: says when the answer comes. The clock runs on.")),
            SelectChoice(AnswerKind.STANDARD.value, lazy("Standard reply: says where to turn. It does not count as an answer.")),
        ],
        default=AnswerKind.ANSWER.value,
    )
    text = Text(lazy("Text in Serbian"), validators=[Filled(lazy("Write the text of the answer.")), AtMost(10000), FewLines(400)])
    text_en = Text(lazy("Text in English (not obligatory)"), validators=[AtMost(10000), FewLines(400)])
    seen = HiddenField()


class SendBackForm(Form):
    """A remark to the writer of a draft."""

    remark = Text(
        lazy("What should be changed?"), validators=[Filled(lazy("Write what should be changed.")), AtMost(1000), FewLines()]
    )


class CorrectForm(FormWithFiles):
    """A correction of a published answer."""

    text = Text(
        lazy("Corrected text in Serbian"),
        validators=[Filled(lazy("Write the text of the answer.")), AtMost(10000), FewLines(400)],
    )
    text_en = Text(lazy("Corrected text in English (not obligatory)"), validators=[AtMost(10000), FewLines(400)])
    note = Line(lazy("What was corrected, in one sentence"), validators=[Filled(lazy("Write what was corrected.")), AtMost(300)])


class LinkAnswerForm(Form):
    """An answer written through a one-time link."""

    text = Text(lazy("Your answer"), validators=[Filled(lazy("Write the text of the answer.")), AtMost(10000), FewLines(400)])


class RerouteForm(Form):
    """Another office."""

    office = SelectField(lazy("Send to"), coerce=str, validators=[Filled(lazy("Choose an office."))])


class MergeForm(Form):
    """The question that stays."""

    into = Line(
        lazy("Number of the question that stays"),
        description=lazy("For example 2026-118."),
        validators=[Filled(lazy("Write the number of the question that stays."))],
    )


class JoinToForm(Form):
    """The public question that a waiting one is joined to: one of the similar ones, or any other by its number."""

    seen = HiddenField()
    like = RadioField(lazy("Does one of these ask the same?"), validate_choice=False)
    number = Line(
        lazy("Or the number of another one"), description=lazy("For example 2026-118."), validators=[AtMost(20)]
    )

    def validate_number(self, field: Line) -> None:
        """One of the two must say which question is meant, not both."""
        if bool(field.data) == bool(self.like.data):
            raise ValidationError(
                gettext("Choose a question or write a number, not both.")
                if field.data
                else gettext("Choose a question, or write the number of another one.")
            )


class CodeForm(Form):
    """Number and code from the print-out."""

    reference = Line(lazy("Number of the question"), validators=[Filled(lazy("Write the number, for example 2026-118."))])
    code = Line(lazy("Secret code"), validators=[Filled(lazy("Write the code from the print-out."))])
