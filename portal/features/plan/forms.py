"""What the working group types about an activity."""

from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import HiddenInput

from portal.features.plan.models import State
from portal.kernel.forms import AtMost, Day, FewLines, Filled, Form, Line, Text
from portal.kernel.words import LazyString, lazy

STATES: dict[State, LazyString] = {
    State.NOT_STARTED: lazy("Not started"),
    State.IN_PROGRESS: lazy("In progress"),
    State.DONE: lazy("Done"),
    State.LATE: lazy("Late"),
}


class ReportForm(Form):
    """How far an activity is, with the evidence."""

    creates = True

    seen = IntegerField(widget=HiddenInput(), default=0)
    state = RadioField(
        lazy("How far is the activity?"),
        choices=[SelectChoice(state.value, label) for state, label in STATES.items()],
        validators=[Filled(lazy("Choose a state."))],
    )
    day = Day(
        lazy("Day of the evidence"),
        [Filled(lazy("Write the day, for example 23. 11. 2026."))],
        description=lazy("The day of the act, the meeting or the delivery; not later than today."),
    )
    note_sr = Text(
        lazy("What was done, in Serbian"),
        [Filled(lazy("Write what was done and how it can be checked.")), AtMost(2000), FewLines()],
        description=lazy("One or two sentences that anybody can check: what, how much, which document."),
    )
    note_en = Text(
        lazy("The same in English (if you have it)"),
        [AtMost(2000), FewLines()],
        description=lazy("Without it the English page shows the Serbian text."),
    )
    link = Line(
        lazy("Link to the proof (if it is on the web)"),
        [AtMost(500)],
        description=lazy("For example the minutes, the decision or the contract. It begins with https://"),
    )
