"""What the municipality lists: editors keep it, readers open it, the night looks whether it answers, the plan counts."""

import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.features.pages import actions, queries
from portal.features.pages.actions import Told
from portal.features.pages.indicators import INDICATORS, SHOWN_ON
from portal.features.pages.models import Entry, Shelf
from portal.features.pages.refusals import NoDay
from portal.kernel.accounts.models import Role
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.municipality.actions.common import NoName
from portal.kernel.refusals import NoAddress, NotFound, Stale

MEASURES = {indicator.metric: indicator.measure for indicator in INDICATORS}
SITE = "https://primer.rs/usluga"


@pytest.fixture
def editor(people):
    return people.someone(Role.EDITOR)


@pytest.fixture
def put(db, editor):
    """Put something on a shelf and return its number."""

    def add(shelf, name="Издавање дозволе", **told):
        with work() as writing:
            return actions.add(writing, shelf, Told(name_sr=name, **told), by=editor.person(writing)).id

    return add


@pytest.fixture
def elsewhere():
    """A site that has a page and lacks another; its host and port."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/ima" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def measured(db, metric):
    found = MEASURES[metric](db, now())
    return found.numerator, found.denominator


def test_a_new_portal_lists_the_services_of_the_state_and_shows_one_on_the_home_page(nobody):
    page = nobody.opens("/sr/strane/e-usluge/")
    assert "Портал еУправа" in [title.get_text(strip=True) for title in page.select("main h2")]
    assert "Портал еУправа" in nobody.opens("/sr/").get_text()


def test_what_an_editor_puts_on_a_shelf_is_there_in_three_versions(nobody, put):
    put(Shelf.SERVICE, "Закажите термин", name_en="Book a time", address=SITE)
    assert nobody.opens("/sr/strane/e-usluge/") and nobody.sees("Закажите термин")
    assert nobody.opens("/lat/strane/e-usluge/") and nobody.sees("Zakažite termin")
    assert nobody.opens("/en/strane/e-usluge/") and nobody.sees("Book a time")


@pytest.mark.parametrize("address", ["", "primer.rs", "javascript:alert(1)", "/unutra/", "//primer.rs/a", "https://a:b@primer.rs/"])
def test_a_service_needs_an_address_of_the_web(put, address):
    with pytest.raises(NoAddress):
        put(Shelf.SERVICE, address=address)


def test_an_event_needs_a_day_and_everything_a_name(put):
    with pytest.raises(NoDay):
        put(Shelf.EVENT)
    with pytest.raises(NoName):
        put(Shelf.REGISTER, " ")


def test_the_slower_of_two_editors_is_told(editor, put):
    id = put(Shelf.REGISTER)
    with work() as writing:
        actions.edit(writing, id, Told(name_sr="Први"), seen=1, by=editor.person(writing))
    with pytest.raises(Stale), work() as writing:
        actions.edit(writing, id, Told(name_sr="Други"), seen=1, by=editor.person(writing))


def test_who_opens_an_entry_is_led_there_and_counted(db, nobody, put):
    id = put(Shelf.PROMOTION, address=SITE)
    for _ in range(3):
        answer = nobody.asks(f"/sr/strane/otvori/{id}/")
        assert (answer.status_code, answer.location) == (302, SITE)
    assert measured(db, "documents.promo_downloads") == (3, 0)
    assert queries.opened_times(db, Shelf.PROMOTION) == {id: 3}


def test_what_leads_nowhere_or_is_gone_is_not_found(editor, nobody, put):
    id = put(Shelf.REGISTER)
    nobody.opens(f"/sr/strane/otvori/{id}/", expects=404)
    with work() as writing:
        actions.remove(writing, id, by=editor.person(writing))
    nobody.opens(f"/sr/strane/otvori/{id}/", expects=404)
    with pytest.raises(NotFound), work() as writing:
        actions.remove(writing, id, by=editor.person(writing))


def test_the_night_finds_which_addresses_answer(db, put, elsewhere):
    for row in db.query(Entry).all():
        db.delete(row)
    db.commit()
    here, gone = put(Shelf.SERVICE, address=f"http://{elsewhere}/ima"), put(Shelf.SERVICE, address=f"http://{elsewhere}/nema")
    found = actions.look(db, (elsewhere,))
    assert found == {here: True, gone: False}
    with work() as writing:
        actions.looked(writing, found)
    db.expire_all()
    assert measured(db, "eservices.links_ok_share") == (1, 2)


def test_an_address_inside_the_own_network_is_never_asked(db, put, elsewhere):
    id = put(Shelf.SERVICE, address=f"http://{elsewhere}/ima")
    assert actions.look(db)[id] is False


def test_a_changed_address_has_not_been_looked_at(db, editor, put):
    id = put(Shelf.SERVICE, address=SITE)
    with work() as writing:
        actions.looked(writing, {id: True})
    with work() as writing:
        assert actions.edit(writing, id, Told(name_sr="Исто", address=SITE), seen=1, by=editor.person(writing)).works is True
    with work() as writing:
        assert actions.edit(writing, id, Told(name_sr="Исто", address=f"{SITE}2"), seen=2, by=editor.person(writing)).works is None


def test_a_register_without_an_address_counts_as_due(db, put):
    put(Shelf.REGISTER, "Регистар удружења", address=SITE)
    put(Shelf.REGISTER, "Регистар дечјих додатака")
    assert measured(db, "registers.published_share") == (1, 2)


def test_events_of_the_quarter_are_counted_and_no_others(db, put):
    today = now().date()
    assert (today.year, today.month) == (2026, 11)
    for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1)):
        put(Shelf.EVENT, day=day)
    assert measured(db, "events.egov_per_quarter") == (2, 0)


def test_the_banner_stands_on_the_pages_that_are_counted(db, nobody):
    assert measured(db, "banners.euprava") == (len(SHOWN_ON), 0)
    banner = queries.banners(db)[0]
    for address in ("/sr/", "/sr/strane/e-usluge/"):
        assert nobody.opens(address).select_one(f'main a[href="/sr/strane/otvori/{banner.id}/"]') is not None


def test_the_age_of_a_page_is_the_days_since_somebody_checked_it(db):
    page = queries.page("privreda")
    days = max((now().date() - page.reviewed).days, 0)
    assert measured(db, "pages.private_sector_age_days") == (days, 0)


def test_pages_that_nobody_checked_for_a_year_are_named(app, db, clock):
    assert queries.overdue() == []
    clock.moves(days=400)
    assert {page.key for page in queries.overdue()} >= {"privreda", "osobe-sa-invaliditetom"}


def test_an_editor_adds_changes_and_removes_in_the_pages(db, editor, nobody):
    editor.opens("/sr/strane/uredjivanje/registri/novo/")
    editor.submits(name_sr="Регистар удружења", expects=200)
    assert editor.sees("Стављено је на списак.") and editor.sees("Регистар удружења")
    page = nobody.opens("/sr/strane/registri/")
    assert "још није објављен" in page.get_text().lower()
    id = queries.entries(db, Shelf.REGISTER)[0].id
    editor.opens(f"/sr/strane/uredjivanje/stavka/{id}/")
    editor.submits(name_sr="Регистар удружења", address="nema", expects=422)
    assert editor.sees("Напишите целу адресу странице") or editor.page.select_one(".govuk-error-message") is not None
    editor.submits(name_sr="Регистар удружења", address=SITE)
    assert nobody.opens("/sr/strane/registri/").select_one(f'main a[href="/sr/strane/otvori/{id}/"]') is not None
    editor.opens("/sr/strane/uredjivanje/registri/")
    editor.submits(form=f'form[action$="/stavka/{id}/uklanjanje/"]')
    assert "Регистар удружења" not in nobody.opens("/sr/strane/registri/").get_text()


def test_only_editors_keep_the_lists(people):
    people.moderator().opens("/sr/strane/uredjivanje/registri/", expects=403)


def test_an_emptied_list_stays_empty_after_an_upgrade(db, editor):
    for each in queries.entries(db, Shelf.SERVICE):
        with work() as writing:
            actions.remove(writing, each.id, by=editor.person(writing))
    with work() as writing:
        actions.seed(writing)
    assert queries.entries(db, Shelf.SERVICE) == []
