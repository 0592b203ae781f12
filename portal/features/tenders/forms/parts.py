"""What a department fills in about the parts of a call, its documents and its questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import IntegerField, RadioField
from wtforms.validators import ValidationError

from portal.features.tenders.actions.documenting import About
from portal.features.tenders.actions.parts import Note
from portal.features.tenders.forms.calls import NOTE, WITHOUT_ENGLISH
from portal.features.tenders.models import Access
from portal.features.tenders.words.calls import ACCESSES
from portal.kernel.files import Received
from portal.kernel.files.checks import ACCEPTED
from portal.kernel.files.forms import Files, FormWithUploads
from portal.kernel.forms import AtMost, FewLines, Filled, Form, Line, SelectChoice, Text, Tick
from portal.kernel.municipality.forms import WHOLE, Seen
from portal.kernel.words import gettext, lazy

MOST_POINTS, MOST_FILES = 1000, 20


class PartForm(Form):
    """What all parts have; once the call is public, also why."""

    creates = True
    names: tuple[str, ...] = ()

    seen = Seen(default=0)
    title_sr = Line(lazy("Name in Serbian"), [Filled(lazy("Write the name.")), AtMost(300)])
    title_en = Line(lazy("Name in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    why_sr = Text(lazy("What is different and why, in Serbian"), [Filled(NOTE), AtMost(2000), FewLines(30)])
    why_en = Text(lazy("The same in English"), [AtMost(2000), FewLines(30)])

    def __init__(self, *args: Any, public: bool = False, envelopes: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.envelopes = envelopes
        if not public:
            del self.why_sr, self.why_en
        if "envelope" in self and envelopes == 1:
            del self["envelope"]

    @property
    def words(self) -> dict[str, Any]:
        """What is said, as the verbs take it."""
        return {name: self[name].data for name in ("title_sr", "title_en", *self.names) if name in self}

    @property
    def note(self) -> Note | None:
        """Why, where the call is public."""
        return Note(sr=self.why_sr.data or "", en=self.why_en.data or "") if "why_sr" in self else None


class LotForm(PartForm):
    """A lot."""

    names = ("value",)
    value = Line(lazy("Value (not obligatory)"), [AtMost(200)], description=lazy("With the currency, for example 1,200,000 RSD."))


class RequirementForm(PartForm):
    """Something to hand in."""

    names = ("note_sr", "note_en", "is_obligatory", "envelope", "most")
    note_sr = Text(lazy("Explanation in Serbian (not obligatory)"), [AtMost(1000), FewLines(20)])
    note_en = Text(lazy("Explanation in English"), [AtMost(1000), FewLines(20)])
    is_obligatory = Tick(lazy("Without it an application cannot be sent"), default=True)
    envelope = RadioField(
        lazy("In which envelope"),
        coerce=int,
        default=1,
        choices=[SelectChoice(1, lazy("The first: technical")), SelectChoice(2, lazy("The second: financial"))],
    )
    most = IntegerField(lazy("Most files"), [WHOLE], default=1)

    def validate_most(self, field: IntegerField) -> None:
        """A number somebody can look through."""
        if field.data is not None and not 1 <= field.data <= MOST_FILES:
            raise ValidationError(gettext("Write a number from 1 to %(most)s.", most=MOST_FILES))


class CriterionForm(PartForm):
    """A criterion."""

    names = ("most",)
    most = IntegerField(lazy("Most points"), [WHOLE], default=10)

    def validate_most(self, field: IntegerField) -> None:
        """Points that can be given."""
        if field.data is not None and not 1 <= field.data <= MOST_POINTS:
            raise ValidationError(gettext("Write a number from 1 to %(most)s.", most=MOST_POINTS))


PART_FORMS: Mapping[str, type[PartForm]] = {"lot": LotForm, "requirement": RequirementForm, "criterion": CriterionForm}


class OneFile(Files):
    """The file of a version."""

    most = 1
    again = lazy("Choose the file again: a page that comes back does not keep it.")


class VersionForm(FormWithUploads):
    """A version of a document: its file, and what is different from the one before."""

    creates = True

    seen = Seen(default=0)
    file = OneFile(
        lazy("File"),
        [Filled(lazy("Choose the file of the document."))],
        description=lazy(
            "PDF, DOCX, ODT, XLSX, ODS, JPEG, PNG or plain text, at most 10 MB. Its name is kept as it is, in Cyrillic too."
        ),
    )
    changed_sr = Text(
        lazy("What is different, in Serbian"),
        [Filled(lazy("Write what is different from the version before.")), AtMost(2000), FewLines(30)],
        description=lazy("Everybody who collected the document gets it in a letter."),
    )
    changed_en = Text(lazy("The same in English"), [AtMost(2000), FewLines(30)])

    accepted = ACCEPTED

    def __init__(self, *args: Any, public: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not public:
            del self.changed_sr, self.changed_en

    @property
    def received(self) -> Received:
        """The file that is stored, once the form is valid."""
        found: Sequence[Received] = self.file.received
        return found[0]

    @property
    def note(self) -> Note:
        """What is different."""
        return Note(sr=self.changed_sr.data or "", en=self.changed_en.data or "") if "changed_sr" in self else Note()


class AboutForm(Form):
    """What a document is called and who may have it."""

    seen = Seen(default=0)
    title_sr = Line(lazy("Title in Serbian"), [Filled(lazy("Write the title.")), AtMost(300)])
    title_en = Line(lazy("Title in English"), [AtMost(300)], description=WITHOUT_ENGLISH)
    access = RadioField(
        lazy("Who may have it"),
        coerce=Access,
        default=Access.PUBLIC,
        choices=[SelectChoice(each, name) for each, name in ACCESSES.items()],
    )

    @property
    def about(self) -> About:
        """The words, as the verbs take them."""
        return About(title_sr=self.title_sr.data or "", title_en=self.title_en.data or "", access=self.access.data)


class OpenUpForm(Form):
    """Who else may have a published document."""

    creates = True

    seen = Seen(default=0)
    access = RadioField(lazy("Who may have it from now on"), coerce=Access)
    note_sr = Text(lazy("A word to those who collected it, in Serbian (not obligatory)"), [AtMost(2000), FewLines(30)])
    note_en = Text(lazy("The same in English"), [AtMost(2000), FewLines(30)])

    def __init__(self, *args: Any, now: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access.choices = [SelectChoice(each, ACCESSES[each]) for each in now.looser]
        if len(now.looser) == 1:
            self.access.data = now.looser[0]

    @property
    def note(self) -> Note:
        """The word."""
        return Note(sr=self.note_sr.data or "", en=self.note_en.data or "")


class DocumentForm(AboutForm, VersionForm):
    """A new document with its first version."""


class AnswerForm(Form):
    """The public text of a question and its answer."""

    seen = Seen(default=0)
    public_text = Text(
        lazy("The question as everybody reads it"),
        [Filled(lazy("Write the question.")), AtMost(4000), FewLines(60)],
        description=lazy("Take out everything by which its asker could be known: names, places, the subject of a project."),
    )
    answer_sr = Text(lazy("Answer in Serbian"), [Filled(lazy("Write the answer.")), AtMost(8000), FewLines(120)])
    answer_en = Text(lazy("Answer in English"), [AtMost(8000), FewLines(120)], description=WITHOUT_ENGLISH)


class DeclineForm(Form):
    """Why a question is not answered."""

    seen = Seen(default=0)
    reason = Text(
        lazy("Why it is not answered"),
        [Filled(lazy("Write the reason.")), AtMost(2000), FewLines(30)],
        description=lazy("Only the person who asked reads it. You do not learn who that is."),
    )
