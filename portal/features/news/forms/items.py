"""What an editor fills in about one item: its words, its times, its pictures and files."""

from datetime import date, datetime, time
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from portal.features.news.models import LONGEST_LEAD, LONGEST_TEXT, LONGEST_TITLE, Item
from portal.kernel.clock import ZONE, local_date, now
from portal.kernel.files.forms import FormWithFiles
from portal.kernel.forms import AtMost, Clock, Day, FewLines, Filled, Form, Line, SelectChoice, Text, Tick
from portal.kernel.municipality.forms import Seen, SeenPress
from portal.kernel.photos.forms import FormWithPhotos, Photos
from portal.kernel.words import gettext, lazy

__all__ = [
    "DescriptionForm",
    "FilesForm",
    "NoteForm",
    "PictureForm",
    "ReleaseForm",
    "SeenPress",
    "TextForm",
    "WithdrawForm",
]

LINES = 3000
WITHOUT_ENGLISH = lazy("Not obligatory. Without it the English page shows the Serbian text and says so.")


class TextForm(Form):
    """The words of an item; `note_…` where the public has read it already."""

    creates = True

    seen = Seen(default=0)
    title_sr = Line(
        lazy("Title in Serbian"),
        [Filled(lazy("Write the title.")), AtMost(LONGEST_TITLE)],
        description=lazy("In Cyrillic. The Latin page is made of it by itself."),
    )
    category_id = SelectField(lazy("News category"), coerce=int)
    lead_sr = Text(
        lazy("Summary in Serbian"),
        [AtMost(LONGEST_LEAD), FewLines(10)],
        description=lazy("One or two sentences: they stand in lists, in the search and where somebody shares the news."),
    )
    written_sr = Text(
        lazy("Text in Serbian"),
        [AtMost(LONGEST_TEXT), FewLines(LINES)],
        description=lazy("An empty line begins a new paragraph. See below how to make headings, lists and links."),
    )
    title_en = Line(lazy("Title in English"), [AtMost(LONGEST_TITLE)], description=WITHOUT_ENGLISH)
    lead_en = Text(lazy("Summary in English"), [AtMost(LONGEST_LEAD), FewLines(10)])
    written_en = Text(lazy("Text in English"), [AtMost(LONGEST_TEXT), FewLines(LINES)])
    note_sr = Line(
        lazy("What was corrected, in Serbian"),
        [AtMost(500)],
        description=lazy("Readers see this sentence and the day under the news item. What it said before is kept."),
    )
    note_en = Line(lazy("What was corrected, in English"), [AtMost(500)])

    def __init__(self, *args: Any, noted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not noted:
            del self.note_sr, self.note_en


class NoteForm(Form):
    """What a proposal of a source corrects, where the public has read the item already."""

    seen = Seen(default=0)
    proposal = Seen(default=0)
    note_sr = Line(
        lazy("What was corrected, in Serbian"),
        [AtMost(500)],
        description=lazy("Readers see this sentence and the day under the news item. What it said before is kept."),
    )
    note_en = Line(lazy("What was corrected, in English"), [AtMost(500)])


class ReleaseForm(Form):
    """When an item appears, ends, and until when it stands before all others; days and hours are Belgrade's."""

    seen = Seen(default=0)
    when = RadioField(
        lazy("When should it appear?"),
        choices=[SelectChoice("now", lazy("Now")), SelectChoice("later", lazy("Later, at the time below"))],
        default="now",
    )
    at_on = Day(lazy("Day of publication"), description=lazy("Only if it should appear later. For example 1. 12. 2026."))
    at_time = Clock(lazy("Time of publication"), [AtMost(5)], description=lazy("For example 8:30."), default="8:00")
    expires_on = Day(lazy("Last day (not obligatory)"), description=lazy("From the next day on it stands in no list any more."))
    pinned_on = Day(lazy("Pin to the top until the end of this day (not obligatory)"))

    def shows(self, item: Item) -> None:
        """Fill in what holds for an item now, where the form was not sent."""
        self.at_on.data = _day(item.published_at)
        if item.published_at is not None:
            self.at_time.data = f"{item.published_at.astimezone(ZONE):%H:%M}"
        self.expires_on.data, self.pinned_on.data = _day(item.expires_at, -1), _day(item.pinned_until, -1)

    def validate_at_on(self, field: Day) -> None:
        """Who wants it later says when."""
        if self.when.data == "later" and not (field.data or field.errors):
            raise ValidationError(gettext("Write the day on which it should appear."))

    def validate_at_time(self, field: Clock) -> None:
        """And at what time."""
        if self.when.data == "later" and field.time is None:
            raise ValidationError(gettext("Write the time like 8:30."))

    @property
    def at(self) -> datetime | None:
        """The moment of publication; nothing means now."""
        clock = self.at_time.time
        if self.when.data != "later" or self.at_on.data is None or clock is None:
            return None
        return datetime.combine(self.at_on.data, clock, ZONE)

    @property
    def expires_at(self) -> datetime | None:
        """The midnight that ends the last day."""
        return _end_of(self.expires_on.data)

    @property
    def pinned_until(self) -> datetime | None:
        """The midnight that ends the last day on which it is pinned."""
        return _end_of(self.pinned_on.data)


def _day(moment: datetime | None, less: int = 0) -> date | None:
    """Return the day of a moment; `less` one microsecond for a midnight that ends a day."""
    if moment is None:
        return None
    local = moment.astimezone(ZONE)
    return date.fromordinal(local.toordinal() + less) if less and local.time() == time() else local.date()


def _end_of(day: date | None) -> datetime | None:
    if day is None or not 1990 <= day.year <= 2200:
        return None if day is None else datetime.combine(local_date(now()), time(), ZONE)
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time(), ZONE)


class WithdrawForm(Form):
    """Why something the public has read goes."""

    seen = Seen(default=0)
    reason_sr = Line(
        lazy("Why is it withdrawn, in Serbian?"),
        [Filled(lazy("Write why it is withdrawn.")), AtMost(500)],
        description=lazy("Who opens the old address reads this sentence."),
    )
    reason_en = Line(lazy("The same in English"), [AtMost(500)])


class DescriptionForm(Form):
    """What a picture shows."""

    seen = Seen(default=0)
    shows_sr = Line(
        lazy("What is on the picture, in Serbian"),
        [AtMost(300)],
        description=lazy("For those who do not see it: who or what, and where. For example: Workers lay asphalt at the school."),
    )
    shows_en = Line(lazy("What is on the picture, in English"), [AtMost(300)])
    decorative = Tick(lazy("The picture is decorative: who does not see it misses nothing"))
    credit = Line(lazy("Who took it (not obligatory)"), [AtMost(200)])


class PictureForm(FormWithPhotos, DescriptionForm):
    """A new picture with what it shows."""

    creates = True

    pictures = Photos(
        lazy("Picture"),
        description=lazy("JPEG, PNG or WebP of at most 15 MB. What a camera wrote into it, such as the place, is removed."),
    )


class FilesForm(FormWithFiles):
    """Files for an item."""

    creates = True
