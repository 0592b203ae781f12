"""What a department fills in about a call: what it is about, who may apply how, its clocks, its end."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from portal.features.tenders.actions.parts import Note
from portal.features.tenders.actions.preparing import LINES, RICH
from portal.features.tenders.models import Applicants, Call, CallKind
from portal.features.tenders.rules.clocks import Clocks
from portal.features.tenders.rules.presets import PRESETS
from portal.features.tenders.words.calls import APPLICANTS, KINDS
from portal.kernel.files.checks import KINDS as FILE_KINDS
from portal.kernel.forms import AtMost, Clock, Day, FewLines, Filled, Form, Line, SelectChoice, Text, Tick
from portal.kernel.municipality.forms import WHOLE, Seen
from portal.kernel.times import HourOf, OurTimes, moment, shows_moment
from portal.kernel.words import gettext, lazy

LONGEST, LONG = 50_000, 2000
LARGEST_MB = 200
WITHOUT_ENGLISH = lazy("Not obligatory. Without it the English page shows the Serbian text and says so.")
HOUR = lazy("For example 12:00.")
DAY = lazy("For example 1. 12. 2026.")
PAIRS = (("ask_on", "ask_time"), ("answer_on", "answer_time"), ("closes_on", "closes_time"), ("opens_on", "opens_time"))
MOMENTS = ("ask_by", "answer_by", "closes_at", "opens_at")
RULED = ("applicants", "is_sealed", "is_secret", "envelopes", "file_kinds", "largest_mb")
NOTE = lazy("Write what is different and why: everybody who collected the documents gets it in a letter.")


def shown_kind(kind: CallKind) -> SelectChoice:
    """Return a kind as a choice."""
    return SelectChoice(kind, KINDS[kind])


class KindForm(Form):
    """Of what kind a new call is: it decides with what the call begins."""

    kind = RadioField(lazy("What is called for"), coerce=CallKind, choices=[shown_kind(kind) for kind in KINDS])

    @property
    def hints(self) -> Mapping[CallKind, str]:
        """What each kind is for, in one sentence."""
        return {kind: str(preset.what) for kind, preset in PRESETS.items()}


PROPOSED = lazy("Left empty, it is proposed from the end.")


class ClockForm(Form):
    """The four moments of a call."""

    ask_on = Day(lazy("Questions are taken until, day"), [OurTimes()], description=PROPOSED)
    ask_time = Clock(lazy("Questions are taken until, hour"), [AtMost(5), HourOf("ask_on")], default="12:00", description=HOUR)
    answer_on = Day(lazy("Questions are answered until, day"), [OurTimes()], description=PROPOSED)
    answer_time = Clock(
        lazy("Questions are answered until, hour"), [AtMost(5), HourOf("answer_on")], default="15:00", description=HOUR
    )
    closes_on = Day(lazy("Applications are taken until, day"), [OurTimes()], description=DAY)
    closes_time = Clock(
        lazy("Applications are taken until, hour"),
        [AtMost(5), HourOf("closes_on")],
        default="12:00",
        description=lazy("To the minute: an application that comes at this minute is late."),
    )
    opens_on = Day(lazy("Applications are opened, day"), [OurTimes()], description=lazy("Left empty, right after the end."))
    opens_time = Clock(lazy("Applications are opened, hour"), [AtMost(5), HourOf("opens_on")], default="12:30", description=HOUR)

    def shows_clocks(self, call: Call) -> None:
        """Fill in what is written already, where the form was not sent."""
        for on, time, name in self._pairs():
            if on is not None:
                shows_moment(on, time, getattr(call, name))

    @property
    def clocks(self) -> Clocks:
        """The moments, in Belgrade's time."""
        return Clocks(**{name: moment(on, time) if on is not None else None for on, time, name in self._pairs()})

    def _pairs(self) -> Iterator[tuple[Any, Any, str]]:
        """Yield the two fields of each moment, nothing for those that this form leaves out, with its name."""
        for (on, time), name in zip(PAIRS, MOMENTS, strict=True):
            yield (self[on], self[time], name) if on in self else (None, None, name)


