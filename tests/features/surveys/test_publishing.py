"""Results are chosen, looked at and published: frozen, with nothing small in them, and everybody can take them along."""

import csv
import io
import random

import pytest

from portal.features.surveys.actions import publishing
from portal.features.surveys.models import Mode, Publication, Survey
from portal.features.surveys.queries import publication
from portal.features.surveys.refusals.publishing import NoReasonGiven, NotClosed, NothingPicked
from portal.features.surveys.rules.questionnaire import Said, digest_of
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from portal.kernel.db import session, work
from tests.features.surveys.polling import answered, codes_of, opened


@pytest.fixture
def group(people):
    return people.someone(Role.WORKING_GROUP)


@pytest.fixture
def survey_id(db):
    """Sixty answers: of `contact` three say no, and those three differ in trust; and nothing is open any more."""
    survey_id, dice = opened(ballots=80), random.Random(3)
    for place, code in enumerate(codes_of(survey_id, 60, Mode.PAPER)):
        contact = "no" if place < 3 else "yes"
        answered(survey_id, code, eservices=dice.choice(["ask", "report"]), contact=contact, trust=str(1 + place % 5), more="Реч.")
    with work() as writing:
        survey = writing.get_one(Survey, survey_id)
        survey.stage, survey.closed_at = "closed", survey.opened_at
    return survey_id


def seen(survey_id):
    session().rollback()
    return session().get_one(Survey, survey_id).version


def picks(group, survey_id, *chosen):
    with work() as db:
        publishing.pick(db, survey_id, [(each, "") if isinstance(each, str) else each for each in chosen], by=group.person(db), seen=seen_in(db, survey_id))


def seen_in(db, survey_id):
    return db.get_one(Survey, survey_id).version


def publishes(group, survey_id, text="<p>Задовољни су.</p>", **more):
    with work() as db:
        return publishing.publish(db, survey_id, Said(sr=text), by=group.person(db), seen=seen_in(db, survey_id), **more).number


def of(survey_id, *chosen):
    survey = session().get_one(Survey, survey_id)
    return publication.document(session(), survey, [(each, "") if isinstance(each, str) else each for each in chosen])


def shown(question):
    return {row["code"]: row["number"] for row in question["rows"]}


def test_small_numbers_and_those_from_which_they_follow_are_left_out(survey_id):
    [contact] = of(survey_id, "contact")["questions"]
    assert shown(contact) == {"yes": None, "no": None} and contact["n"] == 60 and not contact["whole"]


def test_what_is_not_small_is_shown_with_its_interval(survey_id):
    [trust] = of(survey_id, "trust")["questions"]
    assert shown(trust) == dict.fromkeys("12345", 12) and trust["mean"][0] == 3 and trust["median"][0] == 3
    assert trust["rows"][0]["share"][0] == 0.2


def test_no_table_tells_what_another_one_hides(survey_id):
    found = of(survey_id, "trust", ("trust", "contact"))
    [table] = found["tables"]
    cells = [number for row in table["rows"] for number in row["cells"]]
    assert 1 not in cells and not [number for number in cells if number in range(1, 5)]
    for row, whole in zip(table["rows"], (12,) * 5, strict=True):
        known = [number for number in row["cells"] if number is not None]
        assert len(known) != 1 or whole - known[0] >= 5 or whole == known[0], "one hidden cell would follow from the rest"


def test_what_is_published_is_frozen_and_its_digest_is_in_the_audit_chain(group, survey_id):
    picks(group, survey_id, "trust", "eservices")
    assert publishes(group, survey_id) == 1
    found = session().get_one(Publication, (survey_id, 1))
    line = session().query(AuditLine).filter_by(act="surveys.publish").one()
    assert line.details["digest"] == found.digest == digest_of(found.document)


def test_a_correction_has_a_number_and_a_reason_and_hides_nothing(group, nobody, survey_id):
    picks(group, survey_id, "trust")
    publishes(group, survey_id)
    with pytest.raises(NoReasonGiven):
        publishes(group, survey_id)
    assert publishes(group, survey_id, reason=Said(sr="Додато питање.")) == 2
    nobody.opens(f"/sr/ankete/{survey_id}/rezultati/")
    assert nobody.sees("Додато питање.") and session().query(Publication).count() == 2


