"""What staff and units fill in about reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.simple import HiddenField
from wtforms.validators import ValidationError

from portal.features.problems.forms.citizens import ReportForm, WhereForm, report_form
from portal.features.problems.models import Category, Channel
from portal.features.problems.words import CHANNELS
from portal.kernel.files.forms import FormWithFiles
from portal.kernel.forms import AtMost, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.photos.forms import FormWithPhotos
from portal.kernel.words import gettext, lazy

LONG = 10_000


class StepForm(Form):
    """One thing done with a report, in the version of it that was seen."""

    creates = True

    seen = HiddenField()


class NotMineForm(StepForm):
    """Why a unit does not take a report."""

    text = Text(
        lazy("Why is it not yours?"),
        description=lazy("Colleagues read it; the citizen does not. If you know whose it is, write that."),
        validators=[Filled(lazy("Write in a few words why it is not yours.")), AtMost(1000), FewLines()],
    )


class NewsForm(StepForm):
    """How things stand."""

    text = Text(
        lazy("How do things stand?"),
        description=lazy("The citizen gets a letter, and everybody can read it. It does not count as an answer."),
        validators=[Filled(lazy("Write how things stand.")), AtMost(LONG), FewLines()],
    )
    text_en = Text(lazy("The same in English (not obligatory)"), validators=[AtMost(LONG), FewLines()])


class AskReporterForm(StepForm):
    """A question to the reporter."""

    text = Text(
        lazy("What do you need to know?"),
        description=lazy("The citizen gets a letter with a page for the reply. The clocks stand still until then."),
        validators=[Filled(lazy("Write what you need to know.")), AtMost(2000), FewLines()],
    )


class AnswerForm(StepForm, FormWithFiles):
    """The answer, which stops the first clock."""

    text = Text(
        lazy("Answer in Serbian"),
        description=lazy("Say what will be done and when. The citizen gets a letter, and everybody can read it."),
        validators=[Filled(lazy("Write the answer.")), AtMost(LONG), FewLines(400)],
    )
    text_en = Text(lazy("Answer in English (not obligatory)"), validators=[AtMost(LONG), FewLines(400)])


class ResolveForm(StepForm, FormWithPhotos):
    """What was done, with proof."""

    text = Text(
        lazy("What was done?"),
        description=lazy("If nobody has answered yet, what you write here is the answer."),
        validators=[AtMost(LONG), FewLines()],
    )
    no_photo = Line(
        lazy("If there is no photo: why?"),
        description=lazy("A photo of what was done is the proof. Without one, say why there is none."),
        validators=[AtMost(300)],
    )


class HandOverForm(StepForm):
    """Who is responsible, where the municipality is not."""

    competence = SelectField(
        lazy("Who is responsible?"), coerce=str, validators=[Filled(lazy("Choose who is responsible."))]
    )
    text = Text(
        lazy("What should the citizen and they know? (not obligatory)"), validators=[AtMost(LONG), FewLines()]
    )
    reference = Line(
        lazy("Their number (not obligatory)"),
        description=lazy("The number under which they handle it, if you have it."),
        validators=[AtMost(100)],
    )


class AssignForm(StepForm):
    """The unit that gets the report."""

    unit = SelectField(lazy("To which unit?"), coerce=str, validators=[Filled(lazy("Choose a unit."))])


class RefuseForm(StepForm):
    """Why a report is refused: one of the moderators' reasons, and words of one's own."""

    reason = SelectField(lazy("Reason"), coerce=str)
    words = Text(
        lazy("Your own words (not obligatory)"),
        description=lazy("The citizen receives the reason and these words, and can appeal."),
        validators=[AtMost(2000), FewLines()],
    )


class JoinForm(StepForm):
    """The report of the same problem: a likely one, or any other by its number."""

    like = RadioField(lazy("Is it one of these?"), validate_choice=False)
    into = Line(
        lazy("Or the number of another report"), description=lazy("For example 2026-118."), validators=[AtMost(20)]
    )

    def validate_into(self, field: Line) -> None:
        """One of the two must say which report is meant, not both."""
        if bool(field.data) == bool(self.like.data):
            raise ValidationError(
                gettext("Choose a report or write a number, not both.")
                if field.data
                else gettext("Choose a report, or write the number of another one.")
            )


class NoteForm(StepForm):
    """A word between colleagues."""

    text = Text(
        lazy("Note for colleagues"),
        description=lazy("The public and the citizen never see it."),
        validators=[Filled(lazy("Write the note.")), AtMost(LONG), FewLines()],
    )


class LinkAnswerForm(StepForm):
    """An answer through a unit's link: a colleague of the municipality reads it before everybody does."""

    text = Text(
        lazy("Your answer to the citizen"),
        description=lazy("Say what will be done and when."),
        validators=[Filled(lazy("Write the answer.")), AtMost(LONG), FewLines(400)],
    )


class LinkNewsForm(StepForm):
    """News through a unit's link."""

    text = Text(
        lazy("How do things stand?"), validators=[Filled(lazy("Write how things stand.")), AtMost(LONG), FewLines()]
    )


def fill(form: Form, choices: Mapping[str, Sequence[SelectChoice]]) -> Form:
    """Give the fields that have a choice what may be chosen."""
    for name, offered in choices.items():
        if name in form:
            field: Any = form[name]
            field.choices = list(offered)
    return form


LETTERS = {"sr": lazy("Serbian, in Cyrillic"), "lat": lazy("Serbian, in Latin script"), "en": lazy("English")}
ASSISTED = (Channel.PHONE, Channel.COUNTER, Channel.PAPER, Channel.SOCIAL, Channel.ORGANISATION)


class IntakeWhereForm(WhereForm):
    """The first step of a clerk: how it came, where it is, what about."""

    channel = RadioField(
        lazy("How did the report come?"),
        name="kanal",
        choices=[SelectChoice(channel.value, CHANNELS[channel]) for channel in ASSISTED],
        default=Channel.PHONE.value,
    )


class IntakeFields:
    """What a clerk asks otherwise than the page asks a citizen; mixed into the form of a category."""

    channel = HiddenField(name="kanal")
    place = Line(
        lazy("Where exactly?"),
        description=lazy("A house number, a landmark or the number on the lamp-post."),
        validators=[Filled(lazy("Write in a few words where it is.")), AtMost(300)],
    )
    text = Text(
        lazy("What is the problem?"),
        description=lazy("In the citizen's words, without names and telephone numbers: everybody can read it."),
        validators=[Filled(lazy("Describe the problem in a few words.")), AtMost(4000), FewLines()],
    )
    name = Line(lazy("Name of the citizen (not obligatory)"), validators=[AtMost(100)])
    phone = Line(lazy("Telephone of the citizen (not obligatory)"), validators=[AtMost(60)])
    email = StringField(lazy("E-mail address of the citizen (not obligatory)"))
    letters = RadioField(
        lazy("In which script or language should letters come?"),
        choices=[SelectChoice(key, label) for key, label in LETTERS.items()],
        default="sr",
    )
    organisation = Line(lazy("Organisation that reports (not obligatory)"), validators=[AtMost(200)])

    def validate_channel(self, field: HiddenField) -> None:
        """The first step has asked how the report came; whatever else stands there came from nowhere."""
        if field.data not in {channel.value for channel in ASSISTED}:
            raise ValidationError(gettext("Choose how the report came."))


def intake_form(category: Category) -> type[ReportForm]:
    """Return the form in which a clerk types a report of a category for somebody."""
    return type("IntakeForm", (IntakeFields, report_form(category)), {"watched": False})
