"""What people fill in about organisations."""

from typing import Any, ClassVar

from wtforms import RadioField
from wtforms.validators import Optional, ValidationError

from portal.kernel.accounts.forms import EMAIL
from portal.kernel.files.forms import Files, FormWithFiles
from portal.kernel.forms import AtMost, Day, EmailAddress, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.municipality.forms import Seen, SeenPress
from portal.kernel.organisations.models import MemberRole, OrganisationKind
from portal.kernel.organisations.numbers import is_pib, is_registration_number
from portal.kernel.organisations.words import KINDS, ROLES
from portal.kernel.words import LazyString, gettext, lazy

__all__ = ["ChangeForm", "CloseForm", "InviteForm", "MandateForm", "NewForm", "RoleForm", "SeenPress"]

KIND_CHOICES = [SelectChoice(kind.value, label) for kind, label in KINDS.items()]
ROLE_CHOICES = [SelectChoice(role.value, label) for role, label in ROLES.items()]
SIGNS = str.maketrans("", "", " .-/\u00a0")


class Digits(Line):
    """A number of a register, taken however it is grouped: 123 456 789, 123-456-789."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Leave out what people put between digits."""
        super().process_formdata(valuelist)
        self.data = (self.data or "").translate(SIGNS)


class Fits:
    """The number has the right count of digits, and its last digit fits the others."""

    def __init__(self, fits: Any, size: int, sentence: LazyString) -> None:
        self.fits, self.size, self.sentence = fits, size, sentence

    def __call__(self, form: Any, field: Any) -> None:
        text = field.data or ""
        if len(text) != self.size or not (text.isascii() and text.isdecimal()):
            raise ValidationError(gettext("This number has %(size)s digits. Check what you have typed.", size=self.size))
        if not self.fits(text):
            raise ValidationError(str(self.sentence))


WRONG = lazy("There is a mistake in this number: its last digit does not fit the others. Compare it with the registration.")


class ChangeForm(Form):
    """What an organisation says of itself."""

    seen = Seen(default=0)
    kind = RadioField(lazy("What kind of organisation is it?"), choices=KIND_CHOICES, default=OrganisationKind.ASSOCIATION.value)
    name_sr = Line(
        lazy("Official name"),
        [Filled(lazy("Write the official name.")), AtMost(200)],
        description=lazy("In Serbian, written as in the register."),
    )
    name_en = Line(lazy("Name in English (not obligatory)"), [AtMost(200)])
    settlement = Line(lazy("Seat: town or village"), [Filled(lazy("Write the town or village.")), AtMost(100)])
    address = Line(lazy("Seat: street and number"), [Filled(lazy("Write the street and number.")), AtMost(200)])
    email = Line(
        lazy("E-mail for official post"),
        [Filled(lazy("Write the e-mail address.")), EmailAddress()],
        description=lazy("The municipality writes to it about applications. It is not published."),
    )
    phone = Line(lazy("Telephone (not obligatory)"), [AtMost(40)])


class NewForm(ChangeForm):
    """A new account of an organisation: its numbers too."""

    creates = True

    registration_number = Digits(
        lazy("Registration number"),
        [Filled(lazy("Write the registration number.")), Fits(is_registration_number, 8, WRONG)],
        description=lazy("Eight digits; it stands in the decision of the Business Registers Agency."),
    )
    pib = Digits(
        lazy("Tax number (PIB)"),
        [Filled(lazy("Write the tax number.")), Fits(is_pib, 9, WRONG)],
        description=lazy("Nine digits; it stands in the certificate of the Tax Administration."),
    )


class InviteForm(Form):
    """Whom to invite, and as what."""

    creates = True

    email = Line(
        lazy("E-mail address"),
        EMAIL,
        description=lazy("We send a letter with a link that works for seven days. Nobody else can use it."),
    )
    role = RadioField(lazy("Role"), choices=ROLE_CHOICES, default=MemberRole.PREPARER.value)


class RoleForm(Form):
    """The role of a member."""

    seen = Seen(default=0)
    role = RadioField(lazy("Role"), choices=ROLE_CHOICES)


class OneFile(Files):
    """One document at a time."""

    most: ClassVar[int] = 1


class MandateForm(FormWithFiles):
    """By what a member acts, until when, and the document that shows it."""

    creates = True

    seen = Seen(default=0)
    text = Text(
        lazy("By what this person acts for the organisation"),
        [AtMost(1000), FewLines()],
        description=lazy("For example: president of the association, by the statute; or: authorised by the director."),
    )
    until = Day(
        lazy("Last day of the authorisation (not obligatory)"),
        [Optional()],
        description=lazy("After that day the person cannot act for the organisation. Leave it empty if there is no end."),
    )
    files = OneFile(
        lazy("Document (not obligatory)"),
        description=lazy(
            "A photograph or a scan of the authorisation: PDF, JPEG, PNG, DOCX or ODT, at most 10 MB. "
            "It is seen by the account administrators, this person and the municipality."
        ),
    )


class CloseForm(Form):
    """Why an account is closed."""

    reason = Text(
        lazy("Reason"),
        [Filled(lazy("Write the reason: the members receive it.")), AtMost(1000), FewLines()],
        description=lazy("The members receive it by e-mail."),
    )
