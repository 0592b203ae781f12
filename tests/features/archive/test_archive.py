"""The archive: whoever looks finds, or is told what to do next."""

from datetime import timedelta

import pytest
from werkzeug.test import Client

from portal.kernel import search
from portal.kernel.cache import wrap
from portal.kernel.clock import now
from portal.kernel.db import work

NUMBERS = iter(range(1000, 9999))


@pytest.fixture
def shelf(app):
    """Puts a document in an archive that holds only what the starter brings."""

    def put(title, text="", *, kind="question", ago=0, endpoint="portal.site.home"):
        with app.app_context(), work() as db:
            search.put(
                db,
                search.Document(
                    kind=kind,
                    subject_id=next(NUMBERS),
                    title=title,
                    text=text,
                    url_endpoint=endpoint,
                    url_values={},
                    published_at=now() - timedelta(days=ago),
                ),
            )

    put("Расвета у Скорици", ago=3)
    return put


def titles(page):
    return [" ".join(title.get_text().split()) for title in page.select("main article h3")]


def test_a_citizen_of_71_finds_why_the_bus_stopped(shelf, nobody):
    shelf("Зашто не саобраћа аутобус?", "Од марта нема поласка из Витошевца.", ago=30)
    page = nobody.opens("/sr/arhiva/?q=autobus vitosevac")
    assert titles(page) == ["Зашто не саобраћа аутобус?"]
    assert [mark.text for mark in page.select("main mark")] == ["аутобус", "Витошевца"]
    assert page.select_one("#results").text == "1 резултат" and page.select_one("#q")["value"] == "autobus vitosevac"
    assert "24.\u00a0октобра 2026." in page.select_one("main article time").text


def test_every_version_finds_the_same_and_says_in_which_language_it_is(shelf, nobody):
    shelf("Зашто не саобраћа аутобус?", ago=30)
    latin = nobody.opens("/lat/arhiva/?q=аутобус")
    assert titles(latin) == ["Zašto ne saobraća autobus?"] and latin.select_one("main mark").text == "autobus"
    assert not latin.select("main article [lang]")
    english = nobody.opens("/en/arhiva/?q=autobus")
    assert titles(english) == ["Зашто не саобраћа аутобус?"]
    assert english.select_one("main article h3 span")["lang"] == "sr-Cyrl"
    assert english.select_one("#results").text == "1 result"


def test_what_citizens_wrote_is_never_markup(shelf, nobody):
    shelf("Аутобус <img src=x onerror=alert(1)>", "<script>alert(1)</script> аутобус")
    page = nobody.opens("/sr/arhiva/?q=autobus")
    assert titles(page) == ["Аутобус <img src=x onerror=alert(1)>"] and not page.select("main article img, main script")
    nobody.opens('/sr/arhiva/?q="><script>alert(1)</script>')
    assert not nobody.page.select("main script")


def test_best_first_or_newest_first(shelf, nobody):
    shelf("Аутобус", ago=30)
    shelf("Разно", "Помиње се аутобус.", ago=1)
    page = nobody.opens("/sr/arhiva/?q=autobus")
    assert titles(page) == ["Аутобус", "Разно"]
    newest = page.find("a", string="Прво најновије")
    assert page.find("a", string="Прво најбоље")["aria-current"] == "true" and not newest.has_attr("aria-current")
    assert titles(nobody.opens(newest["href"])) == ["Разно", "Аутобус"]
    kept = nobody.page.select_one("main form input[name=red]")
    assert kept["value"] == "novo", "the next search keeps the order"


def test_one_kind_alone(shelf, nobody, app):
    shelf("Аутобус")
    shelf("Аутобуси у плану", kind="activity")
    for n in range(21):
        shelf(f"А {n}")
    page = nobody.opens("/sr/arhiva/?q=autobus")
    assert len(titles(page)) == 2
    assert titles(nobody.opens(page.find("a", string="Питања и одговори", href=lambda h: "vrsta" in h)["href"])) == [
        "Аутобус"
    ]
    assert titles(nobody.opens("/sr/arhiva/?q=autobus&vrsta=nepoznata")) == []
    nobody.opens("/sr/arhiva/?q=a&vrsta=question")
    others = [link["href"] for link in nobody.page.select('main .choices a[href*="red=novo"], main a[rel=next]')]
    assert len(others) == 2 and all("vrsta=question" in address for address in others), "order and page keep the kind"
    assert nobody.sees("Претражите све")


