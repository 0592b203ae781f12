"""What everybody reads of problems: list, one report, feed, letters about an area, search."""

from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from portal.features.problems import actions
from portal.features.problems.models import News, Problem
from portal.features.problems.rules.places import FACT
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.moderation.models import Verdict
from portal.kernel.municipality.models import Fact
from tests.features.problems.reporting import ANSWER

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(browser):
    return [" ".join(link.text.split()) for link in browser.page.select("article[data-problem] h2 a")]


def chosen(browser, name, text):
    return next(option["value"] for option in browser.page.select(f"#f-{name} option") if option.text == text)


class TestTheList:
    def test_it_shows_what_is_public_the_newest_first(self, nobody, reporting, clock):
        reporting.published(place="први")
        clock.moves(minutes=5)
        reporting.published(place="други")
        reporting.reported(place="необјављени")
        nobody.opens("/sr/problemi/")
        assert [title.rpartition(", ")[2] for title in titles(nobody)] == ["други", "први"]
        assert not nobody.sees("необјављени")

    @pytest.mark.parametrize("name, text", [("naselje", "Витошевац"), ("oblast", "Водовод"), ("jedinica", "ЈКП"), ("stanje", "Решено")])
    def test_each_filter_leaves_only_its_own(self, nobody, reporting, unit, people, name, text):
        wanted = {"naselje": {"settlement": "Витошевац"}, "oblast": {"category": "water"}, "jedinica": {"category": "waste"}, "stanje": {}}[name]
        if name == "stanje":
            reporting.resolved(place="тражена", by=unit)
        else:
            reporting.published(place="тражена", **wanted)
        reporting.published(place="друга")
        nobody.opens("/sr/problemi/")
        options = [option.text for option in nobody.page.select(f"#f-{name} option")]
        text = text if text in options else next(o for o in options if text in o)
        nobody.opens(f"/sr/problemi/?{name}={chosen(nobody, name, text)}")
        assert [title.rpartition(", ")[2] for title in titles(nobody)] == ["тражена"]

    def test_late_ones_can_be_asked_for_and_become_so_by_themselves(self, nobody, reporting, clock):
        reporting.published(place="стара")
        nobody.opens("/sr/problemi/?stanje=kasne")
        assert titles(nobody) == []
        clock.moves(hours=48)
        reporting.published(place="нова")
        nobody.opens("/sr/problemi/?stanje=kasne")
        assert len(titles(nobody)) == 1 and nobody.sees("стара")

    @pytest.mark.parametrize("address", ["?naselje=нема&oblast=нема&stanje=нема", "?posle=x.y", "?pre=99999999999999999999.1", "?posle=%00", "?naselje=1' or 1=1"])
    def test_an_unknown_word_in_the_address_counts_as_not_chosen(self, nobody, reporting, address):
        reporting.published()
        nobody.opens("/sr/problemi/" + address)
        assert "govuk-details" in str(nobody.page)

    def test_pages_lead_on_and_back_without_a_gap(self, nobody, reporting, clock):
        for number in range(23):
            reporting.published(place=f"место {number}")
            clock.moves(minutes=1)
        nobody.opens("/sr/problemi/?oblast=roads")
        first = titles(nobody)
        nobody.opens(nobody.page.select_one("a[rel=next]")["href"])
        rest = titles(nobody)
        assert (len(first), len(rest), len({*first, *rest})) == (20, 3, 23)
        assert nobody.page.select_one("a[rel=next]") is None
        nobody.opens(nobody.page.select_one("a[rel=prev]")["href"])
        assert titles(nobody) == first

    def test_the_numbers_above_are_honest(self, nobody, reporting, unit, clock):
        reporting.published()
        reporting.resolved(by=unit)
        reporting.reported()
        clock.moves(hours=49)
        nobody.opens("/sr/problemi/")
        assert [number.text for number in nobody.page.select(".figure__number")] == ["2", "1", "1"]


