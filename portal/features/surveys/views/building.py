"""The builder: the questionnaire at a glance, one page for each section, question and answer, undo, files."""

from functools import partial
from typing import Any

from flask import Response, render_template, request, url_for

from portal.features.surveys import queries
from portal.features.surveys.actions import building
from portal.features.surveys.forms.building import AnswerForm, AnswersForm, BuilderForm, DocumentForm, QuestionForm, SectionForm
from portal.features.surveys.models import Survey
from portal.features.surveys.rules import editing
from portal.features.surveys.rules.checked import looked_at
from portal.features.surveys.rules.editing import Change
from portal.features.surveys.rules.questionnaire import Kind, read
from portal.features.surveys.rules.shape import USES
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.desk import the_survey
from portal.features.surveys.words.preparing import KINDS, PARTS
from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.files.forms import takes
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import pressed, saved
from portal.kernel.words import gettext as _

ADDRESSES = {"odgovori": "choices", "redovi": "rows"}
WORDS_OF = {name: word for word, name in ADDRESSES.items()}
PART = "<any('odgovori', 'redovi'):part>"
LARGEST_FILE = 4 * 1024 * 1024


def builder_of(survey_id: int, anchor: str = "") -> str:
    """Return the address of the questionnaire at a glance, at one of its parts."""
    return url_for("portal.surveys.builder", survey_id=survey_id, _anchor=anchor or None)


def question_of(survey_id: int, code: str) -> str:
    """Return the address of the page of a question."""
    return url_for("portal.surveys.change_question", survey_id=survey_id, code=code)


@pages.route("/sto/<int:survey_id>/upitnik/")
@allow("surveys.prepare")
def builder(survey_id: int) -> str:
    """The questionnaire at a glance: sections, questions, what is wrong, and all that can be done."""
    db, survey = session(), the_survey(survey_id)
    document = queries.draft(db, survey)
    back, forth = queries.steps(db, survey)
    return render_template(
        "portal/surveys/staff/builder.html",
        survey=survey,
        sections=read(document).sections,
        faults=looked_at(document, queries.kinds(db, survey.series_id))[1],
        back=back,
        forth=forth,
        kinds=KINDS,
        may_build=survey.stage in building.BUILDING,
        press=SeenPress(None, seen=survey.version),
    )


def _form_page(form: BuilderForm, survey: Survey, name: str, change: Any, where: Any, **shown: Any) -> Any:
    """Show the form of a part; once it is sent, do the change with its words and go on."""
    if form.is_sent():
        seen, mine, step = form.seen.data or 0, form.words, partial(change, words=form.words)
        if done := saved(
            form,
            lambda db, me: building.build(db, survey.id, step, by=me, seen=seen, mine=mine, what=name),
            where if callable(where) else lambda _survey: where,
            _("Saved."),
        ):
            return done
    html = render_template(f"portal/surveys/staff/{name}.html", form=form, survey=survey, **shown)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:survey_id>/upitnik/odeljak/", methods=["GET", "POST"])
@allow("surveys.prepare")
def add_section(survey_id: int) -> Any:
    """Add a section at the end."""
    survey = the_survey(survey_id)
    form = SectionForm(request.form, seen=survey.version)
    return _form_page(form, survey, "section", editing.add_section, builder_of(survey_id, "end"), code="")


@pages.route("/sto/<int:survey_id>/upitnik/odeljak/<code>/", methods=["GET", "POST"])
@allow("surveys.prepare")
def change_section(survey_id: int, code: str) -> Any:
    """Change what a section says."""
    survey = the_survey(survey_id)
    found = editing.section(queries.draft(session(), survey), code)
    form = SectionForm(request.form, seen=survey.version)
    if request.method == "GET":
        form.shows(found)
    change = partial(editing.change_section, code=code)
    return _form_page(form, survey, "section", change, builder_of(survey_id, f"s-{code}"), code=code)


@pages.route("/sto/<int:survey_id>/upitnik/odeljak/<code>/novo-pitanje/", methods=["GET", "POST"])
@allow("surveys.prepare")
def add_question(survey_id: int, code: str) -> Any:
    """Add a question of a kind to a section; then its answers or rows, where it has some."""
    survey, kind = the_survey(survey_id), request.args.get("vrsta", "")
    document = queries.draft(session(), survey)
    if kind not in set(Kind):
        raise NotFound
    editing.section(document, code)
    form = QuestionForm(request.form, seen=survey.version, kind=Kind(kind))
    known = set(editing.codes(document))

    def where(changed: Survey) -> str:
        made = set(editing.codes(queries.draft(session(), changed))) - known
        return question_of(survey_id, next(iter(made))) if made else builder_of(survey_id)

    change = partial(editing.add_question, section_code=code)
    return _form_page(form, survey, "question", change, where, code="", question=None, **_NAMES)


_NAMES = {"kinds": KINDS, "names": PARTS, "addresses": WORDS_OF}
"""What things are called, for the page of a question."""