def test_pages_follow_one_another(shelf, nobody):
    for n in range(45):
        shelf(f"Аутобус {n}", ago=n)
    seen, pages = [], 0
    page = nobody.opens("/sr/arhiva/?q=autobus")
    assert page.select_one("#results").text == "45 резултата"
    while True:
        seen += titles(page)
        pages += 1
        onward = page.select_one("main nav a[rel=next]")
        if onward is None:
            break
        page = nobody.opens(onward["href"])
    assert pages == 3 and len(seen) == len(set(seen)) == 45
    assert titles(nobody.opens(page.select_one("main nav a[rel=prev]")["href"])) == seen[:20]


def test_more_than_a_thousand_are_not_counted(shelf, nobody, monkeypatch):
    monkeypatch.setattr("portal.kernel.search.queries.MOST_COUNTED", 2)
    for n in range(3):
        shelf(f"Аутобус {n}")
    assert nobody.opens("/en/arhiva/?q=autobus").select_one("#results").text == "More than 1,000 results"


def test_who_finds_nothing_is_told_what_to_do_next(shelf, nobody):
    page = nobody.opens("/sr/arhiva/?q=krokodil")
    assert nobody.sees("Нема резултата за: krokodil")
    assert page.select_one('main a[href="/sr/pitanja/pitaj/"]') is not None


def test_without_the_questions_feature_nothing_leads_to_it(make_app):
    from tests.support.browser import Browser

    page = Browser(make_app(PORTAL_FEATURES=("archive",))).opens("/sr/arhiva/?q=krokodil")
    assert not page.select('main a[href*="pitanja"]')


def test_what_comes_near_is_shown_when_nothing_has_every_word(shelf, nobody):
    shelf("Аутобус из Витошевца не иде", ago=30)
    page = nobody.opens("/sr/arhiva/?q=autobus vitosevac nedelja")
    assert titles(page) == ["Аутобус из Витошевца не иде"]
    assert nobody.sees("Ниједан текст нема све ове речи")


def test_without_words_the_archive_is_read_from_the_top(shelf, nobody):
    shelf("Аутобус", ago=-1)
    page = nobody.opens("/sr/arhiva/")
    assert titles(page)[:2] == ["Аутобус", "Расвета у Скорици"] and not page.select("main mark")


def test_a_thing_whose_feature_is_switched_off_is_passed_over(shelf, nobody):
    shelf("Аутобус", endpoint="portal.gone.show")
    assert titles(nobody.opens("/sr/arhiva/?q=autobus")) == []


@pytest.mark.parametrize(
    "address",
    [
        "q=%00%ED%A0%80%FF",
        "q=" + "a" * 5000,
        "q=%22%22-%22&vrsta=%27%22%00&red=x&posle=-1~x",
        "q=" + "put+" * 1000,
        "q=a&q=b&posle=" + "9" * 50,
        "posle=1",
    ],
)
def test_whatever_stands_in_the_address_there_is_a_page(shelf, nobody, address):
    nobody.opens(f"/sr/arhiva/?{address}")


def test_a_kept_page_of_results_is_made_anew_when_something_is_published(shelf, app):
    reader = Client(wrap(app))
    for _ in range(2):
        assert "Аутобус 12" not in reader.get("/sr/arhiva/?q=autobus").text
    shelf("Аутобус 12")
    assert "12" in reader.get("/sr/arhiva/?q=autobus").text.partition("<main")[2]


def excerpts(page):
    return [text.get_text() for text in page.select("main .entry__text")]


def is_cyrillic(text):
    return any("\u0400" <= letter <= "\u04ff" for letter in text)


@pytest.mark.parametrize("words", ["bilbordi", "billboards"])
def test_an_activity_of_the_plan_is_shown_in_the_readers_version(nobody, words):
    """Whichever language it was found by."""
    for version, cyrillic in (("sr", True), ("lat", False), ("en", False)):
        page = nobody.opens(f"/{version}/arhiva/?q={words}&vrsta=plan")
        title, piece = titles(page)[0], excerpts(page)[0]
        assert title.startswith("5.1.2") and is_cyrillic(title) is is_cyrillic(piece) is cyrillic
        assert not page.select("main .entry [lang]")


def test_without_words_the_plan_begins_in_the_readers_version_too(nobody):
    assert all(map(is_cyrillic, titles(nobody.opens("/sr/arhiva/?vrsta=plan"))))
    serbian = excerpts(nobody.page)
    assert serbian and not [piece for piece in serbian if not is_cyrillic(piece[:40])]
    english = nobody.opens("/en/arhiva/?vrsta=plan")
    assert not [piece for piece in excerpts(english) if is_cyrillic(piece[:40])]