class TestOneReport:
    def test_it_says_who_has_it_what_was_promised_and_what_was_said(self, nobody, reporting, unit):
        id = reporting.answered("Рупа код моста.", by=unit)
        nobody.opens(f"/sr/problemi/{id}/")
        assert nobody.sees("Рупа код моста.") and nobody.sees(ANSWER) and nobody.sees("Испуњено")
        assert nobody.sees("Одељење за урбанизам")

    def test_it_shows_what_the_moderator_let_through(self, nobody, reporting):
        id = reporting.reported("Зовите 064 123 45 67 за рупу.", place="код Пере Перића", email="")
        reporting.decided(id, Verdict.REDACT, redactions={"text": [(7, 20)], "place": [(4, 15)]})
        nobody.opens(f"/sr/problemi/{id}/")
        assert not nobody.sees("064") and not nobody.sees("Перића") and nobody.sees("█")
        for page in ("/sr/problemi/", "/sr/problemi/novo.atom", "/sr/problemi/mapa/", "/sr/problemi/slicne/?q=zovite+za+rupu+kod", "/sr/arhiva/?q=рупу", "/sr/"):
            assert "064" not in nobody.asks(page).get_data(as_text=True), page

    @pytest.mark.parametrize("how", ["waiting", "refused", "hidden later"])
    def test_what_is_not_public_is_nowhere(self, nobody, reporting, how, people):
        id = reporting.reported("Тајна рупа.", lat=43.67, lon=21.55)
        if how == "hidden later":
            reporting.decided(id, Verdict.APPROVE)
            reporting.does(actions.refuse, id, by=reporting.moderator, reason_sr="Увреде.", reason_en="")
        elif how == "refused":
            reporting.decided(id, Verdict.REFUSE, reason_text="Увреде.")
        nobody.opens(f"/sr/problemi/{id}/", expects=404)
        for page in ("/sr/problemi/", "/sr/problemi/novo.atom", "/sr/problemi/mapa/", "/sr/problemi/mapa.json", "/sr/problemi/mapa/spisak/", "/sr/problemi/slicne/?q=tajna+rupa&naselje=1&oblast=roads", "/sr/arhiva/?q=тајна", "/sr/"):
            text = nobody.asks(page).get_data(as_text=True)
            assert "Тајна" not in text and f"problemi/{id}/" not in text, page

    def test_what_was_typed_in_answers_stays_with_the_municipality(self, nobody, reporting):
        id = reporting.published(category="lighting", answers={"post": "код Јоване, 064 1"})
        flows = reporting.published(category="water", answers={"flows": "burst"})
        nobody.opens(f"/sr/problemi/{id}/")
        assert not nobody.sees("Јоване")
        nobody.opens(f"/en/problemi/{flows}/")
        assert nobody.sees("Water comes to the surface")

    def test_a_joined_one_leads_to_the_one_that_stays(self, nobody, reporting, centre):
        lead, other = reporting.published(place="прва"), reporting.published(place="друга")
        reporting.does(lambda db, p, by: actions.join(db, p, db.get(Problem, lead), by=by), other, by=centre)
        nobody.opens(f"/sr/problemi/{other}/")
        assert nobody.address == f"/sr/problemi/{lead}/"
        nobody.opens("/sr/problemi/")
        assert len(titles(nobody)) == 1

    def test_notes_between_colleagues_are_nowhere(self, nobody, reporting, unit):
        id = reporting.published()
        reporting.does(actions.note, id, "Комшија је мој рођак.", by=unit)
        nobody.opens(f"/sr/problemi/{id}/")
        assert not nobody.sees("рођак")

    def test_accuracy_stands_beside_the_position(self, nobody, reporting):
        id = reporting.published(lat=43.67, lon=21.55, accuracy=60)
        nobody.opens(f"/sr/problemi/{id}/")
        assert nobody.sees("43.67000, 21.55000 (±60 m)")

    def test_staff_find_the_way_to_handling_it(self, unit, nobody, reporting):
        id = reporting.published()
        for reader, leads in ((unit, True), (nobody, False)):
            reader.opens(f"/sr/problemi/{id}/")
            assert bool(reader.page.select(f"a[href$='/problemi/{id}/uredi/']")) is leads


class TestTheFeed:
    def test_it_is_atom_with_the_newest_and_can_be_narrowed(self, nobody, reporting):
        reporting.published("Рупа & <b>мост</b>", settlement="Скорица")
        reporting.published("Пукла цев.", category="water", settlement="Витошевац")
        feed = ElementTree.fromstring(nobody.asks("/sr/problemi/novo.atom").data)
        assert len(feed.findall(f"{ATOM}entry")) == 2
        nobody.opens("/sr/problemi/")
        address = f"/lat/problemi/novo.atom?naselje={chosen(nobody, 'naselje', 'Скорица')}&oblast=roads"
        answer = nobody.asks(address)
        feed = ElementTree.fromstring(answer.data)
        assert answer.mimetype == "application/atom+xml"
        entry = feed.findall(f"{ATOM}entry")
        assert [e.find(f"{ATOM}summary").text.split(" (")[0] for e in entry] == ["Rupa & <b>most</b>"]
        assert feed.find(f"{ATOM}id").text.endswith("oblast=roads")


