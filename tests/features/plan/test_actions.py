"""The plan is loaded, reported about and measured."""

import copy
from dataclasses import replace
from datetime import date

import pytest
import yaml
from sqlalchemy import func, select, update

from portal.features.plan import actions, demo, feature, queries
from portal.features.plan.actions import NoAddress, NoNote, NotYet
from portal.features.plan.models import Activity, DeadlineKind, Evidence, Plan, State, Value
from portal.kernel import search
from portal.kernel.audit import AuditLine
from portal.kernel.db import Generation, work
from portal.kernel.feature import Indicator, Measure, TwoWayOption
from portal.kernel.paths import STARTER
from portal.kernel.refusals import NotFound, Stale

PRINTED = yaml.safe_load((STARTER / "plan.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 23)


@pytest.fixture
def group(people, db):
    from portal.kernel.accounts.models import Role

    return people.someone(Role.WORKING_GROUP).person(db)


def number(db, model) -> int:
    return db.scalar(select(func.count()).select_from(model))


def report(key="1.3.1", *, state=State.IN_PROGRESS, day=TODAY, note_sr="Описано је 28 процеса.", seen=1, by=None, **more):
    with work() as db:
        return actions.report(db, key, state=state, day=day, note_sr=note_sr, seen=seen, by=by, **more).id


def option(name, used):
    return TwoWayOption(name=name, label=name, used=lambda db, since, until: used)


def with_features(app, **more):
    """Let another feature stand in the portal beside the plan."""
    portal = app.extensions["portal"]
    alone = replace(feature, name="extra", blueprint=type(feature.blueprint)("extra", __name__), permissions={}, jobs=(), seed=None, indicators=(), **more)
    portal.features = (feature, alone)


def test_an_upgrade_brings_the_printed_plan_whole(db):
    plan = queries.current(db)
    assert [one.key for one in plan.activities] == [row["key"] for row in PRINTED["activities"]]
    assert [one.indicator.text_sr for one in plan.activities] == [row["indicator_sr"] for row in PRINTED["activities"]]
    assert [(len(plan.areas), sum(len(a.objectives) for a in plan.areas))] == [(5, 5)]
    assert sum(len(goal.tasks) for area in plan.areas for goal in area.objectives) == 9
    assert len(queries.metrics_of(plan)) == 23
    assert all(len(one.notes_sr) == len(one.notes_en) for one in plan.activities)
    assert all(one.deadline_on for one in plan.activities if one.deadline_kind in {DeadlineKind.DATE, DeadlineKind.END_OF_YEAR})


def test_a_second_loading_of_the_same_file_changes_nothing(db):
    lines, documents = number(db, AuditLine), number(db, search.Document)
    with work() as unit:
        actions.load(unit, copy.deepcopy(PRINTED))
    assert (number(db, Activity), number(db, AuditLine), number(db, search.Document)) == (51, lines, documents)


def test_a_changed_file_changes_the_words_and_keeps_state_and_evidence(db, group):
    report(by=group)
    changed = copy.deepcopy(PRINTED)
    next(row for row in changed["activities"] if row["key"] == "1.3.1")["activity_sr"] = "Нов текст"
    with work() as unit:
        actions.load(unit, changed)
    activity = queries.activity(db, "1.3.1")
    assert (activity.text_sr, activity.state, number(db, Activity)) == ("Нов текст", State.IN_PROGRESS, 51)
    assert len(queries.evidence_of(db, activity.id)) == 1


def test_a_plan_of_ones_own_is_not_followed_by_the_starters(db):
    own = copy.deepcopy(PRINTED)
    own["meta"].update(reference="1/2027", adopted=date(2027, 1, 15))
    own["activities"] = own["activities"][:3]
    with work() as unit:
        actions.load(unit, own)
    assert len(queries.current(db).activities) == 3
    assert queries.activity(db, "3.1.1") is None
    with work() as unit:
        unit.execute(update(Plan).where(Plan.reference != "1/2027").values(reference="1/2019"))
        actions.seed(unit)
    assert set(db.scalars(select(Plan.reference))) == {"1/2027", "1/2019"}


def test_activities_are_found_by_their_words(db):
    assert [hit.url_values for hit in search.find(db, "bilbordi", kind="plan").hits] == [{"key": "5.1.2"}]


def test_an_activity_is_late_from_the_day_after_its_deadline_until_it_is_done(db, group):
    activity = queries.activity(db, "1.2.2")
    assert activity.state_on(date(2020, 7, 30)) is State.NOT_STARTED
    assert activity.state_on(date(2020, 7, 31)) is State.LATE
    report("1.2.2", state=State.IN_PROGRESS, by=group)
    assert queries.activity(db, "1.2.2").state_on(TODAY) is State.LATE
    report("1.2.2", state=State.DONE, seen=2, by=group)
    assert queries.activity(db, "1.2.2").state_on(TODAY) is State.DONE


def test_without_a_day_an_activity_is_as_late_as_the_working_group_says(db, group):
    assert queries.activity(db, "3.1.1").state_on(TODAY) is State.NOT_STARTED
    report("3.1.1", state=State.LATE, by=group)
    assert queries.activity(db, "3.1.1").state_on(TODAY) is State.LATE


def test_a_report_is_kept_with_who_and_when_and_never_replaced(db, group, clock):
    report(note_sr="Прво", by=group)
    clock.moves(hours=1)
    report(note_sr="Друго", note_en="Second", link="https://www.razanj.example/zapisnik", seen=2, by=group)
    report("1.1.1", note_sr="Туђе", by=None)
    rows = queries.evidence_of(db, queries.activity(db, "1.3.1").id)
    assert [(row.note_sr, name) for row, name in rows] == [("Друго", group.name), ("Прво", group.name)]
    assert rows[0][0].reported_at > rows[1][0].reported_at
    line = db.scalars(select(AuditLine).where(AuditLine.act == "plan.report", AuditLine.subject_id == "1.3.1")).first()
    assert (line.actor_id, line.details["state"]) == (group.id, "in_progress")


@pytest.mark.parametrize(
    ("refusal", "field", "words"),
    [
        (NoNote, "note_sr", {"note_sr": "  "}),
        (NotYet, "day", {"day": date(2026, 11, 24)}),
        (NoAddress, "link", {"link": "razanj.rs"}),
        (NoAddress, "link", {"link": "javascript:alert(1)"}),
        (NoAddress, "link", {"link": "https://a b"}),
        (NoAddress, "link", {"link": "mailto:a@b.rs"}),
        (NotFound, None, {"key": "9.9.9"}),
    ],
)
def test_a_report_that_proves_nothing_is_refused(db, group, refusal, field, words):
    with pytest.raises(refusal) as refused:
        report(by=group, **words)
    assert refused.value.field == field
    assert number(db, Evidence) == 0


def test_of_two_reports_on_the_same_state_the_slower_one_is_told(db, group):
    report(note_sr="Моје", by=group)
    with pytest.raises(Stale) as refused:
        report(note_sr="И моје", by=group)
    assert (refused.value.mine, refused.value.theirs) == ("И моје", "Моје")
    assert number(db, Evidence) == 1


def test_the_six_options_count_when_they_are_offered_and_used(app, db, clock):
    with_features(app, two_way=(option("ask_mayor", 7), option("ask_councillor", 0), option("something_else", 3)))
    found = queries.two_way(db, clock.moment)
    assert (found.numerator, found.denominator) == (1, 6)
    assert dict(found.parts) == {
        "ask_mayor": 7, "ask_councillor": 0, "news_comments": 0, "debates": 0, "tender_documents": 0, "problem_reports": 0,
    }
    assert [one.used for one in queries.options(db, clock.moment)] == [7, 0, None, None, None, None]


def test_the_options_are_asked_about_the_last_thirty_days(app, db, clock):
    asked = []
    used = lambda db, since, until: asked.append((since, until)) or 1  # noqa: E731
    with_features(app, two_way=(TwoWayOption(name="debates", label="d", used=used),))
    queries.two_way(db, clock.moment)
    assert [(until - since).days for since, until in asked] == [30]
    assert asked[0][1] == clock.moment


def test_a_value_is_kept_per_day_and_stays_when_the_day_is_over(app, db, clock):
    for uses, moved in ((0, {"hours": 2}), (5, {"days": 1}), (9, {})):
        with_features(app, two_way=(option("ask_mayor", uses),))
        with work() as unit:
            feature.jobs[0].handler(unit, {})
        clock.moves(**moved)
    kept = queries.history(db, queries.TWO_WAY)
    assert [(row.period, row.numerator, dict(row.parts)["ask_mayor"]) for row in kept] == [
        (date(2026, 11, 24), 1, 9), (date(2026, 11, 23), 1, 5),
    ]
    assert {row.definition for row in kept} == {1}


def test_figures_of_two_definitions_never_share_a_row(app, db, clock):
    for definition in (1, 2):
        indicator = Indicator(
            metric="questions.share", definition=definition, explain="",
            measure=lambda db, at, definition=definition: Measure(numerator=definition, denominator=20, at=at),
        )
        portal = app.extensions["portal"]
        portal.features = (replace(feature, indicators=(indicator,)),)
        with work() as unit:
            actions.measure(unit, ["questions.share", "unknown.metric"])
    assert [(row.definition, row.numerator) for row in queries.history(db, "questions.share")] == [(2, 2), (1, 1)]
    assert number(db, Value) == 2


def test_a_report_measures_the_number_of_its_activity(db, group):
    report("3.1.1", by=group)
    assert [row.metric for row in db.scalars(select(Value))] == [queries.TWO_WAY]
    report("1.3.1", by=group)
    assert number(db, Value) == 1


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator", "percent"),
    [("a_share", 5, 9, None), ("a_share", 5, 10, 50.0), ("a_share", 0, 0, None), ("count", 5, 100, None)],
)
def test_there_is_no_percentage_below_ten_and_none_of_a_count(clock, metric, numerator, denominator, percent):
    indicator = Indicator(metric=metric, definition=1, explain="", measure=lambda db, at: None)
    measure = Measure(numerator=numerator, denominator=denominator, at=clock.moment)
    assert queries.Reading((indicator,), measure).percent == percent


def test_the_owners_of_an_activity_are_told_apart_and_brackets_kept_whole(db):
    owners = queries.owners_of(queries.activity(db, "2.2.b"))
    assert [owner.name_sr for owner in owners][1:] == ["Начелник ОУ"]
    assert "(пружање електронских услуга, е-ЗУП" in owners[0].name_sr
    assert [owner.key for owner in queries.owners_of(queries.activity(db, "4.1"))] == ["nacelnik-ou"]
    assert all(owner.name_en for owner in queries.owners(queries.current(db)))


def test_what_waits_on_the_desk_is_what_is_overdue_without_a_word(db, group):
    before = queries.unreported(db, TODAY)
    report("1.3.1", state=State.IN_PROGRESS, by=group)
    report("2.1.4", state=State.IN_PROGRESS, by=group)
    assert queries.unreported(db, TODAY) == before - 1
    assert queries.unreported(db, date(2019, 1, 1)) == 0


def test_the_demonstration_reports_once(db):
    rows = yaml.safe_load((STARTER / "demo.yaml").read_text(encoding="utf-8"))["evidence"]
    for _ in range(2):
        demo.fill()
    assert number(db, Evidence) == len(rows)
    for row in rows:
        assert queries.activity(db, row["activity"]).state == row["state"]


def test_every_act_makes_the_pages_of_the_plan_anew(db, group):
    def generation() -> int:
        return db.scalar(select(Generation.number).where(Generation.tag == "plan")) or 0

    before = generation()
    report(by=group)
    assert generation() > before
    before = generation()
    with work() as unit:
        actions.measure(unit, [queries.TWO_WAY])
    assert generation() > before
