"""What those fill in who name a commission, and its members. No form here shows again what was typed as a key."""

from typing import Any

from wtforms import FileField, RadioField, SelectField, TextAreaField
from wtforms.validators import StopValidation

from portal.features.tenders.models import Part
from portal.features.tenders.words.commission import PARTS
from portal.kernel.forms import Filled, Form, Line, SelectChoice
from portal.kernel.words import gettext, lazy

LARGEST_KEY = 16 * 1024
"""A key file has some 200 bytes; what is larger is no key."""
LARGEST_REQUEST = 4 * LARGEST_KEY
"""So small a request never leaves memory for a temporary file on the disk."""


class NameForm(Form):
    """Whom one names, and as what."""

    person = SelectField(lazy("Who"), coerce=int, validators=[Filled(lazy("Choose a person."))])
    part = RadioField(
        lazy("As what"),
        choices=[SelectChoice(part.value, label) for part, label in PARTS.items()],
        default=Part.MEMBER.value,
    )


class BringForm(Form):
    """The public part of a key that a member has made themself."""

    recipient = Line(
        lazy("Public part of your key"),
        [Filled(lazy("Paste the public part: one line that begins with age1."))],
        description=lazy("One line that begins with age1. Never paste the secret part here."),
    )


class KeyForm(Form):
    """The key itself: a file, or pasted. It is read into memory, compared, and forgotten; the page never repeats it."""

    file = FileField(lazy("Your key file"), description=lazy("The file that you saved when you made the key."))
    typed = TextAreaField(lazy("Or paste the key from paper"))

    def __init__(self, formdata: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(formdata, *args, **kwargs)
        upload = files.get("file") if files else None
        self.key = _read(upload) if upload is not None and upload.filename else str(self.typed.data or "")[:LARGEST_KEY]
        for field in (self.file, self.typed):
            field.data, field.raw_data = None, []

    def validate_file(self, _field: FileField) -> None:
        """Ask for the key where none came."""
        if not self.key.strip():
            raise StopValidation(gettext("Choose your key file, or paste the key."))


def _read(upload: Any) -> str:
    return str(upload.stream.read(LARGEST_KEY).decode("utf-8", "replace"))
