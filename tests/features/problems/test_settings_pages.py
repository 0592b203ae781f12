"""What an administrator changes: categories, questions, routes, competences, answers kept ready, the map, promises."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.features.problems import queries
from portal.features.problems.actions import settings as verbs
from portal.features.problems.models import Canned, Category, Competence, Route, State, When
from portal.features.problems.refusals import BadOutline
from portal.features.problems.rules import places
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.db import counted
from portal.kernel.municipality import actions as municipality
from portal.kernel.municipality.models import Fact
from portal.kernel.municipality.queries import promise

HERE = "/en/problemi/postavke/"
PAGES = (
    "", "oblasti/", "oblasti/nova/", "oblasti/1/", "oblasti/1/pitanja/", "oblasti/1/pitanja/novo/", "oblasti/1/pitanja/flows/",
    "putevi/", "putevi/novi/", "putevi/1/", "nadleznosti/", "nadleznosti/nova/", "nadleznosti/1/", "odgovori/", "odgovori/novi/", "mapa/",
)


@pytest.fixture
def boss(people):
    return people.administrator()


def get(reporting, model, read=lambda row: row, **where):
    return reporting._in_work(lambda db: read(db.scalars(select(model).filter_by(**where)).one()))


def acts(reporting):
    return reporting._in_work(lambda db: [line.act for line in db.scalars(select(AuditLine).order_by(AuditLine.seq))])


@pytest.mark.parametrize("version", ["sr", "lat", "en"])
def test_every_page_opens_in_every_version(boss, version):
    for page in PAGES:
        boss.opens(HERE.replace("/en/", f"/{version}/") + page)


def test_only_the_administrator_comes_in(people, nobody):
    others = (people.moderator(), people.clerk(), people.citizen())
    for page in PAGES:
        assert nobody.asks(HERE + page).status_code == 303
        for other in others:
            other.opens(HERE + page, expects=403)


class TestCategories:
    def test_a_new_one_can_be_chosen_at_once(self, boss, reporting, nobody):
        boss.opens(f"{HERE}oblasti/nova/")
        boss.submits(name_sr="Фонтане", name_en="Fountains", hint_sr="не ради")
        assert get(reporting, Category, lambda c: c.key, name_en="Fountains") == "fontane"
        assert "problems.category.add" in acts(reporting)
        nobody.opens("/en/problemi/prijavi/")
        assert nobody.sees("Fountains")

    def test_closing_needs_a_message_and_takes_no_more_reports(self, boss, reporting, nobody):
        id = get(reporting, Category, lambda c: c.id, key="roads")
        boss.opens(f"{HERE}oblasti/{id}/")
        boss.submits(open="", expects=422)
        boss.submits(open="", closed_sr="Зовите путаре.", closed_en="Call the road company.")
        nobody.opens("/en/problemi/prijavi/?naselje=1&oblast=roads", expects=422)
        assert nobody.sees("Call the road company.")

    def test_the_order_is_that_of_the_list(self, boss, reporting):
        boss.opens(f"{HERE}oblasti/")
        second = reporting._in_work(lambda db: [c.key for c in queries.categories(db)][1])
        boss.submits(form=f"form[action$='/oblasti/{get(reporting, Category, lambda c: c.id, key=second)}/redosled/']")
        assert reporting._in_work(lambda db: queries.categories(db)[0].key) == second

    def test_the_slower_of_two_is_told(self, boss, reporting, people):
        boss.opens(f"{HERE}oblasti/1/")
        other = people.administrator()
        other.opens(f"{HERE}oblasti/1/")
        other.submits(name_sr="Вода")
        boss.submits(name_sr="Чесме", expects=409)
        assert get(reporting, Category, lambda c: c.name_sr, id=1) == "Вода"


class TestQuestions:
    def test_one_of_several_is_asked_and_keeps_its_codes_when_reworded(self, boss, reporting):
        id = get(reporting, Category, lambda c: c.id, key="signs")
        boss.opens(f"{HERE}oblasti/{id}/pitanja/novo/")
        boss.submits(kind="choice", label_sr="Шта недостаје?", label_en="What is missing?", choices="Знак | A sign", expects=422)
        boss.submits(kind="choice", label_sr="Шта недостаје?", label_en="What is missing?", choices="Знак | A sign\nЛинија | A line", required="y")
        (question,) = get(reporting, Category, lambda c: c.questions, key="signs")
        assert question["required"] and [c["label_en"] for c in question["choices"]] == ["A sign", "A line"]
        boss.opens(f"{HERE}oblasti/{id}/pitanja/{question['code']}/")
        boss.submits(label_sr="Шта фали?", choices="Линија | A line\nЗнак | A sign\nСемафор | Lights")
        (changed,) = get(reporting, Category, lambda c: c.questions, key="signs")
        assert changed["code"] == question["code"]
        codes = {c["label_sr"]: c["code"] for c in question["choices"]}
        assert {c["label_sr"]: c["code"] for c in changed["choices"]} | codes == {c["label_sr"]: c["code"] for c in changed["choices"]}

    def test_it_must_be_answered_from_then_on(self, boss, reporting):
        from portal.features.problems.refusals import AnswerMissing

        boss.opens(f"{HERE}oblasti/{get(reporting, Category, lambda c: c.id, key='signs')}/pitanja/novo/")
        boss.submits(label_sr="Који знак?", required="y")
        with pytest.raises(AnswerMissing):
            reporting.reported(category="signs")

    def test_a_yes_may_stop_the_report(self, boss, reporting):
        from portal.features.problems.refusals import CategoryClosed

        boss.opens(f"{HERE}oblasti/{get(reporting, Category, lambda c: c.id, key='signs')}/pitanja/novo/")
        boss.submits(kind="switch", label_sr="Да ли је раскрсница?", stops_sr="Зовите полицију.")
        (question,) = get(reporting, Category, lambda c: c.questions, key="signs")
        with pytest.raises(CategoryClosed):
            reporting.reported(category="signs", answers={question["code"]: "yes"})

    def test_it_can_be_asked_no_more(self, boss, reporting):
        boss.opens(f"{HERE}oblasti/{get(reporting, Category, lambda c: c.id, key='lighting')}/pitanja/")
        boss.submits(form="form[action$='/post/uklanjanje/']")
        assert get(reporting, Category, lambda c: c.questions, key="lighting") == []


class TestRoutes:
    def add(self, boss, reporting, **fields):
        boss.opens(f"{HERE}putevi/novi/")
        boss.submits(**{name: str(value) for name, value in fields.items()})
        return reporting._in_work(lambda db: max(db.scalars(select(Route.id))))

    def test_a_special_route_moved_above_a_general_one_gets_the_report(self, boss, reporting):
        water = get(reporting, Category, lambda c: c.id, key="water")
        village = reporting._in_work(lambda db: next(s.id for s in queries.names(db).settlements.values() if s.name_sr == "Скорица"))
        id = self.add(boss, reporting, unit_id=reporting.unit("urbanizam"), category_id=water, settlement_id=village)
        assert reporting.look(reporting.reported(category="water"), lambda p: p.unit.key) == "jkp", "the last one, so it is not reached"
        for _ in range(40):
            boss.opens(f"{HERE}putevi/")
            form = f"form[action$='/putevi/{id}/redosled/'] [value=up]"
            if not boss.page.select(form):
                break
            boss.submits(form=f"form[action$='/putevi/{id}/redosled/']:has([value=up])")
        assert reporting.look(reporting.reported(category="water"), lambda p: p.unit.key) == "urbanizam"
        assert reporting.look(reporting.reported(category="water", settlement="Ражањ"), lambda p: p.unit.key) == "jkp"

    def test_a_route_may_hold_only_while_offices_are_closed(self, reporting, clock):
        jkp = reporting.unit("jkp")

        def night(db):
            verbs.add_route(db, unit_id=jkp, category_id=None, settlement_id=None, when=When.OUTSIDE_OFFICE_HOURS, by=None)

        reporting._in_work(night)
        assert reporting.look(reporting.reported(category="other"), lambda p: p.state) is State.RECEIVED, "Monday at ten: open"
        clock.moves(hours=6)
        assert reporting.look(reporting.reported(category="other"), lambda p: p.unit.key) == "jkp", "Monday at 16: closed"

    def test_a_removed_route_leads_nowhere(self, boss, reporting):
        water = get(reporting, Category, lambda c: c.id, key="water")
        boss.opens(f"{HERE}putevi/")
        route = reporting._in_work(lambda db: db.scalar(select(Route.id).where(Route.category_id == water)))
        boss.submits(form=f"form[action$='/putevi/{route}/uklanjanje/']")
        assert reporting.look(reporting.reported(category="water"), lambda p: p.unit_id) is None


def test_who_else_is_responsible_is_offered_at_the_hand_over_and_written_to(boss, reporting, unit, mailbox):
    boss.opens(f"{HERE}nadleznosti/nova/")
    boss.submits(name_sr="Железнице", name_en="Railways", what_sr="пруга", email="pruga@test.example")
    id = reporting.published()
    railways = reporting._in_work(lambda db: db.scalars(select(Competence).where(Competence.name_en == "Railways")).one().id)
    unit.opens(f"/en/problemi/{id}/uredi/")
    unit.submits(form="form[action$='/ustupanje/']", **{"ustupanje-competence": str(railways), "ustupanje-text": "Пружни прелаз."})
    assert "Пружни прелаз" in mailbox.last("pruga@").get_body(("plain",)).get_content()


def test_an_answer_kept_ready_is_written_changed_and_removed(boss, reporting):
    boss.opens(f"{HERE}odgovori/novi/")
    boss.submits(name_sr="Рупа", text_sr="", expects=422)
    boss.submits(name_sr="Рупа", text_sr="Рупа ће бити попуњена.", text_en="It will be filled.")
    id = get(reporting, Canned, lambda c: c.id, name_sr="Рупа")
    boss.opens(f"{HERE}odgovori/{id}/")
    boss.submits(text_sr="Рупа ће бити попуњена до петка.", category_id=str(get(reporting, Category, lambda c: c.id, key="roads")))
    assert get(reporting, Canned, lambda c: (c.text_sr, c.category_id is not None), name_sr="Рупа") == ("Рупа ће бити попуњена до петка.", True)
    boss.opens("/lat/problemi/postavke/odgovori/")
    assert boss.sees("Rupa će biti popunjena do petka.")
    boss.submits(form=f"form[action$='/odgovori/{id}/uklanjanje/']")
    assert reporting._in_work(lambda db: db.get(Canned, id)) is None


class TestMap:
    SQUARE = [[43.0, 21.0], [43.0, 22.0], [44.0, 22.0], [44.0, 21.0]]

    def test_what_lies_outside_a_new_outline_is_outside(self, boss, reporting):
        boss.opens(f"{HERE}mapa/")
        boss.submits(outline="43, 21\n43, 22\n44, 22\n44, 21", outline_from=" РГЗ ")
        assert get(reporting, Fact, lambda f: (f.value["outline"], f.value["outline_from"]), key="map") == (self.SQUARE, "РГЗ")
        inside, outside = reporting.reported(lat=43.5, lon=21.5), reporting.reported(lat=45.0, lon=21.5)
        assert [reporting.look(id, lambda p: p.outside) for id in (inside, outside)] == [False, True]

    @pytest.mark.parametrize("wrapped", ["polygon", "feature", "collection", "multi"])
    def test_geojson_is_read_with_longitude_first(self, wrapped):
        ring = [[21.0, 43.0], [22.0, 43.0], [22.0, 44.0], [21.0, 44.0], [21.0, 43.0]]
        polygon = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "properties": {}, "geometry": polygon}
        text = {
            "polygon": polygon, "feature": feature, "collection": {"type": "FeatureCollection", "features": [feature]},
            "multi": {"type": "MultiPolygon", "coordinates": [[ring[:4]], [ring]]},
        }[wrapped]
        assert places.read_outline(json.dumps(text)) == self.SQUARE

    @pytest.mark.parametrize("text", ["43, 21\n43, 22", "a, b\nc, d\ne, f", "{", '{"type": "Point", "coordinates": [1, 2]}', "91, 21\n43, 22\n44, 22", "[" * 5000, '{"type":' * 3000])
    def test_what_is_no_outline_is_refused(self, text):
        with pytest.raises(BadOutline):
            places.read_outline(text)

    @pytest.mark.parametrize("tiles", ["http://tiles.example/{z}/{x}/{y}.png", "https://tiles.example/", "https://a.example;script-src */{z}/{x}/{y}", "//evil.example/{z}/{x}/{y}", "javascript:{z}{x}{y}"])
    def test_an_address_of_tiles_that_is_none_is_refused(self, boss, tiles, reporting):
        boss.opens(f"{HERE}mapa/")
        boss.submits(tiles=tiles, expects=422)
        assert get(reporting, Fact, lambda f: f.value["tiles"], key="map") == ""

    def test_tiles_of_a_server_and_of_our_own(self, boss, reporting):
        for tiles in ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "/tiles/{z}/{x}/{y}.png"):
            boss.opens(f"{HERE}mapa/")
            boss.submits(tiles=tiles, tiles_from="© OpenStreetMap")
            assert get(reporting, Fact, lambda f: f.value["tiles"], key="map") == tiles

    def test_no_number_is_no_middle(self, boss):
        boss.opens(f"{HERE}mapa/")
        boss.submits(lat="север", expects=422)
        boss.submits(lat="95", expects=422)


class TestPromises:
    ADDRESS = "/en/radni-sto/uprava/obecanja/problem_answer/"

    def test_the_way_of_counting_is_chosen_and_holds_for_new_reports_only(self, boss, reporting, clock):
        old = reporting.reported()
        due = reporting.look(old, lambda p: p.due_at)
        boss.opens(self.ADDRESS)
        boss.submits(count="office_hours", amount="16", opens="07:30", closes="15:30")
        rules = reporting._in_work(lambda db: promise(db, "problem_answer").rules)
        assert (rules["count"], rules["opens"], rules["closes"]) == ("office_hours", "07:30", "15:30")
        new = reporting.reported()
        assert reporting.look(new, lambda p: p.due_at) == now() + timedelta(hours=48), "Monday ten + 16 office hours of 8 = Wednesday ten"
        assert reporting.look(old, lambda p: p.due_at) == due
        boss.opens("/en/radni-sto/uprava/obecanja/")
        assert boss.sees("hours in which offices are open")

    @pytest.mark.parametrize("wrong", [{"opens": "15:00", "closes": "07:00"}, {"opens": "седам"}, {"closes": "25:00"}, {"amount": "0"}, {"count": "moons"}, {"start": "never"}])
    def test_what_no_clock_can_count_by_is_refused(self, boss, reporting, wrong):
        boss.opens(self.ADDRESS)
        boss.submits(**wrong, expects=422)
        assert reporting._in_work(lambda db: promise(db, "problem_answer").version) == 1

    def test_the_rules_have_their_ranges(self, boss, reporting):
        boss.opens("/en/radni-sto/uprava/obecanja/problem_rules/")
        boss.submits(report_day="31", expects=422)
        boss.submits(report_day="5", warn_hours="12")
        assert reporting._in_work(lambda db: promise(db, "problem_rules").rules["warn_hours"]) == 12


def test_a_change_of_the_calendar_is_kept_with_the_rounds_to_come(reporting, clock):
    from datetime import date

    before = reporting.reported()
    reporting._in_work(lambda db: municipality.add_day(db, day=date(2026, 11, 24), working=False, name_sr="Слава", by=None))
    after = reporting.reported()
    versions = [reporting.look(id, lambda p: p.round.calendar_version) for id in (before, after)]
    assert versions[1] == versions[0] + 1
    reporting._in_work(lambda db: municipality.remove_day(db, date(2026, 11, 24), by=None))
    assert reporting._in_work(lambda db: counted(db, "municipality.calendar")) == versions[1] + 1
