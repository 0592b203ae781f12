"""What the working group fills in to publish results."""

from wtforms import SelectField, SelectMultipleField

from portal.kernel.forms import AtMost, Form, Text
from portal.kernel.municipality.forms import Seen
from portal.kernel.words import lazy

KEPT = lazy("An empty line begins a new paragraph. In a correction, an empty field keeps what was published before.")
PAIRS = 3
"""So many tables of two questions can be chosen on one page."""


class PickForm(Form):
    """Which questions are published, and which tables of two."""

    seen = Seen(default=0)
    questions = SelectMultipleField(lazy("Questions to publish"))
    row_1 = SelectField(lazy("First table: rows"))
    by_1 = SelectField(lazy("First table: columns"))
    row_2 = SelectField(lazy("Second table: rows"))
    by_2 = SelectField(lazy("Second table: columns"))
    row_3 = SelectField(lazy("Third table: rows"))
    by_3 = SelectField(lazy("Third table: columns"))

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The tables as pairs, a question alone with nothing beside it."""
        pairs = [(self[f"row_{n}"].data or "", self[f"by_{n}"].data or "") for n in range(1, PAIRS + 1)]
        alone = [(key, "") for key in self.questions.data or ()]
        return [*alone, *((row, by) for row, by in pairs if row and by and row != by)]


class PublishForm(Form):
    """The words above the results."""

    seen = Seen(default=0)
    text_sr = Text(lazy("What the results say, in Serbian"), [AtMost(20_000)], description=KEPT)
    text_en = Text(lazy("What the results say, in English"), [AtMost(20_000)], description=KEPT)
    reason_sr = Text(lazy("Why the results are corrected, in Serbian"), [AtMost(2_000)])
    reason_en = Text(lazy("Why the results are corrected, in English"), [AtMost(2_000)])