def gathers(reporting):
    """Let the hour's letters about areas be written."""
    reporting._in_work(actions.tell_areas)


class TestLettersAboutAnArea:
    def follows(self, browser, email="pratilac@test.example", naselje="Скорица", oblast="Улице и путеви"):
        browser.opens("/sr/problemi/obavestenja/")
        values = {
            name: next(o["value"] for o in browser.page.select(f"#{name} option") if o.text == text) if text else ""
            for name, text in (("naselje", naselje), ("oblast", oblast))
        }
        return browser.submits(form="main form", **values, **({"email": email} if email else {}))

    def test_a_confirmed_address_hears_of_reports_there_and_of_no_others(self, nobody, reporting, mailbox, clock):
        self.follows(nobody)
        assert nobody.sees("Још један корак")
        reporting.published("Пре потврде.")
        assert len(mailbox.letters("pratilac@test.example")) == 1
        clock.moves(minutes=1)
        nobody.opens(mailbox.link("pratilac@test.example", "i-ja"))
        nobody.submits(form="main form")
        reporting.published("Рупа код моста.")
        reporting.published("Друга област.", category="water")
        reporting.published("Друго насеље.", settlement="Витошевац")
        gathers(reporting)
        letters = mailbox.letters("pratilac@test.example")
        assert len(letters) == 2 and "Рупа код моста." in letters[-1].get_body(("plain",)).get_content()

    def test_everything_can_be_followed_and_each_report_comes_once(self, people, reporting, mailbox):
        citizen = people.citizen()
        self.follows(citizen, email="", naselje="", oblast="")
        self.follows(citizen, email="", naselje="Скорица", oblast="")
        id = reporting.published("Рупа код моста.")
        gathers(reporting)
        assert len(mailbox.letters(citizen.email)) == 1
        reporting.does(actions.refuse, id, by=reporting.moderator, reason_sr="Увреде.", reason_en="")
        gathers(reporting)
        assert len(mailbox.letters(citizen.email)) == 1

    def test_a_redacted_report_goes_out_as_everybody_sees_it(self, people, reporting, mailbox):
        citizen = people.citizen()
        self.follows(citizen, email="")
        id = reporting.reported("Зовите 064 123 45 67 за рупу.", email="")
        reporting.decided(id, Verdict.REDACT, redactions={"text": [(7, 20)]})
        gathers(reporting)
        assert "064" not in mailbox.last(citizen.email).as_string()

    def test_one_click_ends_it(self, nobody, people, reporting, mailbox):
        citizen = people.citizen()
        self.follows(citizen, email="")
        reporting.published()
        gathers(reporting)
        letter = mailbox.last(citizen.email)
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = "/" + letter["List-Unsubscribe"].strip().strip("<>").partition("localhost/")[2]
        nobody.opens(address)
        assert nobody.sees("Да Вам више не пишемо")
        nobody.sends(address, headers={}, **{"List-Unsubscribe": "One-Click"})
        reporting.published()
        gathers(reporting)
        assert len(mailbox.letters(citizen.email)) == 1

    def test_all_that_is_new_comes_in_one_letter_with_its_number_and_one_click_ends_all_of_it(self, nobody, people, reporting, mailbox):
        citizen, neighbour = people.citizen(), people.citizen()
        self.follows(citizen, email="")
        self.follows(citizen, email="", naselje="", oblast="Водовод")
        self.follows(neighbour, email="", naselje="Витошевац", oblast="")
        for n in range(21):
            reporting.published(f"Рупа {n}.")
        water = reporting.published("Цури вода.", category="water")
        gathers(reporting)
        gathers(reporting)
        (letter,) = mailbox.letters(citizen.email)
        text = letter.get_body(("plain",)).get_content()
        assert letter["Subject"] == "22 нове пријаве тамо где их пратите"
        assert text.count("/problemi/") == 21 and "и још 2 пријаве" in text, "twenty of them, and the list"
        assert mailbox.letters(neighbour.email) == []

        address = "/" + letter["List-Unsubscribe"].strip().strip("<>").partition("localhost/")[2]
        nobody.sends(address, headers={}, **{"List-Unsubscribe": "One-Click"})
        reporting.published("Још једна.")
        reporting.published("Цури и даље.", category="water")
        reporting.published("Код комшије.", settlement="Витошевац")
        gathers(reporting)
        assert (len(mailbox.letters(citizen.email)), len(mailbox.letters(neighbour.email))) == (1, 1)
        assert water

    def test_what_was_hidden_meanwhile_is_told_when_it_is_public_again_and_not_before(self, people, reporting, mailbox):
        citizen = people.citizen()
        self.follows(citizen, email="")
        id, other = reporting.published("Рупа код моста."), reporting.published("Друга рупа.")
        reporting._in_work(lambda db: setattr(db.get(Problem, id), "hidden_at", now()))
        gathers(reporting)
        assert "Друга рупа." in mailbox.last(citizen.email).get_body(("plain",)).get_content()
        reporting._in_work(lambda db: setattr(db.get(Problem, id), "hidden_at", None))
        gathers(reporting)
        assert "Рупа код моста." in mailbox.last(citizen.email).get_body(("plain",)).get_content()
        assert len(mailbox.letters(citizen.email)) == 2 and other
        assert reporting._in_work(lambda db: db.scalars(select(News)).all()) == []

    @pytest.mark.parametrize("email", ["", "nije adresa"])
    def test_a_bad_address_is_refused_beside_its_field(self, nobody, email):
        nobody.opens("/sr/problemi/obavestenja/")
        nobody.submits(form="main form", expects=422, email=email)
        assert nobody.page.select_one("#email-error")

    def test_an_unknown_settlement_is_refused(self, nobody):
        nobody.opens("/sr/problemi/obavestenja/")
        nobody.submits(form="main form", expects=422, naselje="99999", email="a@test.example")
        assert nobody.page.select_one("#naselje-error")

    def test_an_expired_link_says_so(self, nobody):
        nobody.opens("/sr/problemi/i-ja/nema-takve-veze/", expects=404)

    @pytest.mark.parametrize("token", ["nema", "x" * 300])
    def test_leaving_what_nobody_follows_is_fine(self, nobody, token):
        nobody.sends(f"/sr/odjava/{token}/", headers={})
        assert nobody.sees("Више Вам нећемо писати")


