"""What the administration fills in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from portal.kernel.deadlines import Count, Start
from portal.kernel.forms import AtMost, Day, EmailAddress, FewLines, Filled, Form, Line, Press, Text, Tick
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.signals.watch import MOST_WORDS
from portal.kernel.municipality.actions.promises import DAYS, TIMES
from portal.kernel.municipality.models import Mode, OfficeKind
from portal.kernel.words import LazyString, gettext, lazy

NAME = lazy("Write the name in Serbian.")
WITHOUT_ENGLISH = lazy("Without it the English page shows the Serbian text.")
LATIN = lazy("In Cyrillic. The Latin page is made of it by itself.")

WHOLE = InputRequired(lazy("Write a whole number."))

KINDS: Mapping[OfficeKind, LazyString] = {
    OfficeKind.MAYOR: lazy("Mayor"),
    OfficeKind.COUNCILLOR: lazy("Councillor"),
    OfficeKind.HEAD: lazy("Head of administration"),
    OfficeKind.OFFICE: lazy("Another office"),
}
VERDICTS: Mapping[Verdict, LazyString] = {
    Verdict.REFUSE: lazy("Refuse"),
    Verdict.RETURN: lazy("Return to the author"),
}
PROMISES: Mapping[str, LazyString] = {
    "moderation": lazy("Moderation"),
    "appeals": lazy("Appeals against decisions of moderators"),
    "answer": lazy("Answer"),
    "reminders": lazy("Reminders"),
    "limits": lazy("Limits"),
    "problem_answer": lazy("Reports of problems: first answer"),
    "problem_resolution": lazy("Reports of problems: resolution"),
    "problem_rules": lazy("Reports of problems: rules"),
    "debate_general": lazy("Public debates: decisions and other general acts"),
    "debate_statute": lazy("Public debates: the statute"),
    "debate_budget": lazy("Public debates: the budget"),
    "debate_strategy": lazy("Public debates: development plans and strategies"),
    "debate_revenue": lazy("Public debates: rates of the municipality's own revenue"),
    "debate_planning": lazy("Public debates: planning documents"),
    "debate_urban": lazy("Public debates: urban plans"),
    "call_associations": lazy("Public calls: competitions for associations"),
    "call_media": lazy("Public calls: competitions for media content"),
    "call_purchase": lazy("Public calls: small purchases"),
    "call_land": lazy("Public calls: lease and auction of land and premises"),
    "call_scholarship": lazy("Public calls: scholarships"),
    "call_subsidy": lazy("Public calls: subsidies"),
    "call_external": lazy("Public calls: procedures on another portal"),
}
RULES: Mapping[str, LazyString] = {
    "working_days": lazy("Within how many working days"),
    "before_days": lazy("How many working days before the deadline (for example 3, 1)"),
    "at_deadline": lazy("Also on the day of the deadline"),
    "open_questions_per_asker": lazy("Open questions one person may have at a time"),
    "title_length": lazy("Most characters in the title of a question"),
    "text_length": lazy("Most characters in the text of a question"),
    "follow_ups": lazy("Follow-up questions to one answer"),
    "count": lazy("How time is counted"),
    "amount": lazy("How many hours, or working days"),
    "start": lazy("From when on"),
    "opens": lazy("Offices open at"),
    "closes": lazy("Offices close at"),
    "answer_length": lazy("Fewest characters that count as an answer"),
    "warn_hours": lazy("How many hours before the deadline the unit is warned"),
    "head_after_hours": lazy("How many hours after the deadline the head of administration is told"),
    "pause_days": lazy("For how many days at most the clocks wait for the reporter"),
    "ask_again_days": lazy("After how many days the reporter is asked again"),
    "report_day": lazy("On which day of the month the report of the month before is made"),
    "minimum_days": lazy("How many days it should last at least"),
    "report_days": lazy("Within how many days of its end the report is due"),
    "insight_days": lazy("For how many working days applicants may look into applications after the preliminary list"),
    "objection_days": lazy("For how many days applicants may object to the preliminary list"),
    "keep_years": lazy("For how many years applications are kept after the decision"),
    "mode": lazy("When comments become public"),
    "trusted_after": lazy("After how many published comments an author is trusted"),
    "clean_days": lazy("For how many days none of them may have been refused"),
    "guests": lazy("People without an account may comment, with a confirmed e-mail address"),
    "edit_minutes": lazy("For how many minutes authors may change their comments"),
    "comment_length": lazy("Most characters in a comment"),
    "comments_per_hour": lazy("Most comments of one author within an hour"),
    "open_days": lazy("After how many days comments close by themselves (0: never)"),
    "closed_at_night": lazy("No comments are taken at night"),
    "night_from": lazy("The night begins at"),
    "night_until": lazy("The night ends at"),
    "silence_from": lazy("First day of election silence (empty: none)"),
    "silence_until": lazy("Last day of election silence"),
}
WORDS: Mapping[str, Mapping[str, LazyString]] = {
    "count": {
        Count.CLOCK_HOURS: lazy("hours, day and night"),
        Count.WORKING_DAY_HOURS: lazy("hours of working days, day and night"),
        Count.OFFICE_HOURS: lazy("hours in which offices are open"),
        Count.WORKING_DAYS: lazy("working days, to the end of office hours"),
    },
    "start": {
        Start.SUBMITTED: lazy("from the moment it is sent"),
        Start.VALIDATED: lazy("from the moment a moderator publishes it"),
    },
    "mode": {
        Mode.BEFORE: lazy("after a moderator has read them"),
        Mode.TRUSTED: lazy("at once if the author is trusted, else after a moderator has read them"),
        Mode.AFTER: lazy("at once; a moderator reads them afterwards"),
        Mode.CLOSED: lazy("never: no comments are taken"),
    },
}
"""What the choices of a rule are called."""


class EmailOrNothing(EmailAddress):
    """An e-mail address, if anything was written."""

    def __call__(self, form: Any, field: Field) -> None:
        """Check what was written."""
        if (field.data or "").strip():
            super().__call__(form, field)


class Seen(IntegerField):
    """The version the reader saw."""

    widget = HiddenInput()


class SeenPress(Press):
    """A button that acts on the version its reader saw."""

    seen = Seen(default=0)


class NamesForm(Form):
    """Names and contacts of the municipality."""

    seen = Seen(default=0)
    name_sr = Line(lazy("Name of the municipality, in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name of the municipality, in English"), [AtMost(200)])
    genitive_sr = Line(
        lazy("The name in the genitive, in Serbian"), [AtMost(200)],
        description=lazy("As in “the budget of the municipality of …”: opštine Primerovo"),
    )
    site_name_sr = Line(lazy("Name of this site, in Serbian"), [Filled(NAME), AtMost(100)])
    site_name_en = Line(lazy("Name of this site, in English"), [AtMost(100)])
    address_sr = Line(lazy("Address, in Serbian"), [AtMost(200)])
    address_en = Line(lazy("Address, in English"), [AtMost(200)])
    postcode = Line(lazy("Postcode"), [AtMost(10)])
    phone = Line(lazy("Telephone"), [AtMost(40)])
    email = Line(lazy("E-mail address"), [EmailOrNothing(), AtMost(254)])
    web = Line(lazy("Web site of the municipality"), [AtMost(200)])

    FACTS = (
        "name_sr", "name_en", "genitive_sr", "site_name_sr", "site_name_en", "address_sr", "address_en", "postcode",
        "phone", "email", "web",
    )

    def validate_web(self, field: Field) -> None:
        """A link on every page must be one."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(gettext("Write the whole address of the page, beginning with https://"))


