"""The surveys of the demonstration: last year's with its report, this year's on its way, and what people said after a service."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from portal.features.surveys import queries
from portal.features.surveys.actions import answering, caring, closing, drawing, opening, preparing, publishing, wiping
from portal.features.surveys.models import Mode, SeriesKind, Survey
from portal.features.surveys.rules.answers import checked
from portal.features.surveys.rules.questionnaire import Kind, Question, Questionnaire, Said
from portal.features.surveys.rules.starter import ESERVICES, YEARLY
from portal.kernel import aftercare, demo
from portal.kernel.clock import clock, now
from portal.kernel.db import session, work

GROUP = "working-group"
LAST, THIS = timedelta(days=290), timedelta(days=12)
"""How long ago last year's survey and this year's opened."""
WAYS = ((Mode.WEB, 170), (Mode.PAPER, 90), (Mode.FIELD, 40))
PUBLISHED = ("cares", "overall", ESERVICES, "contact", "informed", "influence", "recommend")
CROSSED = ("overall", "contact")


def run() -> None:
    """Tell of both yearly surveys and of the questions after a service; made-up answers, the same each time."""
    moment = now()
    with clock.standing_at(moment - LAST):
        last = _opened(_begun(), moment - LAST + timedelta(days=30))
        for way, number in WAYS:
            _answers(last, way, number, _dice(f"{way}-last"), mood=0.0)
    with clock.standing_at(moment - LAST + timedelta(days=31)):
        _closed(last)
        _published(last)
    with clock.standing_at(moment - THIS):
        this = _opened(_next(last), moment - THIS + timedelta(days=30))
        _answers(this, Mode.WEB, 64, _dice("this"), mood=0.4)
    _after(moment)


def _dice(seed: str) -> Random:
    return Random(seed)  # noqa: S311 (made-up answers, no secrets)


def _begun() -> int:
    with work() as db:
        return preparing.from_starter(db, YEARLY, by=demo.person(db, GROUP)).id


def _next(last: int) -> int:
    with work() as db:
        return preparing.clone(db, last, by=demo.person(db, GROUP)).id


def _opened(survey_id: int, closes_at: datetime) -> int:
    with work() as db:
        survey, group = db.get_one(Survey, survey_id), demo.person(db, GROUP)
        names = preparing.Told.__annotations__
        told = {name: getattr(survey, name) for name in names} | {"closes_at": closes_at, "ballots": 500, "population": 7000}
        preparing.save(db, survey_id, preparing.Told(**told), by=group, seen=survey.version)
        opening.begin(db, survey_id, by=group)
    with work() as db:
        opening.fill(db, survey_id)
    return survey_id


def _closed(survey_id: int) -> None:
    with work() as db:
        closing.close_if_due(db, survey_id)
    wiping.compact()
    with work() as db:
        closing.finish(db, survey_id)


def _published(survey_id: int) -> None:
    told = demo.content()["surveys"]["report"]
    chosen = [*((key, "") for key in PUBLISHED), CROSSED]
    with work() as db:
        publishing.pick(db, survey_id, chosen, by=demo.person(db, GROUP), seen=db.get_one(Survey, survey_id).version)
    with work() as db:
        text, seen = Said(sr=told["sr"], en=told["en"]), db.get_one(Survey, survey_id).version
        publishing.publish(db, survey_id, text, by=demo.person(db, GROUP), seen=seen)


def _after(moment: datetime) -> None:
    """Questions after services are asked since a month ago, and some people have answered them."""
    with clock.standing_at(moment - timedelta(days=30)), work() as db:
        caring.keep_running(db)
    for service in aftercare.services():
        opened = _opened_after(service.name)
        if opened:
            _answers(opened, Mode.WEB, 14, _dice(service.name), mood=0.8)


def _opened_after(service: str) -> int:
    with work() as db:
        series = preparing.series_of(db, f"after.{service}", Said(), SeriesKind.SERVICE)
        survey = preparing.last_of(db, series)
        if survey is not None:
            opening.fill(db, survey.id)
        return survey.id if survey else 0


def _answers(survey_id: int, mode: Mode, number: int, dice: Random, *, mood: float) -> None:
    """Let so many people answer, a hundred in a transaction."""
    survey = session().get_one(Survey, survey_id)
    asked = queries.questionnaire(session(), survey_id, survey.number)
    version = survey.number
    session().rollback()
    with work() as db:
        for code in drawing.take(db, survey_id, number, mode):
            said = checked(asked, made_up(asked, dice, mood))
            answering.answer(db, survey_id, code, version, said, mode=mode)


def made_up(asked: Questionnaire, dice: Random, mood: float) -> Mapping[str, Sequence[str]]:
    """Return what somebody might answer; `mood` moves every scale by so many steps."""
    found: dict[str, Sequence[str]] = {}
    for question in asked.questions.values():
        found.update(_answer(question, dice, mood))
    return found


def _answer(question: Question, dice: Random, mood: float) -> Mapping[str, Any]:
    code, kind = question.code, question.kind
    if kind is Kind.SINGLE:
        weights = [1 / (1 + place) for place, _option in enumerate(question.options)]
        return {code: [dice.choices([option.code for option in question.options], weights)[0]]}
    if kind is Kind.MULTIPLE:
        alone = [option.code for option in question.options if option.alone]
        others = [option.code for option in question.options if not option.alone]
        return {code: [alone[0]] if alone and dice.random() < 0.55 else dice.sample(others, dice.randint(1, min(2, len(others))))}
    if kind is Kind.SCALE:
        return {code: [_step(dice, mood)]}
    if kind is Kind.GRID:
        return {f"{code}.{row.code}": [_step(dice, mood)] for row in question.rows}
    if kind is Kind.NPS:
        return {code: [str(min(10, max(0, round(dice.gauss(7.4 + mood, 2.2)))))]}
    if kind is Kind.RANKING:
        chosen = dice.sample([option.code for option in question.options], 3)
        return {f"{code}.{each}": [str(place)] for place, each in enumerate(chosen, 1)}
    if kind is Kind.TEXT and dice.random() < 0.06:
        return {code: [dice.choice(demo.content()["surveys"]["texts"])]}
    return {}


def _step(dice: Random, mood: float) -> str:
    return str(min(5, max(1, round(dice.gauss(3.2 + mood, 1.1)))))
