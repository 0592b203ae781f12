"""What a reporter sees of their own report, and does with it."""

import pytest

from portal.features.problems import actions
from portal.features.problems.models import KIND, EventKind, Problem, State
from portal.kernel.codes import code_of
from portal.kernel.moderation.models import Verdict
from tests.features.problems.reporting import ANSWER


@pytest.fixture
def own(db):
    """A function that gives the address of a report's own page."""
    return lambda id, rest="", version="sr": f"/{version}/problemi/moje/{id}/{code_of(KIND, id)}/{rest}"


def test_the_page_says_state_both_promises_and_what_was_written(nobody, reporting, own):
    id = reporting.reported("Рупа код моста.", email="")
    reporting.reported("Нечија друга пријава.")
    nobody.opens(own(id))
    assert nobody.sees("Рупа код моста.") and not nobody.sees("друга пријава")
    assert nobody.sees("до 25. новембра 2026. у 10:00") and nobody.sees("Обећано решење")
    assert nobody.sees("није објавио")


@pytest.mark.parametrize("code", ["aaaaaaaaaa", "", "x" * 400])
def test_without_the_right_code_there_is_no_such_page(nobody, reporting, code):
    id = reporting.reported()
    nobody.opens(f"/sr/problemi/moje/{id}/{code}/" if code else f"/sr/problemi/moje/{id}/", expects=404)


def test_a_code_opens_no_other_report(nobody, reporting, own):
    id, other = reporting.reported(), reporting.reported()
    nobody.opens(own(id).replace(f"/{id}/", f"/{other}/"), expects=404)


class TestFollowingByNumber:
    @pytest.mark.parametrize("reference, code", [("2026-1", "aaaaaaaaaa"), ("1999-1", None), ("друго", None), ("2026-99999999999999", None), ("2026-1", "\x00")])
    def test_a_wrong_pair_says_so_and_keeps_what_was_typed(self, nobody, reporting, db, reference, code):
        id = reporting.reported()
        nobody.opens("/sr/problemi/prati/")
        nobody.submits(form="main form", expects=422, reference=reference, code=code or code_of(KIND, id))
        assert nobody.page.select_one("#reference")["value"] == reference

    def test_the_code_works_with_blanks_and_in_capitals(self, nobody, reporting, db):
        id = reporting.reported()
        code = code_of(KIND, id).upper()
        nobody.opens("/sr/problemi/prati/")
        nobody.submits(form="main form", reference="2026-1", code=f" {code[:5]} {code[5:]} ")
        assert "/moje/" in nobody.address

    def test_guessing_is_slowed_down(self, nobody, reporting):
        reporting.reported()
        for _ in range(30):
            nobody.opens("/sr/problemi/prati/")
            nobody.submits(form="main form", expects=422, reference="2026-1", code="bbbbbbbbbb")
        nobody.opens("/sr/problemi/prati/")
        nobody.submits(form="main form", expects=429, reference="2026-1", code="bbbbbbbbbb")


class TestReply:
    def test_the_reply_goes_to_the_unit_and_the_clocks_go_on(self, nobody, reporting, unit, own):
        id = reporting.published()
        reporting.does(actions.ask_reporter, id, "Која кућа је најближа?", by=unit)
        nobody.opens(own(id))
        assert nobody.sees("Која кућа је најближа?") and nobody.sees("Стоји")
        nobody.submits(button="Пошаљите одговор", text="Број 14.")
        assert nobody.sees("Број 14.") and reporting.look(id, lambda p: p.round.paused_at) is None
        nobody.opens(f"/sr/problemi/{id}/")
        assert not nobody.sees("Која кућа") and not nobody.sees("Број 14."), "between the municipality and the reporter"

    def test_an_empty_reply_says_so(self, nobody, reporting, unit, own):
        id = reporting.published()
        reporting.does(actions.ask_reporter, id, "Која кућа је најближа?", by=unit)
        nobody.opens(own(id))
        nobody.submits(button="Пошаљите одговор", expects=422)
        assert nobody.page.select_one("#text-error")

    def test_nobody_replies_who_was_not_asked(self, nobody, reporting, own):
        id = reporting.published()
        nobody.sends(own(id, "odgovor/"), expects=422, text="Ево.")
        assert nobody.sees("Нико не чека Ваш одговор")


