"""What the answers say: counted here anew, by hand, from what people answered."""

import random
from collections import Counter
from statistics import median

import pytest

from portal.features.surveys import queries
from portal.features.surveys.actions import recounting
from portal.features.surveys.models import Mode, Survey, Tally
from portal.features.surveys.queries import cross, statistics
from portal.kernel.accounts.models import Role
from portal.kernel.db import session, snapshot, work
from portal.kernel.refusals import NotFound
from tests.features.surveys.polling import DOCUMENT, answered, codes_of, opened, publish, rows

USED = ("ask", "report", "debate")


def given(dice):
    """What one of many people answers; some leave out this or that."""
    used = dice.sample(USED, dice.randint(0, 3)) or ["none"]
    wanted = {"eservices": used, "why": "Зато." if used == ["none"] else ""}
    wanted |= {"contact": dice.choice(["yes", "no", ""]), "trust": dice.choice(["1", "2", "3", "4", "5", "none", ""])}
    wanted |= {"advise": str(dice.randint(0, 10)), "age": str(dice.randint(16, 90)), "staff__kind": str(dice.randint(1, 5))}
    order = dice.sample(["roads", "water", "light"], 3)
    return {**wanted, **{f"first__{each}": str(place) for place, each in enumerate(order, 1)}}


@pytest.fixture
def polled(db):
    """Sixty people: forty on the web's codes, twenty on paper, answered at random."""
    survey_id, dice = opened(ballots=100), random.Random(5)
    people = [given(dice) for _ in range(60)]
    for mode, part in ((Mode.WEB, people[:40]), (Mode.PAPER, people[40:])):
        for code, answers in zip(codes_of(survey_id, len(part), mode), part, strict=True):
            answered(survey_id, code, **answers)
    return survey_id, people


def of(survey_id, mode=None):
    found = statistics.of_survey(session(), session().get_one(Survey, survey_id), mode)
    session().rollback()
    return found


def test_counts_shares_and_who_did_not_answer(polled):
    survey_id, people = polled
    found = of(survey_id)
    assert found.responses == 60 and found.modes == {Mode.WEB: 40, Mode.PAPER: 20, Mode.FIELD: 0} and found.is_voluntary
    contact = Counter(each["contact"] for each in people)
    counted = found.questions["contact"]
    assert {share.code: share.number for share in counted.shares} == {"yes": contact["yes"], "no": contact["no"]}
    assert counted.n == contact["yes"] + contact["no"] and counted.not_answered == contact[""]
    assert counted.shares[0].share.value == contact["yes"] / counted.n
    assert counted.shares[0].share.low < counted.shares[0].share.value < counted.shares[0].share.high


def test_of_a_multiple_choice_each_option_is_a_share_of_all_who_answered(polled):
    survey_id, people = polled
    used = Counter(code for each in people for code in each["eservices"])
    counted = of(survey_id).questions["eservices"]
    assert counted.n == 60 and {share.code: share.number for share in counted.shares} == {**dict.fromkeys(USED, 0), **used}


def test_medians_means_and_the_promoter_score(polled):
    survey_id, people = polled
    found = of(survey_id).questions
    trust = [int(each["trust"]) for each in people if each["trust"].isdigit()]
    assert found["trust"].median.value == median(trust) and found["trust"].no_opinion == sum(each["trust"] == "none" for each in people)
    assert found["trust"].mean.value == pytest.approx(sum(trust) / len(trust))
    ages = [int(each["age"]) for each in people]
    assert found["age"].mean.value == pytest.approx(sum(ages) / 60) and found["age"].median.value == median(ages)
    advise = [int(each["advise"]) for each in people]
    expected = 100 * (sum(each >= 9 for each in advise) - sum(each <= 6 for each in advise)) / 60
    assert found["advise"].nps.value == pytest.approx(expected)


def test_grids_row_by_row_and_rankings_by_first_and_mean_place(polled):
    survey_id, people = polled
    found = of(survey_id).questions
    kind = Counter(each["staff__kind"] for each in people)
    assert {share.code: share.number for share in found["staff.kind"].shares} == {str(step): kind[str(step)] for step in range(1, 6)}
    firsts = Counter(next(name for name in ("roads", "water", "light") if each[f"first__{name}"] == "1") for each in people)
    assert {share.code: share.number for share in found["first"].shares} == dict(firsts)
    means = {said.sr: interval.value for said, interval in found["first"].ranks}
    assert means["roads"] == pytest.approx(sum(int(each["first__roads"]) for each in people) / 60)


def test_the_numbers_of_one_way_are_those_of_the_people_who_came_that_way(polled):
    survey_id, people = polled
    paper = Counter(each["contact"] for each in people[40:])
    found = of(survey_id, Mode.PAPER)
    assert found.responses == 20 and found.questions["contact"].shares[0].number == paper["yes"]


def test_no_share_of_fewer_than_ten(db):
    survey_id = opened()
    for code in codes_of(survey_id, 9, Mode.PAPER):
        answered(survey_id, code, eservices="ask", contact="yes")
    share = of(survey_id).questions["contact"].shares[0]
    assert share.number == 9 and share.share is None


def test_a_survey_without_an_answer_has_numbers_too(db):
    found = of(opened())
    assert found.responses == 0 and found.questions["contact"].n == 0 and found.questions["trust"].median is None


