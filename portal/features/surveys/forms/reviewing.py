"""What the working group fills in about a free text."""

from collections.abc import Sequence

from wtforms import StringField

from portal.kernel.forms import AtMost, Form, Text
from portal.kernel.municipality.forms import Seen
from portal.kernel.words import lazy

APPROVE, BLACK, WITHHOLD = "odobri", "zacrni", "zadrzi"


class TextForm(Form):
    """A decision on one text: the version seen, and what is to be blacked out."""

    seen = Seen(default=0)
    decision = StringField()
    black = Text(
        lazy("Words to black out"),
        [AtMost(4000)],
        description=lazy("One per line, exactly as they stand in the text. Every occurrence is blacked out."),
    )

    def of(self, text_id: str) -> "TextForm":
        """Return the form with the name of its text in the ids of its fields: there are several on a page."""
        self.black.id = f"black-{text_id}"
        return self

    @property
    def words(self) -> Sequence[str]:
        """What is to be blacked out, line by line."""
        return [line.strip() for line in (self.black.data or "").splitlines() if line.strip()]
