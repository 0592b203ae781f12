"""A survey that is open, made in the shortest way: for tests of what happens after the opening."""

import hashlib
import json
from datetime import timedelta

from portal.features.surveys.actions import answering, drawing, secrets
from portal.features.surveys.models import Questionnaire, Series, SeriesKind, Stage, Survey
from portal.features.surveys.rules.answers import checked
from portal.features.surveys.rules.questionnaire import read
from portal.kernel.clock import now
from portal.kernel.db import session, work


def said(text):
    return {"sr": text, "en": text}


def choices(*codes, alone=()):
    return [{"value": code, "text": said(code), "alone": code in alone} for code in codes]


DOCUMENT = {
    "format": 1,
    "sections": [
        {
            "code": "services",
            "title": said("Услуге"),
            "questions": [
                {
                    "code": "eservices",
                    "type": "multiple",
                    "title": said("Које сте електронске услуге користили?"),
                    "isRequired": True,
                    "choices": choices("ask", "report", "debate", "none", alone=("none",)),
                    "max": 3,
                },
                {
                    "code": "why",
                    "type": "text",
                    "title": said("Зашто нисте?"),
                    "visibleIf": "{eservices} contains 'none'",
                    "isRequired": True,
                },
                {"code": "contact", "type": "single", "title": said("Контакт"), "choices": choices("yes", "no")},
                {"code": "trust", "type": "scale", "title": said("Поверење"), "noOpinion": True},
                {"code": "advise", "type": "nps", "title": said("Препорука")},
                {"code": "age", "type": "number", "title": said("Године"), "min": 16, "max": 120},
                {"code": "since", "type": "date", "title": said("Од када"), "latest": "2026-12-31"},
                {"code": "first", "type": "ranking", "title": said("Редослед"), "choices": choices("roads", "water", "light")},
                {"code": "staff", "type": "grid", "title": said("Службеници"), "rows": choices("kind", "quick")},
                {"code": "more", "type": "short_text", "title": said("Још нешто"), "max": 50},
            ],
        }
    ],
}
"""A questionnaire with every kind of question, one of which is asked only after another."""


def opened(*, ballots=50, document=None, closes=timedelta(days=30), title="Анкета о задовољству грађана 2026.", series="yearly"):
    """Open a survey and return its id."""
    document = document or DOCUMENT
    with work() as db:
        of = db.query(Series).filter_by(key=series).one_or_none() or Series(key=series, kind=SeriesKind.WAVES, title_sr="Годишња")
        db.add(of)
        db.flush()
        survey = Survey(
            series_id=of.id,
            title_sr=title,
            made_at=now(),
            made_by_id=None,
            stage=Stage.OPEN,
            opened_at=now(),
            closes_at=now() + closes,
            number=1,
            ballots=ballots,
            shelf=-int(now().timestamp() * 1000),
        )
        db.add(survey)
        db.flush()
        publish(db, survey, document)
        secrets.make(survey.id)
        drawing.fill(db, survey, ballots)
        return survey.id


def publish(db, survey, document, number=1):
    line = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(line.encode()).hexdigest()
    db.add(
        Questionnaire(survey_id=survey.id, number=number, document=document, digest=digest, made_at=now(), made_by_id=None)
    )


def form(**given):
    """Return the fields of a form; double underscores stand for the dot of a part."""
    return {name.replace("__", "."): [value] if isinstance(value, str) else value for name, value in given.items()}


def codes_of(survey_id, count, mode):
    with work() as db:
        return drawing.take(db, survey_id, count, mode)


def answered(survey_id, code, *, mode=None, document=None, number=1, **given):
    """Answer with a code; tell whether the answers were new."""
    with work() as db:
        return answering.answer(db, survey_id, code, number, checked(read(document or DOCUMENT), form(**given)), mode=mode)


def rows(model, survey_id):
    found = session().query(model).filter_by(survey_id=survey_id).all()
    session().rollback()
    return found