class WordsForm(Form):
    """What a call says."""

    seen = Seen(default=0)
    title_sr = Line(
        lazy("Title in Serbian"),
        [Filled(lazy("Write the title.")), AtMost(300)],
        description=lazy("In Cyrillic. For example: Competition for projects of youth associations."),
    )
    summary_sr = Text(
        lazy("Summary in Serbian"),
        [AtMost(1500), FewLines(30)],
        description=lazy("In plain words: who can get what, and until when. It stands in lists and in the search."),
    )
    text_sr = Text(
        lazy("Text of the call in Serbian"),
        [AtMost(LONGEST), FewLines(LONG)],
        description=lazy("Conditions, legal ground, how it is decided."),
    )
    opening_place_sr = Line(
        lazy("Where applications are opened, in Serbian"),
        [AtMost(300)],
        description=lazy("The building and the room. Say whether one can get in with a wheelchair."),
    )
    title_en = Line(lazy("Title in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    summary_en = Text(lazy("Summary in English"), [AtMost(1500), FewLines(30)])
    text_en = Text(lazy("Text of the call in English"), [AtMost(LONGEST), FewLines(LONG)])
    opening_place_en = Line(lazy("Where applications are opened, in English"), [AtMost(300)])
    contact = Line(
        lazy("Whom to ask (not obligatory)"),
        [AtMost(300)],
        description=lazy("A name with a telephone number or an e-mail address; it is public."),
    )
    value = Line(
        lazy("Value (not obligatory)"),
        [AtMost(200)],
        description=lazy("With the currency, for example 1,200,000 RSD."),
    )

    def shows_words(self, call: Call) -> None:
        """Fill in the rich texts as they were typed, where the form was not sent."""
        for name in RICH:
            self[name].data = call.typed.get(name, "")

    @property
    def words(self) -> Mapping[str, Any]:
        """What is said, as the verbs take it."""
        return {name: self[name].data or "" for name in (*LINES, *RICH) if name in self}


class CallForm(WordsForm, ClockForm):
    """All of a call that is being prepared."""

    creates = True

    unit_id = SelectField(lazy("Department that publishes the call"), coerce=int)
    external_address = Line(
        lazy("Address of the call on the other portal"),
        [AtMost(1000)],
        description=lazy("Copy it from the line of your browser."),
    )
    applicants = RadioField(
        lazy("Who may apply"), coerce=Applicants, choices=[SelectChoice(each, name) for each, name in APPLICANTS.items()]
    )
    is_sealed = Tick(
        lazy("Applications are sealed: only two members of the commission together can open them"),
        description=lazy(
            "Nobody, the administrator included, can read an application before the opening. Without it the commission reads "
            "what comes at once."
        ),
    )
    is_secret = Tick(
        lazy("The number of applications is secret until the opening"),
        description=lazy("Before it nobody sees how many came, from whom, or how large they are."),
    )
    envelopes = RadioField(
        lazy("Envelopes"),
        coerce=int,
        choices=[
            SelectChoice(1, lazy("One: everything is opened together")),
            SelectChoice(2, lazy("Two: first the technical part, then the financial part of those that are eligible")),
        ],
    )
    file_kinds = SelectMultipleField(
        lazy("Kinds of files that are taken"), choices=[SelectChoice(each.media, each.short) for each in FILE_KINDS.values()]
    )
    largest_mb = IntegerField(lazy("Largest file, in MB"), [WHOLE], default=30)

    def __init__(self, *args: Any, kind: CallKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is CallKind.EXTERNAL:
            for name in (*RULED, "opening_place_sr", "opening_place_en", *(each for pair in PAIRS for each in pair)):
                if not name.startswith("closes"):
                    del self[name]
        else:
            del self.external_address

    def shows(self, call: Call | None) -> None:
        """Fill in what stands, or with what the kind begins, where the form was not sent."""
        if call is not None:
            self.shows_words(call)
            self.shows_clocks(call)
            return
        preset = PRESETS[self.kind]
        if "applicants" in self:
            self.applicants.data, self.envelopes.data = preset.applicants, preset.envelopes
            self.is_sealed.data, self.is_secret.data = preset.is_sealed, preset.is_secret
            self.file_kinds.data = [each.media for each in preset.file_kinds]

    def validate_external_address(self, field: Line) -> None:
        """A whole address of the web."""
        parts = urlsplit(field.data or "")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValidationError(gettext("Write the whole address of the call on the other portal, beginning with https://"))

    def validate_file_kinds(self, field: SelectMultipleField) -> None:
        """At least one kind."""
        if not field.data:
            raise ValidationError(gettext("Tick at least one kind of file."))

    def validate_largest_mb(self, field: IntegerField) -> None:
        """A size that people can send and a commission can open."""
        if field.data is not None and not 1 <= field.data <= LARGEST_MB:
            raise ValidationError(gettext("Write a number from 1 to %(most)s.", most=LARGEST_MB))

    @property
    def told(self) -> Mapping[str, Any]:
        """All that is said, as the verbs take it."""
        rules = {name: self[name].data for name in ("external_address", *RULED) if name in self}
        return {**self.words, **rules, "unit_id": self.unit_id.data, "clocks": self.clocks}


class NoteForm(Form):
    """What an editor says about a public change."""

    seen = Seen(default=0)
    note_sr = Text(
        lazy("What is different and why, in Serbian"),
        [Filled(NOTE), AtMost(2000), FewLines(30)],
        description=lazy("It stands in the timeline of the call and in the letter."),
    )
    note_en = Text(lazy("The same in English"), [AtMost(2000), FewLines(30)])

    @property
    def note(self) -> Note:
        """The words, as the verbs take them."""
        return Note(sr=self.note_sr.data or "", en=self.note_en.data or "")


class TermsForm(WordsForm, NoteForm):
    """What a published call says instead, and why."""


class DeadlineForm(ClockForm, NoteForm):
    """Until when a published call lasts instead, and why."""


class CancelForm(NoteForm):
    """Why a call ends without a decision."""

    note_sr = Text(
        lazy("Why, in Serbian"),
        [Filled(lazy("Write the reason: everybody reads it on the page of the call.")), AtMost(2000), FewLines(30)],
    )