class TestIsItTrue:
    def test_yes_is_said_once(self, nobody, reporting, unit, own):
        id = reporting.resolved(by=unit)
        nobody.opens(own(id))
        nobody.submits(button="Да, решено је")
        assert nobody.sees("Хвала што сте нам рекли") and reporting.look(id, lambda p: p.confirmed_true) is True
        assert not nobody.page.select("button[name=true]")
        nobody.sends(own(id, "da-ili-ne/"), expects=422, true="no")
        assert reporting.look(id, lambda p: p.state) is State.RESOLVED

    def test_no_opens_it_again_with_a_word_why(self, nobody, reporting, unit, own):
        id = reporting.resolved(by=unit)
        nobody.opens(own(id))
        nobody.submits(button="Не, није решено", why="Рупа је и даље ту.")
        assert reporting.look(id, lambda p: (p.state, p.rounds_count)) == (State.ROUTED, 2)
        assert nobody.sees("Рупа је и даље ту.")
        nobody.opens(f"/sr/problemi/{id}/")
        assert not nobody.sees("и даље ту"), "nobody has read these words yet"

    def test_opening_the_page_says_nothing(self, nobody, reporting, unit, own):
        id = reporting.resolved(by=unit)
        nobody.opens(own(id))
        nobody.opens(own(id, "da-ili-ne/"), expects=404)
        assert reporting.look(id, lambda p: p.confirmed_true) is None


class TestAppeal:
    def refused(self, reporting):
        id = reporting.reported()
        reporting.decided(id, Verdict.REFUSE, reason_text="Ово није пријава.")
        return id

    def test_a_refusal_is_shown_with_its_reason_and_appealed_once(self, nobody, reporting, own):
        id = self.refused(reporting)
        nobody.opens(own(id))
        assert nobody.sees("Ово није пријава.")
        nobody.submits(button="Пошаљите приговор", expects=422)
        nobody.submits(button="Пошаљите приговор", why="Јесте, рупа постоји.")
        assert nobody.sees("Ваш приговор разматра други модератор")
        nobody.sends(own(id, "zalba/"), expects=422, why="Још једном.")

    def test_what_was_not_refused_cannot_be_appealed(self, nobody, reporting, own):
        nobody.sends(own(reporting.published(), "zalba/"), expects=422, why="Зашто?")


def test_an_address_is_corrected_and_letters_go_there(nobody, reporting, mailbox, unit, own):
    id = reporting.published(email="")
    nobody.opens(own(id))
    nobody.submits(button="Сачувајте адресу", email="nova@test.example")
    reporting.does(actions.answer, id, ANSWER, by=unit)
    assert ANSWER in mailbox.last("nova@test.example").get_body(("plain",)).get_content()


def test_what_came_by_link_is_not_shown_before_somebody_read_it(nobody, reporting, own):
    id = reporting.published()
    reporting.does(actions.answer, id, ANSWER, by=None, by_link=True)
    for address in (own(id), f"/sr/problemi/{id}/"):
        nobody.opens(address)
        assert not nobody.sees(ANSWER) and nobody.sees("Неко из општине прочита")
    event = reporting.look(id, lambda p: next(e.id for e in p.events if e.kind is EventKind.ANSWERED))
    reporting.does(lambda db, p, by: actions.release(db, next(e for e in p.events if e.id == event), by=by), id, by=reporting.moderator)
    nobody.opens(f"/sr/problemi/{id}/")
    assert nobody.sees(ANSWER)


def test_mine_shows_only_what_this_person_reported(people, reporting):
    me, other = people.citizen(), people.citizen()
    reporting.reported(place="мој сокак", by=me, email=me.email)
    reporting.reported(place="туђи сокак", by=other, email=other.email)
    me.opens("/sr/problemi/moje/")
    assert me.sees("мој сокак") and not me.sees("туђи сокак")


def test_a_forgotten_person_leaves_the_problem_and_takes_the_rest(people, reporting, db):
    from portal.features.problems.personal import export, forget
    from portal.kernel.accounts.models import Person
    from portal.kernel.db import work

    me = people.citizen(name="Јован Јовић")
    public = reporting.published("Рупа код моста.", by=me, email=me.email, name="Јован Јовић", phone="064 111 22 33", category="lighting", answers={"post": "код Јована"})
    other = reporting.published(name="Неко други")
    with work() as writing:
        person = writing.get(Person, me.id)
        assert [row["number"] for row in export(writing, person)["problems"]] == ["2026-1"]
        forget(writing, person)
    problem = db.get(Problem, public)
    assert (problem.reporter_name, problem.reporter_email, problem.reporter_phone, problem.extra, problem.person_id) == ("", "", "", {}, None)
    assert problem.text == "Рупа код моста." and db.get(Problem, other).reporter_name == "Неко други"
