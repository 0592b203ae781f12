"""A metric that several features measure is the sum of theirs, each with its own numbers."""

from dataclasses import replace

from portal.features.plan import actions, queries
from portal.features.plan.models import Value
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.feature import Indicator, Measure

METRIC = "submissions.assisted_share"


def offers(app, *counts):
    """Let as many features measure the metric as there are counts, and no others."""
    features = app.extensions["portal"].features

    def indicator(place, numerator, denominator):
        measure = lambda db, at: Measure(numerator=numerator, denominator=denominator, at=at)  # noqa: E731
        return Indicator(metric=METRIC, definition=place + 1, explain=f"Explained {place}.", measure=measure, part=f"Part {place}")

    app.extensions["portal"].features = tuple(
        replace(feature, indicators=(indicator(place, *counts[place]),) if place < len(counts) else ())
        for place, feature in enumerate(features)
    )
    return [feature.name for feature in features]


def test_the_parts_add_up_and_each_keeps_its_numbers(app, db):
    names = offers(app, (3, 10), (5, 40))
    reading = queries.readings(db, now(), [METRIC])[METRIC]
    assert (reading.measure.numerator, reading.measure.denominator) == (8, 50)
    assert reading.measure.parts == ((names[0], 3), (f"{names[0]}.all", 10), (names[1], 5), (f"{names[1]}.all", 40))


def test_the_definition_changes_with_each_part(app, db):
    offers(app, (3, 10))
    alone = queries.readings(db, now(), [METRIC])[METRIC].definition
    offers(app, (3, 10), (5, 40))
    assert queries.readings(db, now(), [METRIC])[METRIC].definition == alone + 2


def test_the_value_of_the_day_keeps_the_parts(app, db):
    names = offers(app, (3, 10), (5, 40))
    with work() as writing:
        actions.measure(writing, [METRIC])
    kept = db.query(Value).filter_by(metric=METRIC).one()
    assert (kept.numerator, kept.denominator, kept.parts[0]) == (8, 50, [names[0], 3])


def test_the_page_tells_each_part(app, nobody):
    offers(app, (3, 10), (5, 40))
    nobody.opens("/en/plan/5.1.5/")
    assert nobody.sees("numerator 8, denominator 50") and nobody.sees("Explained 0. Explained 1.")
    rows = {row.dt.text: row.dd.text for row in nobody.page.select(".plan-number .govuk-summary-list__row")}
    assert rows == {"Part 0": "numerator 3, denominator 10", "Part 1": "numerator 5, denominator 40"}
