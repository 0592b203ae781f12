"""What readers and editors see of news, in three versions."""

import io
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from portal.features.news import actions, queries
from portal.features.news.models import Item
from portal.kernel import worker
from portal.kernel.accounts.models import Role
from portal.kernel.clock import now
from portal.kernel.photos import receiving
from tests.kernel.files import samples as documents
from tests.kernel.photos import samples

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def editor(people):
    return people.someone(Role.EDITOR)


def the_item(db) -> Item:
    db.rollback()
    db.expire_all()
    return db.query(Item).order_by(Item.id.desc()).first()


def meta(page, name) -> str:
    return page.select_one(f'meta[property="{name}"]')["content"]


class TestReading:
    def test_one_item_reads_in_three_versions_and_says_where_it_is_not_translated(self, writing, nobody):
        id = writing.published(title_sr="Ђачки аутобус", written_sr="# Где\nЉуди, **пажња**.")
        nobody.opens(f"/lat/vesti/{id}/")
        assert nobody.sees("Đački autobus") and nobody.page.select_one(".prose h2").text == "Gde" and nobody.sees("Ljudi, pažnja .")
        nobody.opens(f"/en/vesti/{id}/")
        assert nobody.sees("This news item has not been translated") and nobody.page.select_one('.prose [lang="sr-Cyrl"] h2').text == "Где"
        translated = writing.published(title_en="School bus", lead_en="Mind it.", written_en="People.")
        nobody.opens(f"/en/vesti/{translated}/")
        assert nobody.page.h1.text == "School bus" and not nobody.sees("not been translated")

    def test_a_text_in_latin_letters_is_marked_where_the_page_is_in_cyrillic(self, writing, nobody):
        id = writing.published(title_sr="Nova pijaca", lead_sr="Otvorena je.", written_sr="Otvorena je nova pijaca.")
        nobody.opens(f"/sr/vesti/{id}/")
        assert nobody.page.select_one("h1 [lang=sr-Latn]") and nobody.page.select_one(".prose [lang=sr-Latn]")

    def test_who_shares_it_shares_title_summary_and_picture_with_whole_addresses(self, writing, nobody, app):
        id = writing.published()
        writing.pictured(id)
        worker.once(app)
        page = nobody.opens(f"/lat/vesti/{id}/")
        assert meta(page, "og:title") == "Počeli radovi na putu" and meta(page, "og:locale") == "sr_RS"
        assert meta(page, "og:url") == f"http://localhost/lat/vesti/{id}/"
        assert meta(page, "og:image").startswith("http://localhost/uploads/photos/") and meta(page, "og:image:alt") == "Radnici asfaltiraju put."
        assert page.select_one('link[rel=canonical]')["href"] == f"http://localhost/lat/vesti/{id}/"
        with nobody.asks(meta(page, "og:image").removeprefix("http://localhost")) as answer:
            assert answer.status_code == 200

    def test_the_feed_is_atom_with_whole_addresses_by_category_too(self, writing, nobody, clock):
        writing.published(title_sr="А & Б", category="obavestenja", written_sr="3 < 4")
        clock.moves(hours=1)
        other = writing.published(title_sr="Пут", category="radovi-i-putevi")
        writing.drafted()
        for address, titles in (("", ["Пут", "А & Б"]), ("?oblast=radovi-i-putevi", ["Пут"])):
            root = ElementTree.fromstring(nobody.asks(f"/sr/vesti/novo.atom{address}").data)
            entries = root.findall(f"{ATOM}entry")
            assert [e.find(f"{ATOM}title").text for e in entries] == titles
            assert entries[0].find(f"{ATOM}link").get("href") == f"http://localhost/sr/vesti/{other}/"
        assert entries[0].find(f"{ATOM}content").text == "<p>Радови трају до јануара.</p>"

    def test_filters_and_archive_lead_to_what_they_count(self, writing, nobody, clock):
        writing.published(title_sr="Стара вест")
        clock.moves_to(2027, 2, 1, 9, 0)
        writing.published(title_sr="Нова вест", category="radovi-i-putevi")
        page = nobody.opens("/sr/vesti/arhiva/")
        years = [a.text for a in page.select("main h2 a")]
        assert years == ["2027", "2026"]
        nobody.opens(page.select("main h2 a")[1]["href"])
        assert nobody.sees("Стара вест") and not nobody.sees("Нова вест")
        nobody.opens("/sr/vesti/?oblast=radovi-i-putevi")
        assert nobody.sees("Нова вест") and not nobody.sees("Стара вест")
        for odd in ("?godina=0", "?godina=99999", "?oblast=nema", "?posle=x", "?godina=9999"):
            nobody.opens(f"/sr/vesti/{odd}")

    def test_pages_are_turned_by_key_and_neighbours_lead_on(self, writing, nobody, clock):
        ids = []
        for n in range(23):
            clock.moves(minutes=1)
            ids.append(writing.published(title_sr=f"Вест број {n}"))
        page = nobody.opens("/sr/vesti/")
        assert len(page.select("main .entry__title")) == 20
        nobody.opens(page.select_one(".pager .next")["href"])
        assert [a.text for a in nobody.page.select("main .entry__title a")] == ["Вест број 2", "Вест број 1", "Вест број 0"]
        page = nobody.opens(f"/sr/vesti/{ids[5]}/")
        assert [a["href"] for a in page.select(".neighbours a")] == [f"/sr/vesti/{ids[6]}/", f"/sr/vesti/{ids[4]}/"]

    def test_the_home_page_shows_the_first_ones(self, writing, nobody):
        writing.published(title_sr="Пијаца у суботу")
        nobody.opens("/lat/")
        assert nobody.sees("Pijaca u subotu") and nobody.sees("Čitajte i komentarišite")

    def test_a_cached_list_changes_at_the_moment_of_what_is_scheduled(self, writing, app, clock):
        from werkzeug.test import Client

        from portal import wrap

        client = Client(wrap(app))
        writing.published(title_sr="Сутрашња вест", at=now() + timedelta(hours=1))
        assert "Сутрашња" not in client.get("/sr/vesti/").text
        clock.moves(hours=1)
        assert "Сутрашња" in client.get("/sr/vesti/").text


