"""What an administrator fills in about reports: categories, questions, routes, competences, answers, the map."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from portal.features.problems.models import When
from portal.kernel.forms import AtMost, FewLines, Filled, Form, Line, SelectChoice, Text, Tick
from portal.kernel.municipality.forms import LATIN, NAME, WITHOUT_ENGLISH, EmailOrNothing, Seen
from portal.kernel.words import gettext, lazy

KINDS = {
    "text": lazy("A word or two"),
    "number": lazy("A number"),
    "choice": lazy("One of several"),
    "switch": lazy("Yes or no"),
}
WHENS = {
    When.ALWAYS: lazy("Always"),
    When.OFFICE_HOURS: lazy("While offices are open"),
    When.OUTSIDE_OFFICE_HOURS: lazy("While offices are closed"),
}
NAMES = ("name_sr", "name_en")


class CategoryForm(Form):
    """What a problem may be about, and whether it takes reports now."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name in English"), [AtMost(200)], description=WITHOUT_ENGLISH)
    hint_sr = Line(
        lazy("Examples in Serbian"), [AtMost(300)], description=lazy("For example: burst pipe, no water, low pressure.")
    )
    hint_en = Line(lazy("Examples in English"), [AtMost(300)])
    open = Tick(lazy("Takes reports now"), default=True)
    closed_sr = Text(
        lazy("If it takes none: what people read instead, in Serbian"),
        [AtMost(1000), FewLines()],
        description=lazy("Say whom to turn to."),
    )
    closed_en = Text(lazy("The same in English"), [AtMost(1000), FewLines()], description=WITHOUT_ENGLISH)

    FIELDS = (*NAMES, "hint_sr", "hint_en", "open", "closed_sr", "closed_en")


class QuestionForm(Form):
    """One question that a category asks beside the description."""

    creates = True

    seen = Seen(default=0)
    kind = RadioField(
        lazy("What is the answer?"), choices=[SelectChoice(key, label) for key, label in KINDS.items()], default="text"
    )
    label_sr = Line(lazy("The question in Serbian"), [Filled(lazy("Write the question.")), AtMost(200)], description=LATIN)
    label_en = Line(lazy("The question in English"), [AtMost(200)], description=WITHOUT_ENGLISH)
    required = Tick(lazy("It must be answered"))
    choices = Text(
        lazy("For one of several: the choices"),
        [AtMost(3000), FewLines(40)],
        description=lazy("One on each line: Serbian, a vertical bar, English."),
    )
    stops_sr = Text(
        lazy("For yes or no: what people read if they say yes, in Serbian"),
        [AtMost(1000), FewLines()],
        description=lazy("Then no report can be sent: call the fire brigade at once. Empty: the answer is only kept."),
    )
    stops_en = Text(lazy("The same in English"), [AtMost(1000), FewLines()], description=WITHOUT_ENGLISH)

    def validate_choices(self, field: Text) -> None:
        """One of several needs at least two."""
        if self.kind.data == "choice" and len(lines_of(field.data or "")) < 2:
            raise ValidationError(gettext("Write at least two choices, one on each line."))

    @property
    def question(self) -> dict[str, Any]:
        """Return the question as a category keeps it."""
        told: dict[str, Any] = {
            "kind": self.kind.data,
            "label_sr": self.label_sr.data or "",
            "label_en": self.label_en.data or "",
            "required": bool(self.required.data),
        }
        if self.kind.data == "choice":
            told["choices"] = lines_of(self.choices.data or "")
        if self.kind.data == "switch" and (self.stops_sr.data or "").strip():
            told |= {"stops_sr": self.stops_sr.data, "stops_en": self.stops_en.data or ""}
        return told


def lines_of(text: str) -> list[dict[str, str]]:
    """Return choices typed one on each line: 'Нема воде | There is no water'."""
    parts = [line.partition("|") for line in text.splitlines() if line.strip(" |")]
    return [{"label_sr": sr.strip(), "label_en": en.strip()} for sr, _bar, en in parts if sr.strip()]


def as_lines(choices: Any) -> str:
    """Return choices as they are typed."""
    return "\n".join(f"{choice['label_sr']} | {choice.get('label_en', '')}".rstrip(" |") for choice in choices)