class OfficeForm(Form):
    """An office in words."""

    creates = True

    seen = Seen(default=0)
    kind = SelectField(lazy("Kind of office"), choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()])
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name in English"), [AtMost(200)], description=WITHOUT_ENGLISH)
    about_sr = Text(
        lazy("What to ask this office about, in Serbian"), [AtMost(2000), FewLines()],
        description=lazy("Two or three sentences; citizens read them when they choose whom to ask."),
    )
    about_en = Text(lazy("The same in English"), [AtMost(2000), FewLines()], description=WITHOUT_ENGLISH)
    email = Line(
        lazy("E-mail of the office"), [EmailOrNothing(), AtMost(254)],
        description=lazy("Questions and reminders are sent here; citizens do not see it."),
    )


class CloseForm(Form):
    """Why an office takes no questions."""

    seen = Seen(default=0)
    closed_reason_sr = Text(
        lazy("Why the office takes no questions, in Serbian"),
        [Filled(lazy("Write why the office takes no questions: citizens read it.")), AtMost(1000), FewLines()],
    )
    closed_reason_en = Text(lazy("The same in English"), [AtMost(1000), FewLines()], description=WITHOUT_ENGLISH)


class TermForm(Form):
    """Who holds an office, and until when."""

    seen = Seen(default=0)
    holder_sr = Line(
        lazy("Name of the holder, in Serbian"), [Filled(lazy("Write the name of the holder.")), AtMost(200)],
        description=LATIN,
    )
    holder_en = Line(lazy("Name of the holder, in English"), [AtMost(200)])
    ended_on = Day(lazy("Last day (if it is known)"), [Optional()])
    email = Line(
        lazy("E-mail of the holder’s account (if there is one)"), [EmailOrNothing(), AtMost(254)],
        description=lazy("The account answers for the office. Its role is given under People and roles."),
    )


class AppointForm(TermForm):
    """A new holder from a day on."""

    creates = True

    began_on = Day(
        lazy("First day"), [Filled(lazy("Write the first day of the term."))],
        description=lazy("The term that runs on that day ends the day before."),
    )
    ended_on = Day(lazy("Last day (if it is known)"), [Optional()])


