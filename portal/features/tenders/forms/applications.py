"""What applicants fill in."""

from typing import Any

from flask import request
from wtforms import FileField, RadioField

from portal.kernel.forms import AtMost, Form, SelectChoice, Text
from portal.kernel.municipality.forms import Seen
from portal.kernel.words import lazy


class BeginForm(Form):
    """In whose name one applies, and for which lot."""

    party = RadioField(lazy("Who applies"))
    lot = RadioField(lazy("For which lot"), coerce=int)

    def __init__(self, *args: Any, parties: list[SelectChoice], lots: list[SelectChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party.choices, self.lot.choices = parties, lots or [SelectChoice(0, "")]
        for field, choices in ((self.party, self.party.choices), (self.lot, self.lot.choices)):
            if len(choices) == 1:
                field.data = choices[0].value


class EnclosureForm(Form):
    """A file: sent piece by piece before (then the script has added `upload`, its key), or with the form."""

    creates = True

    file = FileField(lazy("File"))

    @property
    def upload(self) -> str:
        """The key of what was sent before."""
        return request.form.get("upload", "")


class SubmitForm(Form):
    """The last press. `change` is the last change of the call that its page showed."""

    creates = True

    change = Seen(default=0)


class CheckForm(Form):
    """A receipt, as a file or pasted."""

    file = FileField(lazy("The file of the receipt"), description=lazy("The file receipt-….json that you downloaded."))
    text = Text(lazy("Or paste what stands in it"), [AtMost(200_000)])
