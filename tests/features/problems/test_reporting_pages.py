"""A citizen reports a problem, on pages."""

import io

import pytest
from sqlalchemy import func, select

from portal.features.problems.models import Channel, Problem
from portal.kernel import worker
from portal.kernel.photos.models import Photo
from tests.kernel.photos import samples

TEXT = "Велика рупа, кола не могу да прођу."
FORM = "main form[enctype]"


def begins(browser, category="roads", settlement="Скорица", version="sr"):
    """The first step: settlement and category."""
    browser.opens(f"/{version}/problemi/prijavi/")
    browser.opens(f"/{version}/problemi/prijavi/?naselje={settlement_id(browser, settlement)}&oblast={category}")


def settlement_id(browser, name):
    return next(option["value"] for option in browser.page.select("#naselje option") if option.text == name)


def reports(browser, category="roads", version="sr", expects=200, **fields):
    begins(browser, category, version=version, settlement="Скорица" if version == "sr" else "Skorica")
    return browser.submits(form=FORM, expects=expects, **{"place": "код другог моста", "text": TEXT} | fields)


def stored(db):
    db.rollback()
    return db.scalars(select(Problem).order_by(Problem.id)).all()


def test_a_guest_reports_without_any_name_and_gets_number_and_code(nobody, db):
    reports(nobody)
    problem = stored(db)[0]
    assert (problem.reference, problem.place_text, problem.text) == ("2026-1", "код другог моста", TEXT)
    assert (problem.settlement.name_sr, problem.category.key, problem.reporter_email) == ("Скорица", "roads", "")
    assert nobody.sees("2026-1") and nobody.sees("25. новембра 2026. у 10:00"), "number and the promised moment"
    code = nobody.page.select(".number-and-code .number")[1].text
    nobody.opens("/sr/problemi/prati/")
    nobody.submits(form="main form", reference="2026-1", code=code.upper())
    assert nobody.sees("код другог моста") and nobody.address.startswith(f"/sr/problemi/moje/{problem.id}/")


def test_the_sms_carries_number_code_and_address(nobody):
    reports(nobody)
    sms = nobody.page.select_one("a[href^='sms:']")["href"]
    assert "2026-1" in sms and "prati" in sms and nobody.page.select(".number-and-code .number")[1].text.replace(" ", "") in sms


def test_the_settlement_chosen_last_is_offered_first(nobody):
    begins(nobody, settlement="Скорица")
    nobody.opens("/sr/problemi/prijavi/")
    assert nobody.page.select_one("#naselje option").text == "Скорица"
    assert [o.text for o in nobody.page.select("#naselje option")].count("Скорица") == 1


@pytest.mark.parametrize("address, field", [("?naselje=&oblast=roads", "#naselje"), ("?naselje=1", "#oblast"), ("?naselje=1&oblast=nema", "#oblast"), ("?naselje=99999&oblast=roads", "#naselje"), ("?naselje=%00&oblast=%00", "#naselje")])
def test_a_first_step_without_a_good_choice_says_so_beside_the_field(nobody, address, field):
    nobody.opens("/sr/problemi/prijavi/" + address, expects=422)
    assert nobody.page.select_one(f"{field}-error") and nobody.page.select_one(f'.govuk-error-summary a[href="{field}"]')


def test_a_closed_category_shows_its_message_before_anything_is_typed(nobody):
    nobody.opens("/en/problemi/prijavi/?naselje=1&oblast=heating", expects=422)
    assert nobody.sees("turn to the chimney sweep")


def test_going_back_to_the_first_step_loses_nothing(nobody, db):
    begins(nobody)
    nobody.submits(form=FORM, button="Промените насеље или врсту проблема", place="код моста", text=TEXT, email="ana@test.example")
    assert nobody.sees("Корак 1 од 2")
    nobody.submits(form="main form", button="Наставите", oblast="lighting")
    assert nobody.page.select_one("#place")["value"] == "код моста" and nobody.page.select_one("#email")["value"] == "ana@test.example"
    nobody.submits(form=FORM)
    assert [(p.category.key, p.text) for p in stored(db)] == [("lighting", TEXT)]


