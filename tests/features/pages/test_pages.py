"""Standing pages: they are there in three versions, and nothing in them is lost."""

import pytest
import yaml

from portal.features.pages import queries
from portal.kernel.db import work
from portal.kernel.municipality.actions import promise_anew
from portal.kernel.municipality.queries import promise
from portal.kernel.paths import STARTER

KEYS = ("pristupacnost", "privatnost", "pravila", "pomoc", "privreda", "osobe-sa-invaliditetom", "euprava")
WRITTEN = {page["key"]: page for page in yaml.safe_load((STARTER / "pages.yaml").read_text(encoding="utf-8"))["pages"]}
NUMBERS = {
    "limits.open_questions_per_asker": "3",
    "moderation.working_days": "1",
    "answer.working_days": "10",
    "reminders.before_days": "3, 1",
}


def words(blocks):
    for block in blocks:
        for content in block.values():
            yield from content if isinstance(content, list) else [content]


@pytest.mark.parametrize("key", KEYS)
def test_a_page_shows_all_that_was_written(nobody, key):
    for version, language in (("sr", "sr"), ("en", "en")):
        page = nobody.opens(f"/{version}/strane/{key}/")
        assert page.select_one("h1").text.strip() == WRITTEN[key][f"title_{language}"]
        shown = " ".join(page.select_one("main article").get_text().split())
        for line in words(WRITTEN[key][language]):
            text = queries.filled(line, NUMBERS)
            assert " ".join(text.split()) in shown, text
        assert len(page.select("main article h2")) == sum("h2" in block for block in WRITTEN[key][language])


@pytest.mark.parametrize("key", KEYS)
def test_the_latin_page_is_the_same_page_in_latin(nobody, key):
    cyrillic = nobody.opens(f"/sr/strane/{key}/").select_one("main article")
    latin = nobody.opens(f"/lat/strane/{key}/").select_one("main article")
    assert [tag.name for tag in latin.find_all(True)] == [tag.name for tag in cyrillic.find_all(True)]
    assert not [letter for letter in latin.text if "Ѐ" <= letter <= "ӿ"]


def test_a_page_says_when_it_was_last_checked_and_what_else_there_is(nobody):
    page = nobody.opens("/sr/strane/pomoc/")
    assert nobody.sees("Последњи пут прегледано: 23. новембра 2026.")
    assert page.select_one('main nav a[href="/sr/strane/privatnost/"]') is not None
    assert not page.select('main nav a[href="/sr/strane/pomoc/"]')


def test_addresses_in_the_text_are_links(nobody):
    page = nobody.opens("/lat/strane/pristupacnost/")
    assert page.select_one('main article a[href^="mailto:pitanja@"]') is not None


def test_a_page_that_nobody_wrote_is_not_found(nobody):
    nobody.opens("/sr/strane/nema/", expects=404)


def test_a_municipality_writes_its_own(app, nobody, tmp_path):
    own = {
        "pages": [
            {"key": "pomoc", "title_sr": "Наша помоћ", "reviewed": "2026-01-02", "sr": [{"p": "Зовите <b>нас</b>."}]},
            {
                "key": "o-nama",
                "title_sr": "О нама",
                "title_en": "About us",
                "reviewed": "2026-01-02",
                "sr": [{"p": "Ми."}],
                "en": [{"p": "We."}],
            },
        ]
    }
    text = yaml.safe_dump(own, allow_unicode=True).replace("'2026-01-02'", "2026-01-02")
    (tmp_path / "pages.yaml").write_text(text, encoding="utf-8")
    queries._read.cache_clear()
    assert nobody.opens("/sr/strane/pomoc/").select_one("h1").text.strip() == "Наша помоћ"
    assert nobody.sees("Зовите <b>нас</b>.") and nobody.opens("/sr/strane/pravila/")
    assert nobody.opens("/en/strane/o-nama/").select_one("main article p").text == "We."
    untranslated = nobody.opens("/en/strane/pomoc/").select_one("main article")
    assert untranslated["lang"] == "sr-Cyrl" and "not been translated" in untranslated.select_one("[lang=en]").text


def test_the_rules_say_the_numbers_that_hold_now(app, db, nobody):
    assert nobody.opens("/sr/strane/pravila/") and nobody.sees("највише 3.") and nobody.sees("радних дана пре: 3, 1")
    with work() as writing:
        held = promise(writing, "limits")
        promise_anew(writing, "limits", {**held.rules, "open_questions_per_asker": 5}, seen=held.version, by=None)
    assert nobody.opens("/en/strane/pravila/") and nobody.sees("at most 5.")
    assert "{" not in nobody.page.select_one("main").text


@pytest.mark.parametrize("version", ["sr", "lat", "en"])
def test_help_and_rules_are_one_step_from_every_page(nobody, people, version):
    wanted = [f"/{version}/strane/{key}/" for key in ("pomoc", "pravila", "privatnost")]
    for reader, address in ((nobody, ""), (nobody, "pitanja/"), (nobody, "nalog/prijava/"), (people.citizen(), "nalog/")):
        page = reader.opens(f"/{version}/{address}")
        assert all(page.select_one(f'footer a[href="{link}"]') for link in wanted), address
    asking = nobody.opens(f"/{version}/pitanja/pitaj/")
    assert all(asking.select_one(f'main a[href="{link}"]') for link in wanted)
    assert nobody.opens(f"/{version}/nema-takve/", expects=404).select_one(f'footer a[href="{wanted[0]}"]')