class TestEditing:
    def test_an_editor_writes_looks_publishes_and_a_citizen_may_not(self, editor, people, nobody, db):
        people.citizen().opens("/sr/vesti/sto/nova/", expects=403)
        editor.opens("/sr/vesti/sto/nova/")
        words = {"title_sr": "Зимска служба", "lead_sr": "Спремни смо.", "written_sr": "- со\n- лопате"}
        editor.sends("/sr/vesti/sto/nova/", preview="1", **words, **hidden(editor))
        assert editor.sees("Zimska služba") and [li.text for li in editor.page.select('[lang="sr-Latn"] .prose li')] == ["so", "lopate"]
        assert the_item(db) is None, "a preview saves nothing"
        editor.submits(form="main form.card", **words)
        item = the_item(db)
        assert editor.sees("Сачувано. Испод је оно што читаоци виде.") and item.title_sr == "Зимска служба"
        editor.opens(f"/sr/vesti/sto/{item.id}/objava/")
        editor.submits(form="main form.card")
        nobody.opens(f"/sr/vesti/{item.id}/")

    def test_two_presses_make_one_item(self, editor, db):
        editor.opens("/sr/vesti/sto/nova/")
        sent = {"title_sr": "Једна вест", **hidden(editor)}
        for _ in range(2):
            editor.sends("/sr/vesti/sto/nova/", **sent)
        db.rollback()
        assert db.query(Item).count() == 1

    @pytest.mark.parametrize(
        "fields, sentence",
        [
            ({"title_sr": ""}, "Упишите наслов."),
            ({"title_sr": "\u200b\u202e "}, "Упишите наслов."),
            ({"title_sr": "А" * 201}, "Скратите текст: број знакова је 201"),
            ({"title_sr": "А", "written_sr": "б " * 60_000}, "Скратите текст"),
            ({"title_sr": "А", "written_sr": "\n".join("б" * 3001)}, "Текст има превише редова"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, editor, db, fields, sentence):
        editor.opens("/sr/vesti/sto/nova/")
        editor.sends("/sr/vesti/sto/nova/", expects=422, **{"lead_sr": "Сажетак остаје.", **fields, **hidden(editor)})
        assert editor.sees(sentence)
        assert editor.page.select_one("#lead_sr").text.strip() == "Сажетак остаје."
        db.rollback()
        assert db.query(Item).count() == 0

    def test_a_megabyte_is_refused_with_a_page(self, editor):
        editor.opens("/sr/vesti/sto/nova/")
        editor.sends("/sr/vesti/sto/nova/", expects=422, title_sr="А", written_sr="б" * 500_000, **hidden(editor))

    @pytest.mark.parametrize(
        "fields, sentence",
        [
            ({"when": "later"}, "Write the day on which it should appear."),
            ({"when": "later", "at_on": ["31", "2", "2027"], "at_time": "8:00"}, "Not a valid date value."),
            ({"when": "later", "at_on": ["1", "12", "2026"], "at_time": "25:99"}, "Write the time like 8:30."),
            ({"when": "later", "at_on": ["1", "1", "2020"], "at_time": "8:00"}, "This moment has passed."),
            ({"when": "now", "expires_on": ["1", "1", "2020"]}, "The end must be after the beginning."),
            ({"when": "later", "at_on": ["5", "12", "2026"], "at_time": "8:00", "expires_on": ["4", "12", "2026"]}, "The end must be after the beginning."),
            ({"when": "now", "pinned_on": ["1", "1", "9999"]}, "The end must be after the beginning."),
        ],
    )
    def test_wrong_times_are_refused_beside_their_field(self, writing, editor, fields, sentence):
        id = writing.drafted()
        editor.opens(f"/en/vesti/sto/{id}/objava/")
        editor.sends(f"/en/vesti/sto/{id}/objava/", expects=422, **{**hidden(editor), **fields})
        assert editor.sees(sentence)

    def test_days_and_hours_are_those_of_belgrade(self, writing, editor, db):
        id = writing.drafted()
        editor.opens(f"/sr/vesti/sto/{id}/objava/")
        fields = {"when": "later", "at_on": ["1", "12", "2026"], "at_time": "8.30", "expires_on": ["3", "12", "2026"]}
        editor.sends(f"/sr/vesti/sto/{id}/objava/", **{**hidden(editor), **fields})
        item = the_item(db)
        assert (item.published_at.isoformat(), item.expires_at.isoformat()) == ("2026-12-01T07:30:00+00:00", "2026-12-03T23:00:00+00:00")
        page = editor.opens(f"/sr/vesti/sto/{id}/objava/")
        assert [f["value"] for f in page.select("[name=expires_on]")] == ["3", "12", "2026"] and page.select_one("#at_time")["value"] == "08:30"

    def test_the_slower_of_two_editors_sees_both_texts(self, writing, editor, db):
        id = writing.drafted()
        editor.opens(f"/sr/vesti/sto/{id}/tekst/")
        writing.saved(id, written_sr="Колегиница је писала.")
        editor.submits(form="main form.card", written_sr="Ја сам писала.", expects=409)
        assert editor.sees("Колегиница је писала.") and editor.sees("Ја сам писала.")

    def test_a_correction_is_asked_for_its_note(self, writing, editor, nobody, clock):
        id = writing.published()
        clock.moves(hours=1)
        editor.signs_in_again()
        editor.opens(f"/sr/vesti/sto/{id}/tekst/")
        editor.submits(form="main form.card", written_sr="До марта.", expects=422)
        assert editor.sees("Упишите шта сте исправили")
        editor.submits(form="main form.card", note_sr="Рок је март.")
        nobody.opens(f"/sr/vesti/{id}/")
        assert nobody.sees("Рок је март.") and nobody.sees("До марта.")

    def test_a_picture_comes_with_words_or_not_at_all(self, writing, editor, db, app):
        id = writing.drafted()
        at = f"/sr/vesti/sto/{id}/slike/"
        editor.opens(at)
        editor.sends(at, expects=422, **hidden(editor), pictures=(io.BytesIO(samples.jpeg()), "a.jpg"))
        assert editor.sees("Опишите слику на оба језика")
        editor.sends(at, expects=422, **hidden(editor), shows_sr="Пут.", shows_en="A road.")
        assert editor.sees("Изаберите слику.")
        editor.sends(at, **hidden(editor), shows_sr="Пут.", shows_en="A road.", pictures=(io.BytesIO(samples.jpeg()), "a.jpg"))
        worker.once(app)
        page = editor.opens(f"/sr/vesti/sto/{id}/")
        with editor.asks(page.select_one("main .photos img")["src"]) as answer:
            assert answer.status_code == 200 and samples.OWNER.encode() not in answer.data

    def test_a_picture_too_large_or_none_is_refused_by_name(self, writing, editor, monkeypatch):
        monkeypatch.setattr(receiving, "LARGEST", 1000)
        id = writing.drafted()
        at = f"/sr/vesti/sto/{id}/slike/"
        editor.opens(at)
        for content in (b"no picture", samples.jpeg()):
            editor.sends(at, expects=422, **hidden(editor), decorative="y", pictures=(io.BytesIO(content), "слика.jpg"))
            assert editor.sees("слика.jpg")

    def test_an_attachment_is_public_with_its_item_only(self, writing, editor, nobody, app):
        id = writing.drafted()
        at = f"/sr/vesti/sto/{id}/prilozi/"
        editor.opens(at)
        editor.sends(at, **hidden(editor), save="1", files=(io.BytesIO(documents.PDF), "Odluka.pdf"))
        worker.once(app)
        writing.does(actions.release, id)
        link = nobody.opens(f"/sr/vesti/{id}/").select_one('main a[href*="/uploads/"]')["href"]
        with nobody.asks(link) as answer:
            assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
        editor.opens(at)
        editor.sends(at, **hidden(editor), remove=link.split("/")[2])
        with nobody.asks(link) as answer:
            assert answer.status_code == 404

    def test_the_desk_finds_by_state_category_and_words_in_either_script(self, writing, editor):
        writing.drafted(title_sr="Ђачки аутобус")
        writing.published(title_sr="Пијаца", category="radovi-i-putevi")
        for query, titles in (("?q=djacki", ["Ђачки аутобус"]), ("?stanje=objavljene", ["Пијаца"]), ("?oblast=obavestenja", ["Ђачки аутобус"]), ("?stanje=zakazane", [])):
            editor.opens(f"/sr/vesti/sto/{query}")
            assert [a.text for a in editor.page.select("main .entry__title a")] == titles, query

    def test_categories_are_added_renamed_moved_and_removed_when_empty(self, writing, editor, db):
        writing.published()
        editor.opens("/sr/vesti/postavke/oblasti/nova/")
        editor.submits(form="main form.card", name_sr="Здравље", name_en="Health")
        editor.submits(button="Горе: Здравље")
        db.rollback()
        assert [c.name_sr for c in queries.categories(db)][-2] == "Здравље"
        editor.submits(button="Уклоните: Обавештења", expects=409)
        editor.opens("/sr/vesti/postavke/oblasti/")
        editor.submits(button="Уклоните: Здравље")
        assert not editor.sees("Здравље")

    def test_a_source_is_added_and_asked_by_a_button(self, editor, db):
        editor.opens("/sr/vesti/postavke/izvori/novi/")
        editor.submits(form="main form.card", name="Стари сајт", address="stari.primer.rs", expects=422)
        assert editor.sees("Упишите целу адресу довода вести")
        editor.submits(form="main form.card", address="https://stari.primer.rs/feed/")
        editor.submits(button="Увезите одмах: Стари сајт")
        assert editor.sees("Увоз је наручен.") and editor.sees("Наручено")


def hidden(browser) -> dict[str, str]:
    """The hidden fields of the main form, and what else a browser sends of it untouched."""
    form = browser.page.select_one("main form.card[method=post]")
    found = {f["name"]: f.get("value", "") for f in form.select("input[type=hidden]")}
    chosen = form.select_one("select[name=category_id] option")
    return {**found, **({"category_id": chosen["value"]} if chosen is not None else {})}