def test_the_category_asks_its_own_questions(nobody, db):
    begins(nobody, "water")
    assert nobody.sees("Шта се догађа?")
    nobody.submits(form=FORM, place="код чесме", text=TEXT, extra_flows="burst")
    assert stored(db)[0].extra == {"flows": "burst"}


def test_a_question_may_stop_the_report_with_its_message(nobody, db):
    begins(nobody, "dump")
    assert nobody.sees("позовите ватрогасце на број 193"), "said before anything is sent"
    nobody.submits(form=FORM, expects=422, place="крај потока", text=TEXT, extra_burns="yes")
    assert nobody.page.select_one("#extra_burns-error") and nobody.page.select_one("#text").text.strip() == TEXT
    assert stored(db) == []


def test_an_obligatory_question_is_asked_beside_its_field(nobody, reporting, db):
    question = {"code": "post", "kind": "text", "label_sr": "Број стуба", "label_en": "Number", "required": True}
    reporting.category("lighting", questions=[question])
    begins(nobody, "lighting")
    nobody.submits(form=FORM, expects=422, place="код школе", text=TEXT)
    assert nobody.page.select_one("#extra_post-error")
    nobody.submits(form=FORM, extra_post="17")
    assert stored(db)[0].extra == {"post": "17"}


@pytest.mark.parametrize("version", ["sr", "lat", "en"])
def test_an_empty_form_says_at_each_field_what_to_write(nobody, version):
    begins(nobody, version=version, settlement="Скорица" if version == "sr" else "Skorica")
    nobody.submits(form=FORM, expects=422)
    assert [link["href"] for link in nobody.page.select(".govuk-error-summary a")] == ["#place", "#text"]


@pytest.mark.parametrize("text, said", [("a\n" * 10_000, True), ("х" * 5000, True), ("ред\x00 са нулом \x07и звоном", False)])
def test_odd_texts_are_refused_with_what_was_typed_or_cleaned(nobody, db, text, said):
    reports(nobody, text=text, expects=422 if said else 200)
    if said:
        assert nobody.page.select_one("#text-error") and len(nobody.page.select_one("#text").text) >= 5000
        assert stored(db) == []
    else:
        assert stored(db)[0].text == "ред са нулом и звоном"


def test_an_address_that_is_none_is_refused_and_none_at_all_is_fine(nobody, db):
    reports(nobody, email="ana@", expects=422)
    assert nobody.page.select_one("#email-error")
    nobody.submits(form=FORM, email="")
    assert len(stored(db)) == 1


def test_a_position_is_kept_with_its_accuracy(nobody, db):
    reports(nobody, lat="43.67", lon="21.55", accuracy="62.4")
    problem = stored(db)[0]
    assert (problem.lat, problem.lon, problem.accuracy, problem.outside) == (43.67, 21.55, 62, False)


def test_a_position_outside_the_municipality_is_taken_with_a_warning(nobody, db):
    reports(nobody, lat="45.25", lon="19.85", accuracy="20")
    assert stored(db)[0].outside and nobody.sees("ван општине")


@pytest.mark.parametrize("lat", ["", "abc", "nan", "1e999", "200"])
def test_a_position_that_is_none_loses_nothing(nobody, db, lat):
    reports(nobody, lat=lat, lon="21.55", expects=422 if lat in {"nan", "1e999", "200"} else 200)
    if nobody.answer.status_code == 422:
        assert nobody.page.select_one("#place-error") and nobody.page.select_one("#text").text.strip() == TEXT
    else:
        assert stored(db)[0].lat is None


def test_two_presses_make_one_report(nobody, db):
    begins(nobody)
    page = nobody.page
    nobody.submits(form=FORM, place="код моста", text=TEXT)
    first = nobody.address
    nobody.page = page
    nobody.submits(form=FORM, place="код моста", text=TEXT, expects=200)
    assert nobody.address == first and len(stored(db)) == 1


def test_personal_data_is_shown_to_the_reporter_before_everybody_could_see_it(nobody, db):
    reports(nobody, text="Рупа, зовите ме на 064 123 45 67.")
    assert stored(db) == [] and nobody.sees("064 123 45 67") and nobody.sees("број телефона")
    nobody.submits(button="Пошаљите овако како је")
    assert [p.text for p in stored(db)] == ["Рупа, зовите ме на 064 123 45 67."]


