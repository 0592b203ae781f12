"""What the working group fills in about a survey: what it is called, when it runs, for how many."""

from collections.abc import Mapping
from typing import Any

from wtforms import IntegerField, SelectField

from portal.features.surveys.models import SMALLEST, Survey
from portal.features.surveys.rules.questionnaire import Said
from portal.kernel.forms import AtMost, Clock, Day, FewLines, Filled, Form, Line, Text
from portal.kernel.municipality.forms import WHOLE, Seen
from portal.kernel.refusals import Refusal
from portal.kernel.times import HourOf, OurTimes, moment, shows_moment
from portal.kernel.words import lazy

WITHOUT_ENGLISH = lazy("Not obligatory. Without it the English page shows the Serbian text and says so.")
HOUR = lazy("For example 8:00.")
NUMBERS = ("population", "ballots", "smallest")


class EmptyForm(Form):
    """A survey that begins without questions."""

    creates = True

    title_sr = Line(lazy("Title in Serbian"), [Filled(lazy("Write the title.")), AtMost(300)])
    title_en = Line(lazy("Title in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    series_id = SelectField(
        lazy("Series"),
        coerce=int,
        description=lazy("Surveys of one series are compared with each other by the codes of their questions."),
    )

    @property
    def title(self) -> Said:
        """The title, as the verb takes it."""
        return Said(sr=self.title_sr.data or "", en=self.title_en.data or "")


class MakeForm(Form):
    """A button that makes a survey, once however often it is pressed; what the rules do not allow is a page of its own."""

    creates = True

    def refuse(self, refusal: Refusal) -> None:
        """Raise it: there is no field beside which it could stand."""
        raise refusal


class SurveyForm(Form):
    """What a survey is called, when it runs, for how many."""

    seen = Seen(default=0)
    title_sr = Line(lazy("Title in Serbian"), [Filled(lazy("Write the title.")), AtMost(300)])
    title_en = Line(lazy("Title in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    intro_sr = Text(
        lazy("Introduction in Serbian"),
        [AtMost(3000), FewLines(40)],
        description=lazy("What is asked and why, and how long it takes. It stands on the page of the survey."),
    )
    intro_en = Text(lazy("Introduction in English"), [AtMost(3000), FewLines(40)])
    opens_on = Day(
        lazy("Opens on, day"),
        [OurTimes()],
        description=lazy("Left empty, it opens when you press the button. For example 1 12 2026."),
    )
    opens_time = Clock(lazy("Opens on, hour"), [AtMost(5), HourOf("opens_on")], default="8:00", description=HOUR)
    closes_on = Day(lazy("Closes on, day"), [OurTimes()], description=lazy("A month is usual. For example 31 12 2026."))
    closes_time = Clock(
        lazy("Closes on, hour"),
        [AtMost(5), HourOf("closes_on")],
        default="20:00",
        description=lazy("To the minute: an answer that comes at this minute is late."),
    )
    population = IntegerField(
        lazy("How many people could answer"),
        [WHOLE],
        default=0,
        description=lazy("For example all inhabitants over 15. If many of them answer, the numbers are surer. 0 means unknown."),
    )
    ballots = IntegerField(
        lazy("How many ballots are made"),
        [WHOLE],
        description=lazy("For the web, for paper and for the field together. More can be made while the survey is open."),
    )
    smallest = IntegerField(
        lazy("The smallest number that is shown"),
        [WHOLE],
        default=SMALLEST,
        description=lazy("Fewer people are never shown as a number of their own. At least 5; fixed once it has opened."),
    )

    def shows(self, survey: Survey) -> None:
        """Fill in the moments as Belgrade reads them."""
        shows_moment(self.opens_on, self.opens_time, survey.opens_at)
        shows_moment(self.closes_on, self.closes_time, survey.closes_at)

    @property
    def told(self) -> Mapping[str, Any]:
        """All that is said, as the verb takes it."""
        words = {name: self[name].data or "" for name in ("title_sr", "title_en", "intro_sr", "intro_en")}
        numbers = {name: self[name].data or 0 for name in NUMBERS}
        opens, closes = moment(self.opens_on, self.opens_time), moment(self.closes_on, self.closes_time)
        return {**words, **numbers, "opens_at": opens, "closes_at": closes}
