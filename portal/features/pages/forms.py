"""What editors type about an entry of a shelf."""

from portal.features.pages.models import Shelf
from portal.kernel.forms import AtMost, Day, FewLines, Filled, Form, Line, Text, Tick
from portal.kernel.municipality.forms import LATIN, NAME, WITHOUT_ENGLISH, Seen
from portal.kernel.words import lazy

UNPUBLISHED = lazy(
    "The whole address, beginning with https://. A register without one counts as not published yet."
)


class EntryForm(Form):
    """One thing on a shelf; what its shelf does not need is left out."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name in English"), [AtMost(200)], description=WITHOUT_ENGLISH)
    text_sr = Text(
        lazy("What it is, in Serbian"),
        [AtMost(1000), FewLines()],
        description=lazy("One or two sentences: what for, who needs it, what to have at hand."),
    )
    text_en = Text(lazy("The same in English"), [AtMost(1000), FewLines()], description=WITHOUT_ENGLISH)
    address = Line(
        lazy("Address on the web"),
        [AtMost(2048)],
        description=lazy("The whole address, beginning with https://"),
    )
    day = Day(lazy("Day of the event"))
    is_banner = Tick(lazy("Show it as a banner on the home page"))

    FIELDS = ("name_sr", "name_en", "text_sr", "text_en", "address")

    def of(self, shelf: Shelf) -> "EntryForm":
        """Leave out what a shelf does not need."""
        if shelf is not Shelf.EVENT:
            del self.day
        if shelf is not Shelf.SERVICE:
            del self.is_banner
        if shelf is Shelf.REGISTER:
            self.address.description = UNPUBLISHED
        return self
