"""What readers fill in: in whose name they collect, what they ask."""

from typing import Any

from wtforms import RadioField

from portal.kernel.forms import AtMost, FewLines, Filled, Form, Text
from portal.kernel.words import lazy


class PartyForm(Form):
    """In whose name: one's own, or an organisation's."""

    party = RadioField(lazy("In whose name"))

    def __init__(self, *args: Any, parties: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party.choices = parties
        if len(parties) == 1 and not self.party.data:
            self.party.data = parties[0].value

    @property
    def chosen(self) -> str:
        """The key of the party."""
        return str(self.party.data or "")


class AskForm(Form):
    """A question on a call."""

    creates = True

    text = Text(
        lazy("Your question"),
        [Filled(lazy("Write your question.")), AtMost(4000), FewLines(60)],
        description=lazy(
            "Do not write who you are: no name, organisation, telephone number or address. Nobody learns who asked, and it "
            "stays so only if the text does not tell."
        ),
    )
