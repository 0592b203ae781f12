"""Free texts of a survey: the questions, the texts of one, and the decision on each."""

import re
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.surveys.actions import reviewing
from portal.features.surveys.forms.reviewing import APPROVE, BLACK, WITHHOLD, TextForm
from portal.features.surveys.models import Survey, TextAnswer, TextState
from portal.features.surveys.queries import texts
from portal.features.surveys.queries.texts import Asked
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.desk import the_survey
from portal.features.surveys.words.texts import STATES
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.paging import AFTER
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

WORDS = {"cekaju": TextState.WAITING, "odobreni": TextState.APPROVED, "zadrzani": TextState.WITHHELD}
SEARCHED = 100


@pages.route("/sto/<int:survey_id>/tekstovi/")
@allow("surveys.prepare")
def text_questions(survey_id: int) -> str:
    """The questions that were answered in words, and how many answers wait."""
    survey = the_survey(survey_id)
    asked = texts.text_questions(session(), survey)
    return render_template("portal/surveys/texts/questions.html", survey=survey, asked=asked, words=WORDS, states=STATES)


@pages.route("/sto/<int:survey_id>/tekstovi/<code>/")
@allow("surveys.prepare")
def texts_of(survey_id: int, code: str) -> str:
    """The texts of one question in one state, or those of them in which some words stand."""
    survey = the_survey(survey_id)
    return _page(survey, _asked(survey, code), {})


@pages.route("/sto/<int:survey_id>/tekstovi/<code>/<text_id>/", methods=["POST"])
@allow("surveys.prepare")
def decide_text(survey_id: int, code: str, text_id: str) -> Any:
    """Decide on one text; what the rules do not allow is said beside it, with what was typed."""
    form = TextForm(request.form).of(text_id)
    if form.is_sent():
        try:
            with work() as db:
                _decide(db, survey_id, text_id, form, me_in(db))
            say(_("Decided."))
            return _back(survey_id, code)
        except Refusal as refusal:
            if refusal.status in {404, 409}:
                raise
            form.refuse(refusal)
    return _page(the_survey(survey_id), _asked(the_survey(survey_id), code), {text_id: form}), 422


def _decide(db: Session, survey_id: int, text_id: str, form: TextForm, me: Person) -> None:
    seen, decision = form.seen.data or 0, form.decision.data
    if decision == WITHHOLD:
        reviewing.withhold(db, survey_id, text_id, by=me, seen=seen)
    elif decision in {APPROVE, BLACK}:
        black = form.words if decision == BLACK else ()
        reviewing.approve(db, survey_id, text_id, by=me, seen=seen, black=black)
    else:
        raise NotFound


def _asked(survey: Survey, code: str) -> Asked:
    for each in texts.text_questions(session(), survey):
        if each.question.code == code:
            return each
    raise NotFound


def _chosen() -> tuple[str, str, str]:
    """Return the state, the words looked for and the place in the list, out of the address."""
    state, after = request.args.get("stanje", ""), request.args.get(AFTER, "")
    is_place = re.fullmatch("[0-9a-f]{32}", after)
    return state if state in WORDS else "cekaju", request.args.get("q", "")[:SEARCHED].strip(), after if is_place else ""


def _back(survey_id: int, code: str) -> Response:
    state, words, after = _chosen()
    return redirect(url_for(".texts_of", survey_id=survey_id, code=code, **_address(state, words, after)), 303)


def _address(state: str, words: str, after: str = "") -> dict[str, Any]:
    return {name: text for name, text in (("stanje", state), ("q", words), (AFTER, after)) if text}


def _page(survey: Survey, asked: Asked, forms: dict[str, TextForm]) -> str:
    state, words, after = _chosen()
    page = texts.texts(session(), survey, asked, WORDS[state], words=words, after=after)
    return render_template(
        "portal/surveys/texts/list.html",
        survey=survey,
        asked=asked,
        page=page,
        state=state,
        words=WORDS,
        states=STATES,
        looked=words,
        place=_address(state, words, after),
        older=_address(state, words, page.older) if page.older else {},
        form_of=lambda text: forms.get(text.id) or _form(text),
        sent=forms,
        suggested=texts.suggested,
    )


def _form(text: TextAnswer) -> TextForm:
    proposed = "\n".join(texts.suggested(text.text))
    return TextForm(None, data={"seen": text.version, "black": proposed}).of(text.id)
