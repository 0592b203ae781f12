"""What people fill in about their accounts."""

from typing import Any

from markupsafe import Markup
from wtforms import HiddenField, RadioField, SelectField, StringField

from portal.kernel.accounts.models import STAFF
from portal.kernel.accounts.roles import LABELS
from portal.kernel.forms import AtMost, EmailAddress, Filled, Form, Line, SelectChoice
from portal.kernel.words import VERSIONS, lazy

EMAIL = (Filled(lazy("Write your e-mail address.")), EmailAddress())
NAME = (Filled(lazy("Write your first and last name.")), AtMost(100))
PASSWORD = (Filled(lazy("Write your password.")),)
NEW_PASSWORD_HINT = lazy("At least 10 characters. Three or four words together are easy to remember and hard to guess.")

VERSION_CHOICES = [
    SelectChoice(version.key, Markup('<span lang="{}">{}</span>').format(version.lang, version.label))
    for version in VERSIONS.values()
]
ROLE_CHOICES = [SelectChoice(role.value, label) for role, label in LABELS.items() if role in STAFF]


class Secret(StringField):
    """A password or code: taken as it is, never shown again."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, blanks and all."""
        if valuelist:
            self.data = str(valuelist[0])

    def _value(self) -> str:
        return ""


class SignInForm(Form):
    """E-mail and password, and where to go then."""

    email = Line(lazy("E-mail address"), validators=EMAIL)
    password = Secret(lazy("Password"), validators=PASSWORD)
    next = HiddenField()


class SignUpForm(Form):
    """A new account."""

    creates = True

    name = Line(
        lazy("First and last name"),
        description=lazy("Beside what you publish you choose each time: the full name or only initials."),
        validators=NAME,
    )
    email = Line(
        lazy("E-mail address"),
        description=lazy("We send you a letter with a button that opens the account. The address is never published."),
        validators=EMAIL,
    )
    password = Secret(lazy("Password"), description=NEW_PASSWORD_HINT, validators=[Filled(lazy("Choose a password."))])


class ConfirmForm(Form):
    """The button that opens an account; in another browser than the one that asked, the password too."""

    password = Secret(
        lazy("Password"),
        description=lazy("You are opening this link in another browser, so please write the password you chose."),
        validators=PASSWORD,
    )


class AskResetForm(Form):
    """Where to send the link for a new password."""

    email = Line(lazy("E-mail address"), validators=EMAIL)


class NewPasswordForm(Form):
    """A password by a link: the new one only."""

    password = Secret(lazy("New password"), description=NEW_PASSWORD_HINT, validators=[Filled(lazy("Choose a password."))])


class ChangePasswordForm(Form):
    """The old password and the new one."""

    current = Secret(lazy("Present password"), validators=PASSWORD)
    password = Secret(lazy("New password"), description=NEW_PASSWORD_HINT, validators=[Filled(lazy("Choose a password."))])


class DetailsForm(Form):
    """Name, and the version in which letters are written."""

    name = Line(lazy("First and last name"), validators=NAME)
    version_key = RadioField(lazy("Letters to you are written in"), choices=VERSION_CHOICES)


class EmailForm(Form):
    """A new address, and the password."""

    email = Line(
        lazy("New e-mail address"),
        description=lazy("We send a letter there. The address changes when you press the button in it."),
        validators=EMAIL,
    )
    password = Secret(lazy("Password"), validators=PASSWORD)


class PasswordForm(Form):
    """The password once more, before what cannot be undone."""

    password = Secret(lazy("Password"), validators=PASSWORD)


class CodeForm(Form):
    """Six digits of the app."""

    code = Secret(lazy("Code from the app"), description=lazy("Six digits."), validators=[Filled(lazy("Write the six digits."))])
    next = HiddenField()


class RecoveryForm(Form):
    """A code for a lost telephone."""

    code = Secret(
        lazy("Recovery code"),
        description=lazy("One of the ten codes you kept when you set up the app. Each can be used once."),
        validators=[Filled(lazy("Write one of your recovery codes."))],
    )
    next = HiddenField()


class SetUpForm(Form):
    """The first code of a new app; with the password, when another app is replaced."""

    password = Secret(lazy("Password"), validators=PASSWORD)
    code = Secret(
        lazy("Code from the app"),
        description=lazy("The six digits that the app shows now."),
        validators=[Filled(lazy("Write the six digits."))],
    )
    next = HiddenField()


class RoleForm(Form):
    """A role, for the whole municipality or for one office or unit."""

    role = SelectField(lazy("Role"), choices=ROLE_CHOICES)
    scope = SelectField(
        lazy("For which office or unit"),
        description=lazy("An official and a clerk work for one office or unit; for other roles leave it as it is."),
    )


class InviteForm(RoleForm):
    """Somebody to invite."""

    creates = True

    name = Line(lazy("First and last name"), validators=[Filled(lazy("Write the first and last name.")), AtMost(100)])
    email = Line(lazy("E-mail address"), validators=[Filled(lazy("Write the e-mail address.")), EmailAddress()])
    version_key = RadioField(
        lazy("The invitation is written in"),
        choices=VERSION_CHOICES,
        default="sr",
    )