class AbsenceForm(Form):
    """Who answers while the holder is away."""

    seen = Seen(default=0)
    absent_from = Day(
        lazy("Away from"), [Optional()], description=lazy("Leave all of it empty when the holder is here again.")
    )
    absent_to = Day(lazy("Away until, that day included (if it is known)"), [Optional()])
    deputy_email = Line(
        lazy("E-mail of the deputy’s account"), [EmailOrNothing(), AtMost(254)],
        description=lazy("The deputy answers meanwhile. The deadlines run on."),
    )


class UnitForm(Form):
    """A unit: a department or a public enterprise."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name in English"), [AtMost(200)], description=WITHOUT_ENGLISH)
    email = Line(lazy("E-mail of the unit"), [EmailOrNothing(), AtMost(254)])


class TopicForm(Form):
    """A topic and the office it leads to."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name in English"), [AtMost(200)], description=WITHOUT_ENGLISH)
    office_id = SelectField(lazy("Which office answers"), coerce=int)


class SettlementForm(Form):
    """A settlement."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(
        lazy("Name in English"), [AtMost(200)], description=lazy("Left empty, it is the Serbian name in Latin script.")
    )


class DayForm(Form):
    """A day that is not what its weekday says."""

    day = Day(lazy("Day"), [Filled(lazy("Write the day, for example 23. 11. 2026."))])
    working = Tick(lazy("Offices work on this day"))
    name_sr = Line(
        lazy("Name in Serbian"), [Filled(NAME), AtMost(200)],
        description=lazy("For example the name of the holiday, or why a Saturday is worked."),
    )
    name_en = Line(lazy("Name in English"), [AtMost(200)])


class YearForm(Form):
    """A year of the State's holidays."""

    year = IntegerField(lazy("Year"), [Filled(lazy("Write the year."))])


class ReasonForm(Form):
    """A canned reason with what the author receives."""

    creates = True

    seen = Seen(default=0)
    verdict = RadioField(
        lazy("What is it for?"),
        choices=[SelectChoice(verdict.value, label) for verdict, label in VERDICTS.items()],
        default=Verdict.REFUSE.value,
    )
    kind = SelectField(lazy("What is it said about?"), coerce=str)
    name_sr = Line(
        lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=lazy("Moderators choose by it; short.")
    )
    name_en = Line(lazy("Name in English"), [AtMost(200)])
    text_sr = Text(
        lazy("What the author receives, in Serbian"),
        [Filled(lazy("Write what the author receives, in Serbian.")), AtMost(3000), FewLines()],
        description=lazy("Say what was wrong, and what the author can do now."),
    )
    text_en = Text(lazy("What the author receives, in English"), [AtMost(3000), FewLines()], description=WITHOUT_ENGLISH)
    needs_note = Tick(
        lazy("The moderator must add a note"),
        description=lazy("For a reason that says nothing without it, such as whose matter it is."),
    )


class WatchForm(Form):
    """What the machine looks for."""

    seen = Seen(default=0)
    words = Text(
        lazy("Words to look at"),
        [FewLines(MOST_WORDS + 1)],
        description=lazy(
            "One word on a line, in either script. With an asterisk at its end it means all words that begin so: kreten*"
        ),
    )
    links = IntegerField(lazy("More links than this are many"), [WHOLE])
    per_hour = IntegerField(lazy("More submissions of one author in an hour than this are many"), [WHOLE])
    network_per_hour = IntegerField(lazy("More submissions from one network in an hour than this are many"), [WHOLE])
    seconds = IntegerField(lazy("A form filled in within fewer seconds than this was filled in too fast"), [WHOLE])


class Numbers(Field):
    """Some whole numbers with commas between them."""

    widget = TextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ", ".join(map(str, self.data or ()))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the numbers; raises `ValueError` with a sentence."""
        if not valuelist:
            return
        try:
            self.data = [int(part) for part in str(valuelist[0]).replace(";", ",").split(",") if part.strip()]
        except ValueError:
            raise ValueError(gettext("Write whole numbers with commas between them, for example 3, 1.")) from None


def promise_form(rules: Mapping[str, Any]) -> type[Form]:
    """Return a form for the rules of a promise: whole numbers, lists of them, yes or no, choices, times of a day, days."""
    fields: dict[str, Any] = {"seen": Seen(default=0)}
    for rule, value in rules.items():
        label = RULES.get(rule, rule)
        if isinstance(value, bool):
            fields[rule] = Tick(label)
        elif isinstance(value, int):
            fields[rule] = IntegerField(label)
        elif isinstance(value, list):
            fields[rule] = Numbers(label)
        elif rule in WORDS:
            offered = [SelectChoice(str(key), words) for key, words in WORDS[rule].items()]
            fields[rule] = RadioField(label, choices=offered)
        elif rule in TIMES:
            fields[rule] = Line(label, description=lazy("For example 07:00."))
        elif rule in DAYS:
            fields[rule] = Day(label, [Optional()])
    return type("PromiseForm", (Form,), fields)


def filled(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rules of a promise as its form shows them: days as days."""
    days = {rule: date.fromisoformat(rules[rule]) if rules[rule] else None for rule in DAYS if rule in rules}
    return {**rules, **days}