def test_an_option_that_moved_in_a_later_version_is_still_the_same_option(db):
    survey_id = opened()
    first, second = codes_of(survey_id, 2, Mode.PAPER)
    answered(survey_id, first, eservices="ask", contact="no")
    turned = {**DOCUMENT, "sections": [{**part, "questions": [turn(each) for each in part["questions"]]} for part in DOCUMENT["sections"]]}
    with work() as writing:
        survey = writing.get_one(Survey, survey_id)
        publish(writing, survey, turned, 2)
        survey.number = 2
    answered(survey_id, second, document=turned, number=2, eservices="ask", contact="no")
    assert {share.code: share.number for share in of(survey_id).questions["contact"].shares} == {"yes": 0, "no": 2}
    table = cross.table(session(), session().get_one(Survey, survey_id), "contact", "eservices")
    assert dict(table.cells) == {("no", "ask"): 2}


def turn(question):
    return {**question, "choices": question["choices"][::-1]} if question["code"] == "contact" else question


class TestCross:
    @pytest.mark.parametrize("row, column", [("contact", "trust"), ("trust", "eservices"), ("eservices", "contact"), ("staff.kind", "advise")])
    def test_a_table_counts_those_who_answered_both(self, polled, row, column):
        survey_id, people = polled
        table = cross.table(session(), session().get_one(Survey, survey_id), row, column)
        cells, n = Counter(), Counter()
        for each in people:
            mine, theirs = said(each, row), said(each, column)
            if mine and theirs:
                n.update(mine)
                cells.update((one, other) for one in mine for other in theirs)
        assert {key: number for key, number in table.cells.items() if number} == dict(cells)
        assert {key: number for key, number in table.n.items() if number} == dict(n)

    def test_by_the_way_in_which_answers_came(self, polled):
        survey_id, people = polled
        table = cross.table(session(), session().get_one(Survey, survey_id), "contact", "mode")
        assert table.cells["yes", "paper"] == sum(each["contact"] == "yes" for each in people[40:])

    @pytest.mark.parametrize("row, column", [("contact", "contact"), ("contact", "made_up"), ("why", "contact"), ("age", "contact")])
    def test_what_cannot_stand_along_a_side_is_not_found(self, polled, row, column):
        with pytest.raises(NotFound):
            cross.table(session(), session().get_one(Survey, polled[0]), row, column)


def said(answers, key):
    """The categories in which somebody stands."""
    found = answers.get(key.replace(".", "__"))
    return found if key == "eservices" else [found] if found not in ("", "none") else []


def test_a_recount_from_the_answers_is_exactly_the_sums(polled):
    survey_id, _people = polled
    with snapshot() as looking:
        assert recounting.drift(looking, survey_id) == {}


def test_a_recount_finds_and_mends_sums_that_are_wrong(polled):
    survey_id, _people = polled
    before = of(survey_id)
    with work() as writing:
        row = writing.query(Tally).filter_by(survey_id=survey_id, mode=Mode.WEB).first()
        row.counts, row.responses = {**row.counts, "contact": {"0": 999}}, 1
    with snapshot() as looking:
        found = recounting.drift(looking, survey_id)
    assert list(found) == [(1, Mode.WEB)]
    with work() as writing:
        recounting.mend(writing, survey_id)
    assert of(survey_id).questions == before.questions and sum(row.responses for row in rows(Tally, survey_id)) == 60


def test_answers_by_day(polled):
    assert [number for _day, number in queries.by_day(session(), polled[0])] == [60]


class TestPages:
    def test_the_working_group_reads_numbers_with_their_intervals(self, people, polled):
        survey_id, answers = polled
        group = people.someone(Role.WORKING_GROUP)
        group.opens(f"/sr/ankete/{survey_id}/brojevi/")
        assert group.sees("До сада 60 одговора") and group.sees("Добровољно учешће")
        yes = sum(each["contact"] == "yes" for each in answers)
        row = group.page.select_one("#q-contact").find_parent("section").select_one("tbody tr")
        assert row.select("td")[0].select("span")[-1].text == str(yes)
        group.opens(f"/en/ankete/{survey_id}/brojevi/?nacin=paper")
        assert group.sees("20 answers so far")

    def test_one_question_by_another(self, people, polled):
        group = people.someone(Role.WORKING_GROUP)
        group.opens(f"/sr/ankete/{polled[0]}/ukrstanje/")
        group.opens(f"/sr/ankete/{polled[0]}/ukrstanje/?red=contact&kolona=eservices")
        assert len(group.page.select("main tbody tr")) == 2 and group.sees("Било је могуће више одговора")
        group.opens(f"/lat/ankete/{polled[0]}/ukrstanje/?red=contact&kolona=contact")
        assert group.sees("Izaberite dva različita pitanja")

    def test_nobody_else_reads_them_before_they_are_published(self, people, nobody, polled):
        for page in ("brojevi/", "ukrstanje/"):
            for role in Role:
                if role not in (Role.WORKING_GROUP, Role.CITIZEN):
                    people.someone(role).opens(f"/sr/ankete/{polled[0]}/{page}", expects=403)
            people.citizen().opens(f"/sr/ankete/{polled[0]}/{page}", expects=403)
            nobody.opens(f"/sr/ankete/{polled[0]}/{page}")
            assert nobody.address == "/sr/nalog/prijava/"

    def test_where_no_survey_has_opened_the_page_says_so(self, people):
        people.someone(Role.WORKING_GROUP).opens("/sr/ankete/brojevi/")


def test_the_command_counts_anew_and_fails_where_the_sums_differ(app, polled):
    run = app.test_cli_runner()
    assert run.invoke(args=["portal", "surveys", "recount"]).exit_code == 0
    with work() as writing:
        writing.query(Tally).filter_by(survey_id=polled[0]).first().responses += 1
    assert run.invoke(args=["portal", "surveys", "recount"]).exit_code == 1
    assert run.invoke(args=["portal", "surveys", "recount", "--mend"]).exit_code == 0
    assert run.invoke(args=["portal", "surveys", "recount"]).exit_code == 0