class TestTheMap:
    def test_reports_of_a_box_come_with_title_state_and_address(self, nobody, reporting, clock):
        id = reporting.published(lat=43.67, lon=21.55)
        reporting.published(lat=43.90, lon=21.90)
        reporting.published()
        found = nobody.asks("/sr/problemi/mapa.json?box=43.6,21.5,43.7,21.6").json
        assert found["reports"] == [{"id": id, "lat": 43.67, "lon": 21.55, "title": "Улице и путеви: Скорица", "place": "код другог моста", "lang": "sr-Cyrl", "state": found["reports"][0]["state"], "kind": "open", "url": f"/sr/problemi/{id}/"}]
        assert found["total"] == 1 and len(nobody.asks("/sr/problemi/mapa.json").json["reports"]) == 2
        clock.moves(hours=48)
        assert nobody.asks("/sr/problemi/mapa.json?box=43.6,21.5,43.7,21.6").json["reports"][0]["kind"] == "late"

    def test_the_list_beside_it_has_the_same_rows(self, nobody, reporting):
        inside = reporting.published(lat=43.67, lon=21.55)
        outside = reporting.published(lat=43.90, lon=21.90)
        text = nobody.asks("/sr/problemi/mapa/spisak/?box=43.6,21.5,43.7,21.6").get_data(as_text=True)
        assert f"/problemi/{inside}/" in text and f"/problemi/{outside}/" not in text

    @pytest.mark.parametrize("box", ["", "x", "1,2,3", "43.7,21.5,43.6,21.6", "nan,nan,nan,nan", "1e999,0,1,1", "-91,0,1,1", ",".join("1" * 90)])
    def test_a_box_that_is_none_counts_as_not_given(self, nobody, reporting, box):
        reporting.published(lat=43.67, lon=21.55)
        assert nobody.asks(f"/sr/problemi/mapa.json?box={box}").json["total"] == 1

    def test_more_than_the_most_become_numbers_of_cells(self, nobody, reporting, monkeypatch):
        from portal.features.problems.queries import maps

        monkeypatch.setattr(maps, "MOST_MARKERS", 3)
        for place in range(5):
            reporting.published(lat=43.651 + place * 0.001, lon=21.551)
        reporting.published(lat=43.699, lon=21.599)
        found = nobody.asks("/sr/problemi/mapa.json?box=43.6,21.5,43.7,21.6").json
        assert found["reports"] == [] and sorted(cluster["n"] for cluster in found["clusters"]) == [1, 5] and found["total"] == 6
        south, west, north, east = next(cluster["box"] for cluster in found["clusters"] if cluster["n"] == 5)
        assert south <= 43.651 and north >= 43.655 and west <= 21.551 <= east

    def test_filters_hold_on_the_map_too(self, nobody, reporting):
        reporting.published(lat=43.67, lon=21.55)
        reporting.published(lat=43.67, lon=21.55, category="water")
        assert nobody.asks("/sr/problemi/mapa.json?oblast=water").json["total"] == 1

    def test_nothing_comes_from_elsewhere_unless_the_profile_names_tiles(self, nobody, db):
        strict = nobody.asks("/sr/problemi/mapa/").headers["Content-Security-Policy"]
        assert "img-src 'self' data:;" in strict
        with work() as writing:
            fact = writing.get(Fact, FACT)
            fact.value = {**fact.value, "tiles": "https://{s}.tiles.example/{z}/{x}/{y}.png", "tiles_from": "© neko"}
        opened = nobody.asks("/sr/problemi/mapa/").headers["Content-Security-Policy"]
        assert "img-src 'self' https://*.tiles.example data:;" in opened and opened.replace(" https://*.tiles.example", "") == strict
        assert "tiles.example" not in nobody.asks("/sr/problemi/").headers["Content-Security-Policy"]

    @pytest.mark.parametrize("tiles", ["https://a b/{z}", "javascript:alert(1)", "https://x; script-src *", "//evil.example/{z}"])
    def test_an_address_of_tiles_that_is_none_opens_nothing(self, nobody, db, tiles):
        with work() as writing:
            fact = writing.get(Fact, FACT)
            fact.value = {**fact.value, "tiles": tiles}
        policy = nobody.asks("/sr/problemi/mapa/").headers["Content-Security-Policy"]
        assert policy.count("script-src") == 1 and "img-src 'self' data:;" in policy

    def test_the_outline_is_geojson(self, nobody, db):
        with work() as writing:
            fact = writing.get(Fact, FACT)
            fact.value = {**fact.value, "outline": [[43.6, 21.5], [43.7, 21.5], [43.7, 21.6]]}
        ring = nobody.asks("/sr/problemi/mapa/granica.json").json["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1] == [21.5, 43.6] and len(ring) == 4

    def test_a_municipality_without_an_outline_has_an_empty_one_and_nobodys_name(self, nobody, db):
        with work() as writing:
            fact = writing.get(Fact, FACT)
            fact.value = {name: value for name, value in fact.value.items() if not name.startswith("outline")}
        assert nobody.asks("/sr/problemi/mapa/granica.json").json["geometry"]["coordinates"] == []
        nobody.opens("/sr/problemi/mapa/")
        drawn = nobody.page.select_one("[data-map]")
        assert (drawn["data-outline"], drawn["data-edges"], drawn["data-drawn"]) == ("", "", "")

    def test_the_map_begins_with_the_whole_outline_and_says_whose_it_is(self, nobody):
        nobody.opens("/sr/problemi/mapa/")
        drawn = nobody.page.select_one("[data-map]")
        assert drawn["data-edges"] == "43.60542,21.46432,43.81873,21.71291"
        assert drawn["data-drawn"] == "© OpenStreetMap contributors (ODbL)"


def test_the_home_page_has_the_card_the_panel_and_the_nav(nobody, reporting):
    reporting.published(place="код старог млина")
    nobody.opens("/sr/")
    cards = [a["href"] for a in nobody.page.select(".verb h3 a")]
    assert cards[1] == "/sr/problemi/prijavi/" and nobody.sees("код старог млина")
    assert nobody.page.select_one("nav a[href='/sr/problemi/']")


def test_the_archive_finds_a_report_by_its_place_text_and_answer_in_both_scripts(nobody, reporting, unit):
    id = reporting.answered("Рупа код моста.", place="Живкова воденица", by=unit)
    for words in ("zivkova vodenica", "рупа", "екипа излази"):
        nobody.opens(f"/lat/arhiva/?q={words}")
        assert nobody.page.select(f"a[href='/lat/problemi/{id}/']"), words


def test_the_plan_counts_a_reported_problem_as_a_way_in_use(app, db, reporting):
    from portal.features.problems import panels
    from portal.kernel.clock import now

    reporting.reported()
    from datetime import timedelta

    assert panels.reported(db, now() - timedelta(days=30), now() + timedelta(minutes=1)) == 1
    assert panels.reported(db, now() + timedelta(minutes=1), now() + timedelta(days=1)) == 0