class RouteForm(Form):
    """Which unit gets which reports."""

    creates = True

    seen = Seen(default=0)
    unit_id = SelectField(lazy("Unit"), coerce=str, validators=[Filled(lazy("Choose a unit."))])
    category_id = SelectField(lazy("Reports about"), coerce=str)
    settlement_id = SelectField(lazy("From the settlement"), coerce=str)
    when = RadioField(
        lazy("When"), choices=[SelectChoice(when.value, label) for when, label in WHENS.items()], default=When.ALWAYS.value
    )


class CompetenceForm(Form):
    """Who is responsible where the municipality is not."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name in English"), [AtMost(200)], description=WITHOUT_ENGLISH)
    what_sr = Line(
        lazy("For what, in Serbian"), [Filled(lazy("Write for what they are responsible.")), AtMost(300)], description=LATIN
    )
    what_en = Line(lazy("For what, in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    address = Line(lazy("Postal address"), [AtMost(300)], description=lazy("It stands on the printed letter."))
    phone = Line(lazy("Telephone"), [AtMost(60)])
    email = Line(
        lazy("E-mail address"),
        [EmailOrNothing(), AtMost(254)],
        description=lazy("Reports that are handed over go there by themselves. Empty: print the letter."),
    )

    FIELDS = (*NAMES, "what_sr", "what_en", "address", "phone", "email")


class CannedForm(Form):
    """An answer kept ready."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=lazy("Colleagues choose by it; short."))
    name_en = Line(lazy("Name in English"), [AtMost(200)])
    text_sr = Text(
        lazy("Answer in Serbian"),
        [Filled(lazy("Write the answer.")), AtMost(5000), FewLines()],
        description=lazy("In Cyrillic. Whoever answers can change it before it is sent."),
    )
    text_en = Text(lazy("Answer in English"), [AtMost(5000), FewLines()], description=WITHOUT_ENGLISH)
    category_id = SelectField(lazy("For reports about"), coerce=str)

    FIELDS = (*NAMES, "text_sr", "text_en")


class Degrees(Line):
    """A number with a point or a comma."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; raises `ValueError` with a sentence."""
        if valuelist:
            self.data = str(valuelist[0]).strip()
            try:
                self.number = float(self.data.replace(",", "."))
            except ValueError:
                raise ValueError(gettext("Write a number, for example 43.672.")) from None

    number = 0.0


class MapForm(Form):
    """Where the municipality is on the map."""

    seen = Seen(default=0)
    lat = Degrees(lazy("Latitude of the middle"), description=lazy("For example 43.672."))
    lon = Degrees(lazy("Longitude of the middle"), description=lazy("For example 21.549."))
    radius_km = Degrees(
        lazy("Radius in kilometres"),
        description=lazy("What lies farther from the middle counts as outside, if there is no outline."),
    )
    outline = Text(
        lazy("Outline (not obligatory)"),
        [AtMost(400_000), FewLines(6000)],
        description=lazy("One corner on each line: latitude, longitude. Or paste a polygon in GeoJSON."),
    )
    outline_from = Line(
        lazy("Whose outline it is"),
        [AtMost(200)],
        description=lazy("It stands on the map, for example: © OpenStreetMap contributors."),
    )
    tiles = Line(
        lazy("Address of the map's pictures (not obligatory)"),
        [AtMost(300)],
        description=lazy(
            "With {z}, {x} and {y}. Empty: nothing is loaded from elsewhere; the map shows the outline and the reports."
        ),
    )
    tiles_from = Line(
        lazy("Whose pictures they are"),
        [AtMost(200)],
        description=lazy("It stands on the map, for example: © OpenStreetMap contributors."),
    )


class KeyForm(Form):
    """Whose program gets a key."""

    creates = True

    name = Line(
        lazy("Whose program is it?"),
        [Filled(lazy("Write whose program it is.")), AtMost(200)],
        description=lazy("The organisation and what the program does, for example: “City Hall, the app My Street”."),
    )
    contact = Line(
        lazy("Contact"),
        [Filled(lazy("Write whom to write or call when something is wrong with the program.")), AtMost(254)],
        description=lazy("E-mail address or telephone of who looks after it."),
    )
