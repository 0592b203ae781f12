"""What a department fills in about a debate: what it is about, when it is, its hearings, its end."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wtforms import SelectField
from wtforms.validators import ValidationError

from portal.features.debates.models import Debate, DebateKind, Hearing
from portal.features.debates.words.debates import KINDS
from portal.kernel.files.forms import FormWithFiles
from portal.kernel.forms import AtMost, Clock, Day, EmailAddress, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.municipality.forms import Seen
from portal.kernel.times import HourOf, OurTimes, moment, sensible, shows_moment
from portal.kernel.words import gettext, lazy

LONGEST, LINES = 50_000, 2000
WITHOUT_ENGLISH = lazy("Not obligatory. Without it the English page shows the Serbian text and says so.")
REASON = lazy("Write the reason: everybody reads it on the page of the debate.")


class DebateForm(Form):
    """What a debate is about and when it is; its kind and moments only until it is announced."""

    creates = True

    seen = Seen(default=0)
    kind = SelectField(
        lazy("What is debated"), coerce=DebateKind, choices=[SelectChoice(each, name) for each, name in KINDS.items()]
    )
    title_sr = Line(
        lazy("Title in Serbian"),
        [Filled(lazy("Write the title.")), AtMost(300)],
        description=lazy("The name of the draft, in Cyrillic. For example: Draft decision on public order."),
    )
    summary_sr = Text(
        lazy("Summary in Serbian"),
        [AtMost(1500), FewLines(30)],
        description=lazy("In plain words: what changes and for whom. It stands in lists and in the search."),
    )
    rationale_sr = Text(
        lazy("Reasons in Serbian"),
        [AtMost(LONGEST), FewLines(LINES)],
        description=lazy("Why the act is proposed, on which ground, what it costs."),
    )
    programme_sr = Text(
        lazy("Programme of the debate in Serbian"),
        [AtMost(LONGEST), FewLines(LINES)],
        description=lazy("How the debate runs, and who leads it."),
    )
    title_en = Line(lazy("Title in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    summary_en = Text(lazy("Summary in English"), [AtMost(1500), FewLines(30)])
    rationale_en = Text(lazy("Reasons in English"), [AtMost(LONGEST), FewLines(LINES)])
    programme_en = Text(lazy("Programme of the debate in English"), [AtMost(LONGEST), FewLines(LINES)])
    unit_id = SelectField(lazy("Department that proposes the draft"), coerce=int)
    contact = Line(
        lazy("Whom to ask (not obligatory)"),
        [AtMost(300)],
        description=lazy("A name with a telephone number or an e-mail address; it is public."),
    )
    opens_on = Day(lazy("First day"), [OurTimes()], description=lazy("For example 1. 12. 2026."))
    opens_time = Clock(
        lazy("Beginning, hour"), [AtMost(5), HourOf("opens_on")], default="8:00", description=lazy("For example 8:30.")
    )
    closes_on = Day(lazy("Last day"), [OurTimes()], description=lazy("For example 1. 12. 2026."))
    closes_time = Clock(
        lazy("End, hour"),
        [AtMost(5), HourOf("closes_on")],
        default="15:30",
        description=lazy("Remarks are taken until this minute, and not after it."),
    )

    def __init__(self, *args: Any, announced: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if announced:
            del self.kind, self.opens_on, self.opens_time, self.closes_on, self.closes_time

    def shows(self, debate: Debate) -> None:
        """Fill in what is written already, where the form was not sent."""
        for name, text in debate.typed.items():
            self[name].data = text
        if "opens_on" in self:
            shows_moment(self.opens_on, self.opens_time, debate.opens_at)
            shows_moment(self.closes_on, self.closes_time, debate.closes_at)

    @property
    def told(self) -> Mapping[str, Any]:
        """What is said, as the verbs take it."""
        names = ("title", "summary", "rationale", "programme")
        words = {f"{name}_{language}": self[f"{name}_{language}"].data or "" for name in names for language in ("sr", "en")}
        times = {}
        if "opens_on" in self:
            times = {
                "opens_at": moment(self.opens_on, self.opens_time),
                "closes_at": moment(self.closes_on, self.closes_time),
            }
        return {**words, **times, "unit_id": self.unit_id.data, "contact": self.contact.data or ""}


class PostponeForm(Form):
    """Until when an announced debate lasts instead, and why."""

    seen = Seen(default=0)
    opens_on = Day(lazy("First day"), [OurTimes()])
    opens_time = Clock(lazy("Beginning, hour"), [AtMost(5), HourOf("opens_on")], description=lazy("For example 8:30."))
    closes_on = Day(lazy("Last day"), [Filled(lazy("Write until when the debate lasts.")), OurTimes()])
    closes_time = Clock(
        lazy("End, hour"),
        [Filled(lazy("Write the time like 8:30.")), AtMost(5)],
        description=lazy("Remarks are taken until this minute, and not after it."),
    )
    reason_sr = Text(lazy("Why, in Serbian"), [Filled(REASON), AtMost(1000), FewLines(20)])
    reason_en = Text(lazy("The same in English"), [AtMost(1000), FewLines(20)])

    def __init__(self, *args: Any, began: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if began:
            del self.opens_on, self.opens_time

    def validate_opens_on(self, field: Day) -> None:
        """A debate that has not begun has a first day."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Write from when the debate lasts."))


