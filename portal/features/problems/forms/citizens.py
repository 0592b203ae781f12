"""What citizens fill in about problems."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.fields.simple import HiddenField

from portal.features.problems.models import Category
from portal.features.problems.rules import extra
from portal.kernel.files.refusals import NotStored
from portal.kernel.forms import AtMost, EmailAddress, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.photos.forms import FormWithPhotos
from portal.kernel.photos.receiving import MOST, Received
from portal.kernel.settings import setting
from portal.kernel.words import gettext as _
from portal.kernel.words import lazy

KEPT_FOR = 6 * 3600
"""How long photos of a page that came back wait for its next press; the sweeper takes them after a day."""


class WhereForm(Form):
    """The first step: where, and what about. It is read from the address too, so that a page can lead here."""

    settlement = SelectField(
        lazy("In which settlement is it?"),
        name="naselje",
        coerce=str,
        description=lazy("If it lies between two settlements, choose the nearer one."),
        validators=[Filled(lazy("Choose the settlement."))],
        validate_choice=False,
    )
    category = RadioField(
        lazy("What is the problem about?"),
        name="oblast",
        coerce=str,
        validators=[Filled(lazy("Choose what the problem is about."))],
        validate_choice=False,
    )


class ReportForm(FormWithPhotos):
    """The second step. Only the place in words and the description are obligatory.

    Photos survive a page that comes back: their stored bytes are named in `kept`, signed.
    """

    creates = True
    watched = True

    settlement = HiddenField(name="naselje")
    category = HiddenField(name="oblast")
    place = Line(
        lazy("Where exactly?"),
        description=lazy("A house number, a landmark or the number on the lamp-post. For example: by the second bridge."),
        validators=[Filled(lazy("Write in a few words where it is.")), AtMost(300)],
    )
    text = Text(
        lazy("What is the problem?"),
        description=lazy("Do not write names, phone numbers or other personal data: everybody can read the report."),
        validators=[Filled(lazy("Describe the problem in a few words.")), AtMost(4000), FewLines()],
    )
    lat = HiddenField()
    lon = HiddenField()
    accuracy = HiddenField()
    kept = HiddenField()
    name = Line(
        lazy("Your name (not obligatory)"),
        description=lazy("Only the municipality sees it."),
        validators=[AtMost(100)],
    )
    email = StringField(
        lazy("Your e-mail address (not obligatory)"),
        description=lazy("The answer comes there. It is not published."),
    )
    phone = Line(
        lazy("Your telephone (not obligatory)"),
        description=lazy("In case the people who repair it cannot find the place. It is not published."),
        validators=[AtMost(60)],
    )
    organisation = Line(
        lazy("Organisation you report for (not obligatory)"),
        description=lazy("For example a local community council that reports for its villagers."),
        validators=[AtMost(200)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields = dict(sorted(self._fields.items(), key=lambda item: not item[0].startswith("extra_")))

    def validate_email(self, field: StringField) -> None:
        """An address is not obligatory, but a wrong one is of no use."""
        if field.data and field.data.strip():
            EmailAddress()(self, field)

    @property
    def questions(self) -> list[Field]:
        """The fields of the category's own questions."""
        return [field for field in self if field.name.startswith("extra_")]

    @property
    def position(self) -> tuple[float | None, float | None, int | None]:
        """Latitude, longitude and accuracy in metres; what is no number counts as not given."""
        lat, lon, accuracy = (_number(field.data) for field in (self.lat, self.lon, self.accuracy))
        return lat, lon, None if accuracy is None or not 0 <= accuracy <= 100_000 else round(accuracy)

    @property
    def all_photos(self) -> Sequence[Received]:
        """The photos of this press and those of the presses before, each once, at most five."""
        return list({photo.digest: photo for photo in (*unsealed(self.kept.data or ""), *self.photos)}.values())[:MOST]

    def keep_photos(self) -> None:
        """Name the stored photos on the page that comes back."""
        self.kept.data = sealed(self.all_photos)

    def ask_again(self) -> None:
        """Store the photos although something else is wrong, so that they need not be sent twice over a bad line."""
        if not self.pictures.data or self.pictures.errors:
            return
        try:
            self.pictures.received = self.pictures.received or self.pictures.receive()
        except NotStored as refusal:
            self.pictures.errors = [str(refusal)]
            return
        self.keep_photos()


