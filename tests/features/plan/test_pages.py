"""What citizens and the working group see of the plan."""

from dataclasses import replace

import pytest

from portal.features.plan import demo, feature, queries
from portal.features.plan.models import State
from portal.kernel.accounts.models import Role
from portal.kernel.db import work
from portal.kernel.feature import Indicator, Measure

FORM = "/sr/plan/1.3.1/stanje/"


@pytest.fixture
def group(people):
    return people.someone(Role.WORKING_GROUP)


def listed(reader) -> list[str]:
    return [entry["id"].removeprefix("a-") for entry in reader.page.select("main article.entry")]


@pytest.mark.parametrize("version", ["sr", pytest.param("lat", marks=pytest.mark.slow), pytest.param("en", marks=pytest.mark.slow)])
def test_the_plan_and_every_activity_open_in_every_version(nobody, db, version):
    nobody.opens(f"/{version}/plan/")
    keys = listed(nobody)
    assert len(keys) == 51
    for key in keys:
        nobody.opens(f"/{version}/plan/{key}/")
        assert nobody.page.select_one("h1").text.strip()


def test_every_area_and_objective_is_named_once(nobody, db):
    text = nobody.opens("/sr/plan/").select_one("main").text
    for area in queries.current(db).areas:
        assert len(nobody.page.select(f"#area-{area.key}")) == 1
        assert [text.count(goal.name_sr) for goal in area.objectives] == [1]


def test_no_serbian_stands_on_the_english_page_unmarked(nobody):
    for key in ("1.3.2", "2.1.10", "3.1.1", "3.1.5"):
        page = nobody.opens(f"/en/plan/{key}/")
        assert page.select_one("h1").select("[lang]") == []
    assert "Introducing various options" in nobody.opens("/en/plan/3.1.1/").text


def test_the_latin_page_has_no_cyrillic_letter(nobody):
    text = nobody.opens("/lat/plan/").select_one("main").text
    assert not [sign for sign in text if "Ѐ" <= sign <= "ӿ"]


def test_the_count_line_says_how_many_are_late_and_live(nobody, db, clock):
    nobody.opens("/en/plan/")
    late = queries.count_states(queries.current(db).activities, queries.today(clock.moment))[State.LATE]
    live = len(set(queries.metrics_of(queries.current(db))) & set(queries.indicators()))
    assert nobody.sees(f"51 activities, {late} late, {live} with")
    assert [int(tile.text) for tile in nobody.page.select(".figure__number")] == [51 - late, 0, 0, late]


def test_the_list_is_filtered_by_state_area_and_owner(nobody, db):
    demo.fill()
    nobody.opens("/sr/plan/?state=done")
    done = listed(nobody)
    assert "1.1.1" in done
    assert "1.3.4" not in done
    nobody.opens("/sr/plan/?state=late&area=1")
    assert set(listed(nobody)) == {"1.3.1", "1.3.2", "1.3.3", "1.3.4"}
    nobody.opens("/sr/plan/?owner=veb-dizajner")
    assert set(listed(nobody)) == {"3.1.4", "3.1.5", "3.1.6"}
    nobody.opens("/sr/plan/?owner=niko")
    assert listed(nobody) == []
    assert nobody.page.select_one("main .empty")


@pytest.mark.parametrize("words", ["state=%00", "area=%F0%9F%98%80", "owner=" + "a" * 5000, "state=done'--"])
def test_a_strange_filter_finds_nothing_and_breaks_nothing(nobody, words):
    nobody.opens(f"/sr/plan/?{words}")
    assert listed(nobody) == []


def test_the_options_of_activity_311_stand_with_their_use(nobody, db):
    page = nobody.opens("/en/plan/3.1.1/")
    rows = {row.th.text: [cell.select("span")[-1].text for cell in row.select("td")] for row in page.select("tbody")[0].select("tr")}
    assert rows["Online report of a communal problem"] == ["on, not used", "0"]
    assert rows["Electronic public debate"] == ["on, not used", "0"]
    assert rows["Competition documents by log-in"] == ["on, not used", "0"]
    assert rows["Ask the mayor"] == ["on, not used", "0"]
    assert nobody.sees("numerator 0, denominator 6")
    assert nobody.sees("definition, version 1")


def test_a_share_of_fewer_than_ten_is_shown_without_a_percentage(app, nobody):
    def offers(numerator, denominator):
        indicator = Indicator(
            metric="submissions.assisted_share", definition=3, explain="…",
            measure=lambda db, at: Measure(numerator=numerator, denominator=denominator, at=at),
        )
        app.extensions["portal"].features = (replace(feature, indicators=(indicator,)),)

    offers(3, 9)
    nobody.opens("/en/plan/5.1.5/")
    assert nobody.page.select_one(".figure__number").text == "3 of 9"
    assert nobody.sees("no percentage")
    offers(5, 10)
    nobody.opens("/en/plan/5.1.5/")
    assert nobody.page.select_one(".figure__number").text == "50\u00a0%"
    assert nobody.sees("numerator 5, denominator 10")
    offers(0, 0)
    nobody.opens("/en/plan/5.1.5/")
    assert nobody.page.select_one(".figure__number").text == "nothing counted yet"


