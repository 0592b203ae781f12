"""What people fill in about remarks: the remark itself, a clerk's entry, support, an answer, a report."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.simple import HiddenField
from wtforms.validators import ValidationError

from portal.features.debates.models import Channel, Disposition
from portal.features.debates.words.remarks import CHANNELS, DISPOSITIONS
from portal.kernel.authors import ShownAs
from portal.kernel.files.forms import FormWithFiles
from portal.kernel.forms import SHOWN_AS, AtMost, Day, EmailAddress, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.words import gettext, lazy

PERSON, ORGANISATION = "person", "organisation"
LONGEST_WORDING = 20_000


class _WhoForm(FormWithFiles):
    """What a remark says and who says it, whoever types it in."""

    creates = True

    text = Text(
        lazy("Your remark, proposal or suggestion"),
        description=lazy("Do not write personal data such as a personal number (JMBG), a phone number or an address."),
        validators=[AtMost(5000), FewLines()],
    )
    wording = Text(
        lazy("How should it read? (not obligatory)"),
        description=lazy(
            "This is a copy of the passage. Change it as you would have it; what you leave as it is counts for nothing. "
            "If it should be left out, say so above."
        ),
        validators=[AtMost(LONGEST_WORDING), FewLines(400)],
    )
    kind = RadioField(
        lazy("In whose name are you writing?"),
        choices=[
            SelectChoice(PERSON, lazy("In my own name")),
            SelectChoice(ORGANISATION, lazy("For an association, a company or another organisation")),
        ],
        default=PERSON,
    )
    organisation = Line(
        lazy("Name of the organisation"),
        description=lazy("Only if you write for one. It is published with the remark."),
        validators=[AtMost(200)],
    )
    name = Line(
        lazy("Your first and last name"),
        description=lazy("Only the moderators and the department see the full name."),
        validators=[Filled(lazy("Write your first and last name.")), AtMost(100)],
    )
    shown_as = RadioField(lazy("How should your name be shown?"), choices=SHOWN_AS, default=ShownAs.INITIALS.value)

    def validate_organisation(self, field: Line) -> None:
        """Who writes for an organisation names it."""
        if self.kind.data == ORGANISATION and not (field.data or "").strip():
            raise ValidationError(gettext("Write the name of the organisation."))

    @property
    def for_organisation(self) -> str:
        """The organisation it is written for; empty where somebody speaks for themselves."""
        return (self.organisation.data or "").strip() if self.kind.data == ORGANISATION else ""


class RemarkForm(_WhoForm):
    """A remark on a passage, or on the draft as a whole. Signed-in people have name and address from the account."""

    watched = True

    email = StringField(
        lazy("Your e-mail address"),
        description=lazy("We send you one letter to confirm it, and later what became of your remark. It is not published."),
        validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()],
    )
    seen = HiddenField()


class _PassageForm(_WhoForm):
    """A passage chosen from the text, or by the code that stands on a paper form."""

    passage = SelectField(lazy("On what?"), coerce=str, validate_choice=True)
    code = Line(
        lazy("Or the code from the paper form (not obligatory)"),
        description=lazy("The code at the top of the form, for example 2026-3/14."),
        validators=[AtMost(30)],
    )

    def chosen_line(self, reference: str) -> int | None:
        """Return the line that was chosen: the code counts more than the list. None is the draft as a whole."""
        code = "".join((self.code.data or "").split())
        number = code.rpartition("/")[2] if code else self.passage.data or "0"
        return int(number) or None if number.isascii() and number.isdigit() else None

    def validate_code(self, field: Line) -> None:
        """A code is digits, or the number of the debate, a stroke and digits."""
        code = "".join((field.data or "").split()).rpartition("/")[2]
        if field.data and not (code.isascii() and code.isdigit() and len(code) < 7):
            raise ValidationError(gettext("Write the code as it stands on the paper form, for example 2026-3/14."))


class EntryForm(_PassageForm):
    """What a clerk types in: a letter, an e-mail, a word at the hearing."""

    channel = RadioField(
        lazy("How did the remark come?"),
        choices=[SelectChoice(c.value, CHANNELS[c]) for c in (Channel.PAPER, Channel.EMAIL, Channel.HEARING)],
        default=Channel.PAPER.value,
    )
    received_on: Any = Day(lazy("On which day did it come?"), validators=[Filled(lazy("Write the day."))])
    name = Line(
        lazy("First and last name of the citizen"), validators=[Filled(lazy("Write the first and last name.")), AtMost(100)]
    )
    email = StringField(lazy("E-mail address of the citizen (not obligatory)"), validators=[])

    def validate_email(self, field: StringField) -> None:
        """An address is not obligatory, but a wrong one is of no use."""
        if field.data and field.data.strip():
            EmailAddress()(self, field)


class MinutesForm(_PassageForm):
    """What somebody says at the hearing, typed in while they speak."""

    name = Line(lazy("Who is speaking?"), validators=[Filled(lazy("Write the first and last name.")), AtMost(100)])
    received_on: Any = Day(lazy("On which day was it said?"), validators=[Filled(lazy("Write the day."))])
    mending = HiddenField()

    def keep_day(self) -> None:
        """Ask for no day where what was entered is put right: number and day stay."""
        if self.mending.data and "received_on" in self:
            del self.received_on


class SupportForm(Form):
    """Support for somebody else's remark."""

    email = StringField(
        lazy("Your e-mail address"),
        description=lazy("We send you one letter to confirm it, and later what became of the remark. It is not published."),
        validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()],
    )


class AddressForm(Form):
    """A corrected address."""

    email = StringField(lazy("Your e-mail address"), validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()])


class AnswerForm(Form):
    """What becomes of a remark, and why."""

    disposition = RadioField(
        lazy("What becomes of it?"),
        choices=[SelectChoice(one.value, DISPOSITIONS[one]) for one in Disposition],
        validators=[Filled(lazy("Choose what becomes of it."))],
    )
    reason_sr = Text(
        lazy("Reason in Serbian"),
        validators=[
            Filled(lazy("Write the reason in Serbian: an answer without a reason is none.")),
            AtMost(10_000),
            FewLines(400),
        ],
    )
    reason_en = Text(
        lazy("Reason in English (not obligatory)"),
        description=lazy("If you leave it empty, the English reason that is already there stays."),
        validators=[AtMost(10_000), FewLines(400)],
    )
    changed = SelectField(lazy("Where is the change? (not obligatory)"), coerce=str)
    seen = HiddenField()


class ChosenForm(Form):
    """What to do with the remarks that were ticked."""

    processor = SelectField(lazy("Who prepares the answers?"), coerce=str, validate_choice=False)


def fill_passages(field: SelectField, groups: Sequence[tuple[str, Sequence[SelectChoice]]], first: str) -> None:
    """Give a select the passages of a draft, gathered by article."""
    field.choices = {"": [SelectChoice("0", first)], **{name: list(choices) for name, choices in groups}}