def report_form(category: Category) -> type[ReportForm]:
    """Return the form of a category: the common fields, and its own questions before them."""
    return type("ReportForm", (ReportForm,), {extra.field_of(q["code"]): _question(q) for q in category.questions})


def _question(question: Any) -> Any:
    label = extra.worded(question, "label")
    stops = extra.worded(question, "stops")
    told = _("If yes: %(what)s", what=stops) if stops else ""
    must = [Filled(lazy("Answer this question."))] if question.get("required") else []
    if question["kind"] in {"choice", "switch"}:
        choices = (
            [SelectChoice(choice["code"], extra.worded(choice, "label")) for choice in question["choices"]]
            if question["kind"] == "choice"
            else [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        )
        return RadioField(label, choices=choices, description=told, validators=must, validate_choice=False)
    return Line(label, description=told, validators=[*must, AtMost(extra.LONGEST)])


def _number(text: str | None) -> float | None:
    try:
        return float((text or "").replace(",", "."))
    except ValueError:
        return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(setting("SECRET_KEY")), salt="portal-problems-photos")


def sealed(received: Sequence[Received]) -> str:
    """Return stored photos as a text that only we can have written."""
    return str(_signer().dumps([asdict(photo) for photo in received])) if received else ""


def unsealed(text: str) -> list[Received]:
    """Return the photos of a text that we wrote within the last hours; of any other text none."""
    if not text:
        return []
    try:
        rows = _signer().loads(text, max_age=KEPT_FOR)
    except BadData:
        return []
    return [Received(**{**row, "position": tuple(row["position"]) if row["position"] else None}) for row in rows]


class MeTooForm(Form):
    """'I see this problem too', with or without an address."""

    creates = True

    email = StringField(
        lazy("Your e-mail address (not obligatory)"),
        description=lazy("If you leave it, we send you one letter to confirm it, and then the news about this problem."),
    )

    def validate_email(self, field: StringField) -> None:
        """An address is not obligatory, but a wrong one is of no use."""
        if field.data and field.data.strip():
            EmailAddress()(self, field)


class AreaForm(Form):
    """Which new reports somebody wants to hear of."""

    settlement = SelectField(lazy("Settlement"), name="naselje", coerce=str, validate_choice=False)
    category = SelectField(lazy("Kind of problem"), name="oblast", coerce=str, validate_choice=False)
    email = StringField(
        lazy("Your e-mail address"),
        description=lazy("We send you one letter to confirm it. Each letter has a button to stop them."),
        validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()],
    )


class CodeForm(Form):
    """Number and secret code."""

    reference = Line(lazy("Number of the report"), validators=[Filled(lazy("Write the number, for example 2026-118."))])
    code = Line(lazy("Secret code"), validators=[Filled(lazy("Write the secret code you were given."))])


class ReplyForm(Form):
    """What the unit asked the reporter for."""

    creates = True

    text = Text(lazy("Your reply"), validators=[Filled(lazy("Write your reply.")), AtMost(2000), FewLines()])


class TrueForm(Form):
    """Whether the problem is really resolved; a word why not."""

    why = Text(lazy("If not: what is still wrong? (not obligatory)"), validators=[AtMost(1000), FewLines()])


class AddressForm(Form):
    """A corrected address, or the first one."""

    email = StringField(lazy("Your e-mail address"), validators=[Filled(lazy("Write your e-mail address.")), EmailAddress()])
