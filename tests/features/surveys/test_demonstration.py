"""The demonstration: last year's survey with its report, this year's open, and what people said after a service."""

import contextvars

from portal.features.surveys.models import Stage, Survey
from portal.features.surveys.queries import publication, statistics
from portal.features.surveys.queries.caring import quarters, series_after
from portal.kernel.db import session
from tests.support.browser import Browser


def inside(app, query):
    def run():
        with app.app_context():
            return query(session())

    return contextvars.Context().run(run)


def yearly(db):
    return db.query(Survey).filter(Survey.title_sr.contains("задовољству грађана")).order_by(Survey.id).all()


def test_last_years_report_is_public_and_this_years_survey_can_be_answered(told):
    app, _people = told
    last, this = inside(app, lambda db: [(each.id, each.stage, each.title_sr) for each in yearly(db)])
    assert last[1] is Stage.CLOSED and this[1] is Stage.OPEN and last[2] != this[2]
    nobody = Browser(app)
    nobody.opens("/sr/ankete/")
    assert nobody.sees(last[2]) and nobody.sees(this[2])
    nobody.opens(f"/en/ankete/{last[0]}/rezultati/")
    assert nobody.sees("300") and nobody.sees("We thank all of them.") and len(nobody.page.select("section.results__part")) >= 6


def test_it_shows_every_way_of_answering_and_that_nothing_small_is_published(told):
    app, _people = told

    def look(db):
        last = yearly(db)[0]
        found = statistics.of_survey(db, last)
        return {mode.value: number for mode, number in found.modes.items()}, publication.newest(db, last.id).document

    modes, document = inside(app, look)
    assert modes == {"web": 170, "paper": 90, "field": 40}
    shown = [row["number"] for each in document["questions"] for row in each["rows"] if row["number"] is not None]
    assert len(shown) > 20 and not [number for number in shown if number in range(1, 5)]


def test_after_each_service_some_people_have_answered(told):
    app, _people = told
    found = inside(app, lambda db: [quarters(db, series)[0].responses for series in series_after(db).values()])
    assert found and set(found) == {14}
