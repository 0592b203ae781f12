"""From the numbers to what everybody may read: choosing, looking, publishing; the results page and its open data."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from flask import Response, jsonify, render_template, request, url_for

from portal.features.surveys import queries
from portal.features.surveys.actions import publishing
from portal.features.surveys.forms.publishing import PAIRS, PickForm, PublishForm
from portal.features.surveys.models import Publication, Survey
from portal.features.surveys.queries import comparison, publication, statistics
from portal.features.surveys.rules.questionnaire import Said
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.desk import home_of, the_survey
from portal.features.surveys.words import MODES
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session
from portal.kernel.forms import SelectChoice
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import acts
from portal.kernel.site.shown import depends, plainly
from portal.kernel.words import gettext as _

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of a table must not begin with: spreadsheets would compute it (OWASP, CSV injection)."""


@pages.route("/sto/<int:survey_id>/rezultati/", methods=["GET", "POST"])
@allow("surveys.prepare")
def pick_tables(survey_id: int) -> Any:
    """Choose what is published."""
    survey = the_survey(survey_id)
    form = _pick_form(survey)

    def again() -> tuple[str, int]:
        status = 400 if form.errors else 200
        return render_template("portal/surveys/staff/pick.html", survey=survey, form=form, pairs=PAIRS), status

    return acts(
        form,
        lambda db: publishing.pick(db, survey_id, form.chosen, by=me_in(db), seen=form.seen.data or 0),
        done=_("Chosen. Now look at the results as everybody will see them."),
        then=url_for(".publish_results", survey_id=survey_id),
        again=again,
    )


@pages.route("/sto/<int:survey_id>/rezultati/objava/", methods=["GET", "POST"])
@allow("surveys.prepare")
def publish_results(survey_id: int) -> Any:
    """Look at the results as everybody will see them, write what they say, publish them."""
    survey, form = the_survey(survey_id), PublishForm(request.form)
    before = publication.newest(session(), survey_id)
    if request.method == "GET":
        form.seen.data = survey.version

    def again() -> tuple[str, int]:
        chosen = [(each.code, each.by) for each in publication.picked(session(), survey_id)]
        shown = {"document": publication.document(session(), survey, chosen), "modes": MODES, "before": before}
        status = 400 if form.errors else 200
        return render_template("portal/surveys/staff/publish.html", survey=survey, form=form, **shown), status

    return acts(
        form, lambda db: _publish(db, survey_id, form), done=_("The results are published."), then=home_of(survey), again=again
    )


def _publish(db: Any, survey_id: int, form: PublishForm) -> Publication:
    text = Said(sr=form.text_sr.data or "", en=form.text_en.data or "")
    reason = Said(sr=form.reason_sr.data or "", en=form.reason_en.data or "")
    return publishing.publish(db, survey_id, text, by=me_in(db), seen=form.seen.data or 0, reason=reason)


def _pick_form(survey: Survey) -> PickForm:
    found = statistics.of_survey(session(), survey)
    chosen = publication.picked(session(), survey.id)
    form = PickForm(request.form)
    titles = {key: statistics.title_of(found, key) for key in found.questions}
    form.questions.choices = [SelectChoice(key, plainly(said.sr, said.en)) for key, said in titles.items()]
    crossed = [SelectChoice(key, plainly(titles[key].sr, titles[key].en)) for key in publication.crossable(found)]
    pairs = [(each.code, each.by) for each in chosen if each.by]
    for place in range(PAIRS):
        fields: tuple[Any, Any] = form[f"row_{place + 1}"], form[f"by_{place + 1}"]
        for side, field in enumerate(fields):
            field.choices = [SelectChoice("", "–"), *crossed]
            if request.method == "GET":
                field.data = pairs[place][side] if place < len(pairs) else ""
    if request.method == "GET":
        form.seen.data = survey.version
        form.questions.data = [each.code for each in chosen if not each.by] or list(titles)
    return form


def _published(survey_id: int) -> tuple[Survey, Publication]:
    """Return a survey with its results as they stand. Raises `NotFound`."""
    depends("surveys", f"survey.{survey_id}")
    survey = queries.get_public(session(), survey_id)
    found = publication.newest(session(), survey_id)
    if found is None:
        raise NotFound
    return survey, found


@pages.route("/<int:survey_id>/rezultati/")
@allow(ANYONE)
def results(survey_id: int) -> str:
    """The results: what they say, how they were found, every published question and table."""
    survey, found = _published(survey_id)
    corrections = [each for each in publication.publications(session(), survey_id) if each.number > 1]
    last = comparison.published_before(session(), survey)
    shown = {"published": found, "document": found.document, "modes": MODES, "corrections": corrections, "last": last}
    return render_template("portal/surveys/results.html", survey=survey, **shown)


@pages.route("/<int:survey_id>/rezultati.json")
@allow(ANYONE)
def results_json(survey_id: int) -> Response:
    """The results as data, exactly as published, with their digest."""
    _survey, found = _published(survey_id)
    return jsonify(number=found.number, published_at=found.published_at.isoformat(), sha256=found.digest, **found.document)


@pages.route("/<int:survey_id>/rezultati.csv")
@allow(ANYONE)
def results_csv(survey_id: int) -> Response:
    """The results as a table for spreadsheets: one line for each answer; what is hidden is empty."""
    _survey, found = _published(survey_id)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Question"), _("Answer"), _("By"), _("People"), _("Share"), _("From"), _("To")])
    writer.writerows([_harmless(cell) for cell in row] for row in _lines(found.document))
    headers = {"Content-Disposition": f"attachment; filename=anketa-{survey_id}.csv"}
    return Response("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue(), mimetype="text/csv", headers=headers)


def _lines(document: dict[str, Any]) -> Iterator[list[Any]]:
    for question in document["questions"]:
        for row in question["rows"]:
            yield [_said(question["title"]), _said(row["title"]), "", row["number"], *(row["share"] or ["", "", ""])]
    for table in document["tables"]:
        names = [_said(column["title"]) for column in table["columns"]]
        for row in table["rows"]:
            for name, number in zip(names, row["cells"], strict=True):
                yield [" × ".join(map(_said, table["titles"])), _said(row["title"]), name, number, "", "", ""]


def _said(title: dict[str, str]) -> str:
    return plainly(title["sr"], title["en"])


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


