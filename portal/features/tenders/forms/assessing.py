"""What members of a commission and applicants fill in while applications are assessed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, ValidationError

from portal.features.tenders.models import Criterion
from portal.features.tenders.queries.assessing import Applied
from portal.kernel.forms import AtMost, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.municipality.forms import Seen
from portal.kernel.site.shown import told
from portal.kernel.words import gettext, lazy


class StatementForm(Form):
    """Whether a member has a conflict of interest, and with whom."""

    has = RadioField(
        lazy("Do you have a conflict of interest?"),
        choices=[
            SelectChoice("no", lazy("No, with none of the applicants")),
            SelectChoice("yes", lazy("Yes, with those that I mark below")),
        ],
        validators=[InputRequired(lazy("Choose one of the two."))],
    )
    barred = SelectMultipleField(lazy("Applicants with whom you have one"), coerce=int)
    text = Text(
        lazy("What ties you to them"),
        [AtMost(1000), FewLines(20)],
        description=lazy("For example: I am a member of that association."),
    )

    def validate_barred(self, field: Field) -> None:
        """Take no marks from who has none, and ask for marks from who has one."""
        if self.has.data == "no":
            field.data, self.text.data = [], ""
        elif self.has.data == "yes" and not field.data:
            raise ValueError(gettext("Mark at least one applicant, or choose that you have no conflict."))


class CheckForm(Form):
    """Whether an application fulfils the conditions."""

    seen = Seen(default=0)
    eligible = RadioField(
        lazy("Does the application fulfil the conditions?"),
        choices=[SelectChoice("yes", lazy("Yes")), SelectChoice("no", lazy("No"))],
        validators=[InputRequired(lazy("Choose yes or no."))],
    )
    reason = Text(lazy("If not: why"), [AtMost(2000), FewLines(40)], description=lazy("The applicant reads it."))


class AnswerForm(Form):
    """The answer of the commission to an objection."""

    seen = Seen(default=0)
    accepted = RadioField(
        lazy("What does the commission say?"),
        choices=[
            SelectChoice("yes", lazy("The objection is accepted; the application is assessed again")),
            SelectChoice("no", lazy("The objection is not accepted")),
        ],
        validators=[InputRequired(lazy("Choose one of the two."))],
    )
    answer = Text(
        lazy("Reason"),
        [Filled(lazy("Write the reason: the applicant reads it.")), AtMost(5000), FewLines()],
        description=lazy("The applicant reads it."),
    )

    @property
    def said(self) -> Mapping[str, Any]:
        """What is said, as the verb takes it."""
        return {"is_accepted": self.accepted.data == "yes", "text": self.answer.data or "", "seen": self.seen.data or 0}


class ObjectionForm(Form):
    """What an applicant says against the list."""

    text = Text(
        lazy("Your objection"),
        [Filled(lazy("Write what you object to, and why.")), AtMost(5000), FewLines()],
        description=lazy("Say which points or which decision you mean, and why. The commission answers with a reason."),
    )


def points_form(criteria: Sequence[Criterion]) -> type[Form]:
    """Return a form with one box for each criterion."""
    fields = {f"c{each.id}": _box(each) for each in criteria}
    return type("PointsForm", (Form,), fields)


def table_form(applied: Sequence[Applied], criteria: Sequence[Criterion], begun: Collection[int]) -> type[Form]:
    """Return a form with a row of boxes for each application; a row that was not `begun` may stay empty."""
    fields = {}
    for one in applied:
        row = [box_of(one, each) for each in criteria]
        for name, each in zip(row, criteria, strict=True):
            criterion = told(each.title_sr, each.title_en)
            whose = escape("{}. {}, {}").format(one.number, told(one.name_sr, one.name_en), criterion)
            about = {"most": each.most, "row": row, "begun": one.id in begun, "whose": whose}
            fields[name] = type("PointsInRow", (PointsInRow,), about)(criterion)
    return type("PointsTable", (Form,), fields)


def box_of(one: Applied, criterion: Criterion) -> str:
    """Return the name of the box in which an application gets its points by a criterion."""
    return f"a{one.id}c{criterion.id}"


class Points(Line):
    """Whole points from nought to the most."""

    most = 0

    def pre_validate(self, form: BaseForm) -> None:
        """Look whether it is a number in its bounds."""
        typed = (self.data or "").strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and int(typed) <= self.most):
            raise ValidationError(gettext("Write a whole number from 0 to %(most)s.", most=self.most))


class PointsInRow(Points):
    """A box of the table: empty only where all of its row is, and nothing was saved there before.

    `whose` says before its fault, far from the box, of which application and criterion it is.
    """

    whose: Markup = Markup()
    row: Sequence[str] = ()
    begun = False

    def pre_validate(self, form: BaseForm) -> None:
        """Look whether something is asked for here, then at the number."""
        if self.begun or any((form[name].data or "").strip() for name in self.row):
            super().pre_validate(form)


def _box(criterion: Criterion) -> Points:
    kind = type("PointsUpTo", (Points,), {"most": criterion.most})
    label = told(criterion.title_sr, criterion.title_en)
    made: Points = kind(label, description=gettext("From 0 to %(most)s points, whole.", most=criterion.most))
    return made


def decision_form(applied: Sequence[Applied]) -> type[Form]:
    """Return the form of the decision: its words, the number of the act, and what each eligible applicant gets."""
    fields = {
        "seen": Seen(default=0),
        "text_sr": Text(
            lazy("Text of the decision, in Serbian"),
            [Filled(lazy("Write the text of the decision.")), AtMost(5000), FewLines()],
        ),
        "text_en": Text(lazy("Text of the decision, in English (if there is one)"), [AtMost(5000), FewLines()]),
        "act": Line(lazy("Number of the act"), [AtMost(100)], description=lazy("As it stands in the register of acts.")),
    }
    for one in applied:
        label = escape(gettext("What %(name)s gets")) % {"name": told(one.name_sr, one.name_en)}
        fields[f"a{one.id}"] = Line(label, [AtMost(100)], description=gettext("For example 250.000 RSD; empty for nothing."))
    return type("DecisionForm", (Form,), fields)