@pages.route("/sto/<int:survey_id>/upitnik/pitanje/<code>/", methods=["GET", "POST"])
@allow("surveys.prepare")
def change_question(survey_id: int, code: str) -> Any:
    """Change what a question says; below it stand its answers or rows."""
    survey = the_survey(survey_id)
    found = editing.question(queries.draft(session(), survey), code)
    form = QuestionForm(request.form, seen=survey.version, kind=Kind(found["type"]))
    if request.method == "GET":
        form.shows(found)
    words = {"code": code, "question": found, "uses": USES[form.kind], "press": SeenPress(None, seen=survey.version), **_NAMES}
    change = partial(editing.change_question, code=code)
    return _form_page(form, survey, "question", change, builder_of(survey_id, f"q-{code}"), **words)


@pages.route(f"/sto/<int:survey_id>/upitnik/pitanje/<code>/{PART}/", methods=["GET", "POST"])
@allow("surveys.prepare")
def add_answers(survey_id: int, code: str, part: str) -> Any:
    """Add answers or rows, one on a line."""
    survey, name = the_survey(survey_id), ADDRESSES[part]
    _takes(survey, code, name)
    form = AnswersForm(request.form, seen=survey.version)
    change = partial(editing.add_parts, code=code, name=name)
    return _form_page(form, survey, "answers", change, question_of(survey_id, code), code=code, title=PARTS[name])


@pages.route(f"/sto/<int:survey_id>/upitnik/pitanje/<code>/{PART}/<value>/", methods=["GET", "POST"])
@allow("surveys.prepare")
def change_answer(survey_id: int, code: str, part: str, value: str) -> Any:
    """Change an answer or a row."""
    survey, name = the_survey(survey_id), ADDRESSES[part]
    kind, found = _takes(survey, code, name)
    one = next((each for each in found if each["value"] == value), None)
    if one is None:
        raise NotFound
    form = AnswerForm(request.form, seen=survey.version, kind=kind)
    if request.method == "GET":
        form.shows(one)
    change = partial(editing.put_part, code=code, name=name, value=value)
    return _form_page(form, survey, "answer", change, question_of(survey_id, code), code=code, title=PARTS[name])


def _takes(survey: Survey, code: str, name: str) -> tuple[Kind, Any]:
    """Return the kind of a question and its answers or rows. Raises `NotFound` where the kind has none of them."""
    found = editing.question(queries.draft(session(), survey), code)
    if name not in USES[Kind(found["type"])]:
        raise NotFound
    return Kind(found["type"]), found.get(name, [])


@pages.route("/sto/<int:survey_id>/upitnik/<any('gore', 'dole', 'brisanje'):how>/", methods=["POST"])
@allow("surveys.prepare")
def arrange(survey_id: int, how: str) -> Any:
    """Move a part up or down, or take it out; what is meant stands in the form."""
    the_survey(survey_id)
    code, name, value = (request.form.get(field, "")[:50] for field in ("code", "name", "value"))
    change = _arranged(how, code, name, value)
    words = _("Taken out. “Undo the last change” brings it back.") if how == "brisanje" else _("The order is saved.")
    address = question_of(survey_id, code) if value else builder_of(survey_id, "" if how == "brisanje" else f"{name[:1]}-{code}")
    return pressed(
        lambda db, me, seen: building.build(db, survey_id, change, by=me, seen=seen, what=f"{how}.{name}"), words, address
    )


def _arranged(how: str, code: str, name: str, value: str) -> Change:
    """Return the change that a button means. Raises `NotFound`."""
    up = how == "gore"
    if name in PARTS and value:
        if how == "brisanje":
            return partial(editing.remove_part, code=code, name=name, value=value)
        return partial(editing.move_part, code=code, name=name, value=value, up=up)
    if name not in ("section", "question"):
        raise NotFound
    if how == "brisanje":
        return partial(editing.remove_section if name == "section" else editing.remove_question, code=code)
    return partial(editing.move_section if name == "section" else editing.move_question, code=code, up=up)


@pages.route("/sto/<int:survey_id>/upitnik/<any('nazad', 'napred'):way>/", methods=["POST"])
@allow("surveys.prepare")
def travel(survey_id: int, way: str) -> Any:
    """Undo the last step, or do it again."""
    verb, words = (building.undo, _("Undone.")) if way == "nazad" else (building.redo, _("Done again."))
    return pressed(lambda db, me, seen: verb(db, survey_id, by=me, seen=seen), words, builder_of(survey_id))


@pages.route("/sto/<int:survey_id>/upitnik/datoteka/")
@allow("surveys.prepare")
def export(survey_id: int) -> Response:
    """The questionnaire as a file that can be kept and taken in elsewhere."""
    text = editing.written(queries.draft(session(), the_survey(survey_id)))
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="upitnik-{survey_id}.json"'
    return answer


@pages.route("/sto/<int:survey_id>/upitnik/uvoz/", methods=["GET", "POST"])
@allow("surveys.prepare")
@takes(LARGEST_FILE)
def take_in(survey_id: int) -> Any:
    """Take a file in, in the place of the whole questionnaire."""
    survey = the_survey(survey_id)
    form = DocumentForm(request.form, seen=survey.version)
    if form.is_sent():
        text, seen, address = form.text, form.seen.data or 0, builder_of(survey_id)
        words = _("Taken in. “Undo the last change” brings the questionnaire before back.")
        if done := saved(
            form, lambda db, me: building.take_in(db, survey_id, text, by=me, seen=seen), lambda _s: address, words
        ):
            return done
    html = render_template("portal/surveys/staff/import.html", form=form, survey=survey)
    return html, 422 if request.method == "POST" else 200
