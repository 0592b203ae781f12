"""What the working group fills in about a questionnaire: sections, questions, answers to choose from."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from wtforms import FileField, IntegerField
from wtforms.validators import Optional, ValidationError

from portal.features.surveys.refusals.building import FaultyQuestionnaire
from portal.features.surveys.rules.questionnaire import Kind
from portal.features.surveys.rules.shape import CODE, LARGEST, LINE, LONG, USES
from portal.kernel.forms import AtMost, Day, FewLines, Filled, Form, Line, Text, Tick
from portal.kernel.municipality.forms import WHOLE, Seen
from portal.kernel.refusals import Refusal
from portal.kernel.words import gettext, lazy

SERBIAN = lazy("Write the text in Serbian.")
CODE_HINT = lazy(
    "A short name in small Latin letters, the same every year: by it answers are compared. Left empty, it is made of the text."
)
CONDITION_HINT = lazy("Left empty, always. For example {contact} = 'yes' or {services} contains 'ask_office'.")
FIELDS: Mapping[str, str] = {
    "visibleIf": "condition",
    "code": "code",
    "value": "code",
    "min": "least",
    "max": "most",
    "earliest": "earliest",
    "latest": "latest",
    "type": "code",
}
"""The fields of these forms by the names in a document."""
TEXTS = {"title": "title", "help": "help", "low_label": "minLabel", "high_label": "maxLabel", "unit": "unit"}
"""The texts of a question by the names in a document."""
USED: Mapping[str, Sequence[str]] = {
    "minLabel": ("low_label_sr", "low_label_en"),
    "maxLabel": ("high_label_sr", "high_label_en"),
    "noOpinion": ("no_opinion",),
    "min": ("least",),
    "max": ("most",),
    "earliest": ("earliest",),
    "latest": ("latest",),
    "unit": ("unit_sr", "unit_en"),
}


def said(form: Form, name: str) -> dict[str, str]:
    """Return a text of a form in the languages in which it is there."""
    found = {language: form[f"{name}_{language}"].data or "" for language in ("sr", "en")}
    return {language: text for language, text in found.items() if text}


class BuilderForm(Form):
    """What a form of the builder says, as a part of the document, on the version of the survey that its page showed."""

    creates = True

    seen = Seen(default=0)

    @property
    def words(self) -> Any:
        """What is said, as a part of the document."""
        raise NotImplementedError


class PartForm(BuilderForm):
    """What sections, questions and answers have: the code, and refusals that find their field."""

    code = Line(lazy("Code"), [AtMost(40)], description=CODE_HINT)

    def validate_code(self, field: Line) -> None:
        """Small Latin letters, or nothing."""
        if field.data and not CODE.fullmatch(field.data):
            raise ValidationError(gettext("Use small Latin letters, digits and underscores; begin with a letter."))

    def refuse(self, refusal: Refusal) -> None:
        """Show the faults of a questionnaire beside the field where there is one."""
        if isinstance(refusal, FaultyQuestionnaire):
            for fault in refusal.faults:
                field = FIELDS.get(fault.place.rpartition(".")[2], "")
                if fault.about == (self.code.data or "") and field in self:
                    self[field].errors = [*self[field].errors, str(fault.sentence)]
                else:
                    self.form_errors.append(str(fault))
            return
        super().refuse(refusal)


class SectionForm(PartForm):
    """A section: a page of questions with a title and a text above them."""

    title_sr = Line(lazy("Title in Serbian"), [Filled(SERBIAN), AtMost(LINE)])
    title_en = Line(lazy("Title in English"), [AtMost(LINE)])
    text_sr = Text(lazy("Text above the questions, in Serbian"), [AtMost(LONG), FewLines()])
    text_en = Text(lazy("Text above the questions, in English"), [AtMost(LONG), FewLines()])
    condition = Line(lazy("When the section appears"), [AtMost(1000)], description=CONDITION_HINT)

    def shows(self, section: Mapping[str, Any]) -> None:
        """Fill in what stands."""
        self.code.data, self.condition.data = section["code"], section.get("visibleIf", "")
        for name in ("title", "text"):
            _show(self, name, section.get(name))

    @property
    def words(self) -> dict[str, Any]:
        """What is said, as a part of the document."""
        found = {"code": self.code.data or "", "visibleIf": self.condition.data or ""}
        return {**found, "title": said(self, "title"), "text": said(self, "text")}


class QuestionForm(PartForm):
    """A question of a kind; what the kind does not use is left out."""

    title_sr = Line(lazy("Question in Serbian"), [Filled(SERBIAN), AtMost(LINE)])
    title_en = Line(lazy("Question in English"), [AtMost(LINE)])
    help_sr = Text(lazy("Explanation in Serbian (not obligatory)"), [AtMost(LONG), FewLines(20)])
    help_en = Text(lazy("Explanation in English"), [AtMost(LONG), FewLines(20)])
    required = Tick(lazy("It must be answered"))
    condition = Line(lazy("When the question appears"), [AtMost(1000)], description=CONDITION_HINT)
    low_label_sr = Line(lazy("What the lowest number means, in Serbian"), [AtMost(LINE)])
    low_label_en = Line(lazy("What the lowest number means, in English"), [AtMost(LINE)])
    high_label_sr = Line(lazy("What the highest number means, in Serbian"), [AtMost(LINE)])
    high_label_en = Line(lazy("What the highest number means, in English"), [AtMost(LINE)])
    no_opinion = Tick(lazy("“No opinion” can be chosen"))
    least = IntegerField(lazy("At least"), [Optional(), WHOLE])
    most = IntegerField(lazy("At most"), [Optional(), WHOLE])
    earliest = Day(lazy("First possible day"), [Optional()])
    latest = Day(lazy("Last possible day"), [Optional()])
    unit_sr = Line(lazy("Unit behind the number, in Serbian"), [AtMost(60)])
    unit_en = Line(lazy("Unit behind the number, in English"), [AtMost(60)])

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for used, fields in USED.items():
            if used not in USES[kind]:
                for name in fields:
                    del self[name]
        for name in ("least", "most"):
            if name in self and kind in LIMITS:
                self[name].description = LIMITS[kind]

    def shows(self, question: Mapping[str, Any]) -> None:
        """Fill in what stands."""
        self.code.data, self.condition.data = question["code"], question.get("visibleIf", "")
        self.required.data = question.get("isRequired", False)
        for name, raw in TEXTS.items():
            _show(self, name, question.get(raw))
        if "no_opinion" in self:
            self.no_opinion.data = question.get("noOpinion", False)
        if "least" in self:
            self.least.data, self.most.data = question.get("min"), question.get("max")
        if "earliest" in self:
            self.earliest.data, self.latest.data = (_day(question.get(name)) for name in ("earliest", "latest"))

    @property
    def words(self) -> dict[str, Any]:
        """What is said, as a part of the document."""
        found: dict[str, Any] = {
            "code": self.code.data or "",
            "type": self.kind.value,
            "title": said(self, "title"),
            "help": said(self, "help"),
            "isRequired": bool(self.required.data),
            "visibleIf": self.condition.data or "",
        }
        if "low_label_sr" in self:
            found |= {"minLabel": said(self, "low_label"), "maxLabel": said(self, "high_label")}
        if "no_opinion" in self:
            found["noOpinion"] = bool(self.no_opinion.data)
        if "least" in self:
            found |= {"min": self.least.data, "max": self.most.data}
        if "earliest" in self:
            found |= {name: self[name].data.isoformat() if self[name].data else "" for name in ("earliest", "latest")}
        if "unit_sr" in self:
            found["unit"] = said(self, "unit")
        return found


LIMITS = {
    Kind.MULTIPLE: lazy("How many answers are chosen. Left empty, as many as one likes."),
    Kind.RANKING: lazy("How many are put in order. Left empty, all."),
    Kind.NUMBER: lazy("A whole number."),
    Kind.SHORT_TEXT: lazy("Letters that are written."),
    Kind.TEXT: lazy("Letters that are written."),
}
"""What the two limits of a kind bound."""


class AnswerForm(PartForm):
    """An answer to choose, or a row of a table."""

    text_sr = Line(lazy("Text in Serbian"), [Filled(SERBIAN), AtMost(LINE)])
    text_en = Line(lazy("Text in English"), [AtMost(LINE)])
    alone = Tick(lazy("It excludes all others, for example “none of these”"))

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is not Kind.MULTIPLE:
            del self.alone

    def shows(self, part: Mapping[str, Any]) -> None:
        """Fill in what stands."""
        self.code.data = part["value"]
        _show(self, "text", part.get("text"))
        if "alone" in self:
            self.alone.data = part.get("alone", False)

    @property
    def words(self) -> dict[str, Any]:
        """What is said, as a part of the document."""
        found: dict[str, Any] = {"value": self.code.data or "", "text": said(self, "text")}
        return found | ({"alone": True} if "alone" in self and self.alone.data else {})


class AnswersForm(BuilderForm):
    """Several answers or rows at once, one on a line."""

    lines = Text(
        lazy("One on a line"),
        [Filled(lazy("Write at least one line.")), AtMost(20_000), FewLines(100)],
        description=lazy("Serbian, then an equals sign, then English. For example: Da = Yes"),
    )

    @property
    def words(self) -> list[dict[str, Any]]:
        """What is said, as parts of the document."""
        pairs = [line.partition("=") for line in (self.lines.data or "").splitlines() if line.strip()]
        both = [{"sr": sr.strip(), "en": en.strip()} for sr, _, en in pairs]
        return [{"value": "", "text": {name: text for name, text in each.items() if text}} for each in both]


class DocumentForm(Form):
    """A questionnaire as a file."""

    seen = Seen(default=0)
    file = FileField(lazy("File with the questionnaire (JSON)"))
    document = Text(lazy("or its text"), [AtMost(LARGEST)])

    @property
    def text(self) -> str:
        """What the file says, else what was pasted."""
        sent = request.files.get("file")
        raw = sent.stream.read(4 * LARGEST + 1) if sent else b""
        return raw.decode("utf-8-sig", "replace") if raw else str(self.document.data or "")


def _show(form: Form, name: str, text: Any) -> None:
    for language in ("sr", "en"):
        if f"{name}_{language}" in form:
            form[f"{name}_{language}"].data = (text or {}).get(language, "")


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