def test_what_nobody_computes_yet_says_what_will_be_counted(nobody):
    nobody.opens("/en/plan/4.4/")
    assert nobody.sees("Days until the TLS certificate of the portal ends")
    assert nobody.sees("does not compute this number yet")


def test_the_working_group_reports_and_everybody_reads_it(group, nobody):
    group.opens("/sr/plan/1.3.1/")
    assert group.page.select_one(f"a[href='{FORM}']")
    group.opens(FORM)
    group.submits(
        state="in_progress", day=["20", "11", "2026"], note_sr="Описано је 28 од 41 процеса.",
        note_en="28 of 41 processes described.", link="https://www.razanj.example/zapisnik",
    )
    assert group.sees("Описано је 28 од 41 процеса.")
    nobody.opens("/sr/plan/1.3.1/")
    assert nobody.sees("20. новембра 2026.")
    assert not nobody.sees(group.name)
    assert not nobody.page.select(f"a[href='{FORM}']")
    nobody.opens("/en/plan/1.3.1/")
    assert nobody.sees("28 of 41 processes described.")
    assert nobody.page.select_one("a[href='https://www.razanj.example/zapisnik']")


def test_only_the_working_group_and_the_administrator_report(people, nobody):
    assert nobody.asks(FORM).status_code == 303
    for somebody in (people.citizen(), people.moderator(), people.official("predsednik-opstine")):
        somebody.opens(FORM, expects=403)
    people.administrator().opens(FORM)


def test_a_report_without_proof_is_said_beside_the_field_and_nothing_is_lost(group):
    group.opens(FORM)
    group.submits(
        state="done", day=["31", "2", "2026"], note_sr="", note_en="Kept", link="javascript:alert(1)", expects=422
    )
    assert {error["id"] for error in group.page.select(".govuk-error-message")} == {"day-error", "note_sr-error"}
    assert group.page.select_one("#note_en").text.strip() == "Kept"
    group.submits(state="done", day=["1", "1", "2030"], note_sr="Готово", expects=422)
    assert group.page.select_one("#day-error")
    group.submits(day=["1", "11", "2026"], expects=422)
    assert group.page.select_one("#link-error")
    group.submits(day=["1", "11", "2026"], link="")
    assert group.sees("Готово")


def test_two_presses_make_one_report(group, db):
    group.opens(FORM)
    page = group.page
    for _ in range(2):
        group.page = page
        group.submits(state="done", day=["1", "11", "2026"], note_sr="Готово")
    assert len(queries.evidence_of(db, queries.activity(db, "1.3.1").id)) == 1


def test_two_reporters_at_once_the_slower_one_sees_both(group, people):
    other = people.someone(Role.WORKING_GROUP)
    for somebody in (group, other):
        somebody.opens(FORM)
    group.submits(state="done", day=["1", "11", "2026"], note_sr="Све је описано.")
    other.submits(state="late", day=["1", "11", "2026"], note_sr="Касни се.", expects=409)
    assert "Све је описано." in other.page.text
    assert "Касни се." in other.page.text


def test_hostile_words_stay_words(group, nobody):
    group.opens(FORM)
    group.submits(state="done", day=["1", "11", "2026"], note_sr="<script>alert(1)</script> <b>важно</b>")
    nobody.opens("/sr/plan/1.3.1/")
    assert nobody.sees("<script>alert(1)</script> <b>важно</b>")
    assert not nobody.page.select("main script, main b")


def test_the_home_page_says_how_far_the_plan_is(nobody, db):
    nobody.opens("/en/")
    assert nobody.sees("How far is the plan")
    assert nobody.sees("of 51")


def test_the_desk_counts_what_is_overdue_without_a_word(group, db, clock):
    group.opens("/sr/radni-sto/")
    assert group.sees(str(queries.unreported(db, queries.today(clock.moment))))


def test_what_is_not_in_the_plan_is_not_found(nobody, group):
    nobody.opens("/sr/plan/9.9.9/", expects=404)
    group.opens("/sr/plan/9.9.9/stanje/", expects=404)


def test_a_portal_without_a_plan_says_so(nobody, db):
    from portal.features.plan.models import Activity, Area, Objective, Plan, Target, Task

    with work() as unit:
        for model in (Target, Activity, Task, Objective, Area, Plan):
            unit.query(model).delete()
    nobody.opens("/sr/plan/")
    assert nobody.page.select_one("main .empty")
    nobody.opens("/sr/plan/1.1.1/", expects=404)
    nobody.opens("/sr/")
