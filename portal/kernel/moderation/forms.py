"""What moderators fill in."""

from wtforms import HiddenField

from portal.kernel.forms import AtMost, Form, Line, Text
from portal.kernel.words import lazy


class DecideForm(Form):
    """One decision: the version seen, the reason, and what is to be blacked out."""

    seen = HiddenField()
    verdict = HiddenField()
    reason = Line(lazy("Reason"))
    words = Text(lazy("In your own words (not obligatory)"), validators=[AtMost(2000)])
    black = Text(
        lazy("Words to black out"),
        description=lazy("One per line, exactly as they stand in the text. Every occurrence is blacked out."),
        validators=[AtMost(2000)],
    )


class Press(Form):
    """A form with nothing but its button."""