def test_two_publications_together_tell_no_more_than_one(group, survey_id):
    """The second one brings a table that would have to hide what the first one showed."""
    picks(group, survey_id, "trust")
    publishes(group, survey_id)
    before = session().get_one(Publication, (survey_id, 1)).document
    assert not publication.takes_back(before, of(survey_id, "trust", "eservices"))
    hiding = {**before, "questions": [{**each, "rows": [{**row, "number": None} for row in each["rows"]]} for each in before["questions"]]}
    assert publication.takes_back(before, hiding) and not publication.takes_back(hiding, before)
    picks(group, survey_id, "contact")
    assert [each["key"] for each in of(survey_id, "contact")["questions"]] == ["contact"]


def test_the_text_reads_as_it_was_written_and_a_correction_keeps_it(group, survey_id):
    picks(group, survey_id, "trust")
    publishes(group, survey_id, text="Прво.\n\nДруго.")
    publishes(group, survey_id, text="", reason=Said(sr="Исправка."))
    texts = [each.text_sr for each in publication.publications(session(), survey_id)]
    assert texts == ["<p>Прво.</p><p>Друго.</p>"] * 2


def test_nothing_is_published_while_people_answer_or_without_a_table(group, survey_id):
    with pytest.raises(NothingPicked):
        publishes(group, survey_id)
    with work() as db:
        db.get_one(Survey, survey_id).stage = "open"
    picks(group, survey_id, "trust")
    with pytest.raises(NotClosed):
        publishes(group, survey_id)


def test_the_working_group_walks_from_the_numbers_to_the_published_page(group, nobody, survey_id):
    group.opens(f"/sr/ankete/sto/{survey_id}/rezultati/")
    group.submits(button="Погледајте резултате", questions=["trust", "contact"], row_1="trust", by_1="contact")
    assert group.sees("Ово ће сви видети") and group.sees("не приказује се")
    nobody.opens(f"/sr/ankete/{survey_id}/rezultati/", expects=404)
    group.submits(button="Објавите резултате", text_sr="Већина <script>alert(1)</script>верује општини.")
    for version, heading in (("sr", "Резултати"), ("lat", "Rezultati"), ("en", "Results")):
        nobody.opens(f"/{version}/ankete/{survey_id}/rezultati/")
        assert nobody.sees(heading) and not nobody.page.select("main script")
    nobody.opens("/sr/ankete/")
    assert nobody.page.select_one(f"a[href='/sr/ankete/{survey_id}/rezultati/']")


def test_nothing_chosen_is_told_on_the_page(group, survey_id):
    group.opens(f"/sr/ankete/sto/{survey_id}/rezultati/")
    version = group.page.select_one("[name=seen]")["value"]
    token = group.page.select_one("[name=csrf_token]")["value"]
    empty = {f"{side}_{n}": "" for side in ("row", "by") for n in (1, 2, 3)}
    group.sends(f"/sr/ankete/sto/{survey_id}/rezultati/", expects=400, seen=version, csrf_token=token, **empty)
    assert group.sees("Изаберите бар једно питање")


def test_open_data_are_the_published_numbers_and_no_cell_is_computed(group, nobody, survey_id):
    picks(group, survey_id, "trust", "contact", ("trust", "contact"))
    publishes(group, survey_id)
    data = nobody.asks(f"/en/ankete/{survey_id}/rezultati.json").get_json()
    assert data["sha256"] == session().get_one(Publication, (survey_id, 1)).digest and data["questions"][0]["key"] == "trust"
    text = nobody.asks(f"/sr/ankete/{survey_id}/rezultati.csv").get_data(as_text=True)
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff") and lines[0][0] == "Питање" and lines[1][:4] == ["Поверење", "1", "", "12"]
    assert {line[3] for line in lines if line[0] == "Контакт"} == {""}


def test_only_the_working_group_chooses_and_publishes(people, survey_id):
    for role in (Role.CLERK, Role.EDITOR, Role.MODERATOR):
        for page in ("rezultati/", "rezultati/objava/"):
            people.someone(role).opens(f"/sr/ankete/sto/{survey_id}/{page}", expects=403)