def test_personal_data_taken_out_is_not_shown_again(nobody, db):
    reports(nobody, place="код Пере, 064/123-45-67")
    nobody.submits(form=FORM, place="код Пере")
    assert [p.place_text for p in stored(db)] == ["код Пере"]


class TestTheSameProblem:
    def test_near_reports_are_shown_and_one_press_joins(self, nobody, reporting, db):
        id = reporting.published("Рупа код другог моста, опасно.")
        reporting.published(category="water", settlement="Браљина")
        reports(nobody, email="ana@test.example")
        assert len(nobody.page.select(".near li")) == 1 and len(stored(db)) == 2
        button = nobody.page.select_one(".near button")
        nobody.page.select_one(FORM)["action"] = button["formaction"]
        nobody.submits(form=FORM)
        assert nobody.address == f"/sr/problemi/{id}/hvala/" and len(stored(db)) == 2

    def test_mine_is_another_one_is_sent(self, nobody, reporting, db):
        reporting.published("Рупа код другог моста, опасно.")
        reports(nobody)
        nobody.submits(button="Моја је друга: пошаљите је")
        assert len(stored(db)) == 2

    def test_who_went_on_to_me_too_can_still_send_their_own(self, nobody, reporting, db):
        reporting.published("Рупа код другог моста, опасно.")
        reports(nobody)
        page = nobody.page
        form = page.select_one(FORM)
        action, form["action"] = form["action"], page.select_one(".near button")["formaction"]
        nobody.submits(form=FORM)
        nobody.page, form["action"] = page, action
        nobody.submits(button="Моја је друга: пошаљите је")
        assert len(stored(db)) == 2 and nobody.sees("2026-2")

    def test_what_is_not_public_is_not_shown(self, nobody, reporting, db):
        reporting.reported("Рупа код другог моста, опасно.")
        reports(nobody)
        assert len(stored(db)) == 2

    def test_similar_ones_come_as_a_piece_of_a_page_in_both_scripts(self, nobody, reporting):
        reporting.published("Рупа код другог моста, опасно.")
        piece = nobody.asks("/lat/problemi/slicne/?q=rupa+kod+mosta&oblast=roads").get_data(as_text=True)
        assert "opasno" in piece and "i-ja" in piece
        assert "opasno" not in nobody.asks("/lat/problemi/slicne/?q=rupa").get_data(as_text=True), "too short to tell"


class TestMeToo:
    def test_it_counts_at_once_and_twice_the_same_press_is_one(self, nobody, reporting):
        id = reporting.published()
        nobody.opens(f"/sr/problemi/{id}/i-ja/")
        page = nobody.page
        nobody.submits(form="main form")
        nobody.page, nobody.address = page, f"/sr/problemi/{id}/i-ja/"
        nobody.submits(form="main form")
        assert reporting.look(id, lambda p: p.same_count) == 1

    def test_with_an_address_it_counts_when_the_letter_is_confirmed(self, nobody, reporting, mailbox):
        id = reporting.published()
        nobody.opens(f"/sr/problemi/{id}/i-ja/")
        nobody.submits(form="main form", email="sused@test.example")
        assert reporting.look(id, lambda p: p.same_count) == 0
        nobody.opens(mailbox.link("sused@test.example", "i-ja"))
        nobody.submits(form="main form")
        assert reporting.look(id, lambda p: p.same_count) == 1 and nobody.sees("рачуна се")

    def test_nobody_says_it_of_what_is_not_public(self, nobody, reporting):
        nobody.opens(f"/sr/problemi/{reporting.reported()}/i-ja/", expects=404)

    def test_of_a_joined_report_the_one_that_stays_counts(self, nobody, reporting, centre):
        lead, other = reporting.published(), reporting.published()
        from portal.features.problems import actions
        from portal.features.problems.models import Problem as Row

        reporting.does(lambda db, p, by: actions.join(db, p, db.get(Row, lead), by=by), other, by=centre)
        before = reporting.look(lead, lambda p: p.same_count)
        nobody.opens(f"/sr/problemi/{other}/i-ja/")
        nobody.submits(form="main form")
        assert reporting.look(lead, lambda p: p.same_count) == before + 1


