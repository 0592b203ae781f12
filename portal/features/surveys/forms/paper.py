"""What clerks fill in for forms on paper."""

from wtforms import IntegerField, RadioField

from portal.features.surveys.models import Mode
from portal.kernel.forms import AtMost, Filled, Form, Line, SelectChoice
from portal.kernel.words import lazy


class BatchForm(Form):
    """Forms to be printed: how many, what for, and a name by which they are known."""

    name = Line(
        lazy("Name of the batch"),
        [Filled(lazy("Write a name.")), AtMost(100)],
        description=lazy("By which you will know these forms, for example: Counter, or School, Monday."),
    )
    mode = RadioField(
        lazy("Who fills them in"),
        choices=[
            SelectChoice(Mode.PAPER.value, lazy("Citizens themselves, on paper")),
            SelectChoice(Mode.FIELD.value, lazy("An interviewer, in the field")),
        ],
        default=Mode.PAPER.value,
    )
    forms = IntegerField(lazy("How many forms"), [Filled(lazy("Write how many forms."))], default=20)


class EntryForm(Form):
    """The token of the entry screen; the answers are those of the questionnaire."""