class ReasonForm(Form):
    """Why something does not take place."""

    seen = Seen(default=0)
    reason_sr = Text(lazy("Why, in Serbian"), [Filled(REASON), AtMost(1000), FewLines(20)])
    reason_en = Text(lazy("The same in English"), [AtMost(1000), FewLines(20)])


class AdoptForm(Form):
    """What act the debate led to."""

    seen = Seen(default=0)
    title = Line(
        lazy("Title of the adopted act, in Serbian"),
        [Filled(lazy("Write the title of the act.")), AtMost(300)],
        description=lazy("With its number and gazette. For example: Decision on public order, Official Gazette 12/2026."),
    )
    address = Line(lazy("Its address on the web (not obligatory)"), [AtMost(1000)])

    def validate_address(self, field: Line) -> None:
        """A whole address of the web."""
        if field.data and (urlsplit(field.data).scheme not in {"http", "https"} or not urlsplit(field.data).netloc):
            raise ValidationError(gettext("Write the whole address, beginning with https://"))


class HearingForm(Form):
    """Where and when a hearing is."""

    creates = True

    seen = Seen(default=0)
    on = Day(lazy("Day"), [Filled(lazy("Write the day."))], description=lazy("For example 1. 12. 2026."))
    starts = Clock(lazy("Beginning, hour"), [Filled(lazy("Write the time like 8:30.")), AtMost(5)], default="17:00")
    ends = Clock(lazy("End, hour"), [Filled(lazy("Write the time like 8:30.")), AtMost(5)], default="19:00")
    place_sr = Line(
        lazy("Place in Serbian"),
        [Filled(lazy("Write the place.")), AtMost(300)],
        description=lazy("The building, the room, the street. Say whether one can get in with a wheelchair."),
    )
    place_en = Line(lazy("Place in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    note_sr = Text(lazy("Note in Serbian (not obligatory)"), [AtMost(1000), FewLines(20)])
    note_en = Text(lazy("Note in English"), [AtMost(1000), FewLines(20)])

    def shows(self, hearing: Hearing) -> None:
        """Fill in what is written already, where the form was not sent."""
        shows_moment(self.on, self.starts, hearing.starts_at)
        shows_moment(self.on, self.ends, hearing.ends_at)

    def validate_on(self, field: Day) -> None:
        """A day of our times."""
        sensible(field)

    @property
    def called(self) -> Mapping[str, Any]:
        """What is said, as the verbs take it."""
        words = {name: self[name].data or "" for name in ("place_sr", "place_en", "note_sr", "note_en")}
        return {**words, "starts_at": moment(self.on, self.starts), "ends_at": moment(self.on, self.ends)}


class DocumentsForm(FormWithFiles):
    """Documents for a debate."""

    creates = True


class FollowForm(Form):
    """Where to write to."""

    email = Line(
        lazy("Your e-mail address"),
        [Filled(lazy("Write your e-mail address.")), EmailAddress()],
        description=lazy("It is not published. Every letter has a link by which you leave."),
    )