class TestPhotos:
    def sends(self, nobody, expects=200, **fields):
        begins(nobody)
        picture = (io.BytesIO(samples.jpeg()), "rupa.jpg")
        data = {name: field.get("value", "") for field in nobody.page.select(f"{FORM} input[type=hidden]") for name in [field["name"]]}
        data |= {"place": "код моста", "text": TEXT, "pictures": picture} | fields
        return nobody.sends("/sr/problemi/prijavi/", expects=expects, **data)

    def test_photos_belong_to_the_report(self, nobody, db):
        self.sends(nobody)
        problem = stored(db)[0]
        assert db.scalars(select(Photo.about_kind).where(Photo.about_id == problem.id)).all() == ["problem"]

    def test_photos_survive_a_page_that_comes_back(self, nobody, db):
        self.sends(nobody, expects=422, place="")
        assert nobody.sees("1 фотографија коју сте изабрали је сачувана")
        nobody.submits(form=FORM, place="код моста")
        assert db.scalar(select(func.count()).select_from(Photo)) == 1

    def test_photos_survive_the_look_at_personal_data(self, nobody, db):
        self.sends(nobody, text="Зовите 064 123 45 67 за рупу.")
        nobody.submits(button="Пошаљите овако како је")
        assert db.scalar(select(func.count()).select_from(Photo)) == 1

    @pytest.mark.parametrize("kept", ["x", "", "eyJhIjoxfQ.aaaa.bbbb"])
    def test_nobody_makes_up_photos_that_were_kept(self, nobody, db, kept):
        reports(nobody, kept=kept)
        assert len(stored(db)) == 1 and db.scalar(select(func.count()).select_from(Photo)) == 0

    def test_what_is_no_picture_is_refused_beside_the_field(self, nobody, db):
        begins(nobody)
        nobody.sends("/sr/problemi/prijavi/", expects=422, naselje="1", oblast="roads", place="код моста", text=TEXT, pictures=(io.BytesIO(b"no picture"), "slika.jpg"))
        assert nobody.page.select_one("#pictures-error") and stored(db) == []


def test_a_signed_in_citizen_types_no_name_and_may_report_for_an_organisation(people, db):
    citizen = people.citizen(name="Јована Јовић")
    begins(citizen)
    assert not citizen.page.select("#name, #email")
    citizen.submits(form=FORM, place="код моста", text=TEXT, organisation="МЗ Скорица")
    problem = stored(db)[0]
    assert (problem.reporter_name, problem.person_id, problem.organisation, problem.channel) == ("Јована Јовић", citizen.id, "МЗ Скорица", Channel.ORGANISATION)
    citizen.opens("/sr/problemi/moje/")
    assert citizen.sees("код моста")


def test_a_network_that_sends_far_too_much_is_stopped_and_a_signed_in_helper_is_not(nobody, people, monkeypatch, db):
    from portal.features.problems.views import public

    monkeypatch.setattr(public, "A_NETWORK", 2)
    for place in ("један", "два"):
        reports(nobody, place=place)
    reports(nobody, place="три", expects=422)
    assert nobody.page.select_one("#place")["value"] == "три"
    begins(helper := people.citizen())
    helper.submits(form=FORM, place="четири", text=TEXT)
    assert len(stored(db)) == 3


def test_a_report_from_another_site_is_refused(nobody, db):
    nobody.sends("/sr/problemi/prijavi/", expects=403, headers={"Origin": "https://evil.example"}, naselje="1", oblast="roads", place="x", text="y")
    assert stored(db) == []


def test_the_moderator_sees_the_photos_beside_the_words_and_may_cover_places(nobody, people, app):
    reports(nobody, pictures=(io.BytesIO(samples.jpeg()), "put.jpg"))
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    assert moderator.sees("Припрема се")
    worker.once(app)
    moderator.opens("/sr/radni-sto/moderacija/")
    picture = moderator.page.select_one(".photos img")
    answer = moderator.asks(picture["src"])
    assert answer.status_code == 200 and nobody.asks(picture["src"]).status_code in {303, 403}
    answer.close()
    assert moderator.page.select_one(".photos a:not(.photos__link)")["href"].startswith("/sr/problemi/")
