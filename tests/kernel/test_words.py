"""Which version a reader gets, and its words."""

from datetime import date, datetime

import pytest

from portal.kernel import words
from portal.kernel.clock import ZONE
from portal.kernel.site.shown import name_of, plainly, told, typed
from portal.kernel.words import gettext, negotiate, ngettext, shown_date, shown_moment, shown_number, speaking

ACCEPTED = {
    "": "sr",
    "sr": "sr",
    "sr-RS": "sr",
    "sr-Cyrl-RS,en;q=0.5": "sr",
    "sr-Latn-RS": "lat",
    "sr_Latn_RS": "lat",
    "sh": "lat",
    "hr-HR,hr;q=0.9": "lat",
    "bs": "lat",
    "sr-ME": "lat",
    "en-US,en;q=0.9": "en",
    "de,fr;q=0.8": "sr",
    "de;q=0.9,en;q=0.2": "en",
    "en;q=0.3, sr-Latn;q=0.8": "lat",
    "en;q=0": "sr",
    "en;q=banana": "sr",
    "x" * 10_000: "sr",
}


@pytest.mark.parametrize("header, version", ACCEPTED.items(), ids=[key[:30] for key in ACCEPTED])
def test_the_browsers_wish_finds_a_version(header, version):
    assert negotiate(header).key == version


def test_the_root_leads_to_the_version_and_says_that_it_varies(nobody):
    answer = nobody.asks("/", **{"Accept-Language": "sr-Latn"})
    assert answer.headers["Location"].endswith("/lat/") and "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("version, lang", [("sr", "sr-Cyrl"), ("lat", "sr-Latn"), ("en", "en")])
def test_each_version_says_its_language_and_where_the_others_are(nobody, version, lang):
    page = nobody.opens(f"/{version}/pitanja/?odgovor=ne")
    assert page.html["lang"] == lang
    switch = {a["hreflang"]: a["href"] for a in page.select("header a[hreflang]")}
    assert switch == {key: f"/{v}/pitanja/?odgovor=ne" for v, key in (("sr", "sr-Cyrl"), ("lat", "sr-Latn"), ("en", "en"))}


def test_an_unknown_version_is_no_page(nobody):
    assert nobody.asks("/de/pitanja/").status_code == 404
    assert nobody.asks("/sr-Latn/").status_code == 404


def test_plurals_follow_the_serbian_rule(app):
    with app.app_context(), speaking("sr"):
        shown = [ngettext("%(num)s working day", "%(num)s working days", n) for n in (1, 2, 5, 11, 21, 22, 111)]
    assert shown == ["1 радни дан", "2 радна дана", "5 радних дана", "11 радних дана", "21 радни дан", "22 радна дана", "111 радних дана"]


def test_dates_and_numbers_are_written_as_the_version_writes_them(app):
    day = date(2026, 11, 23)
    with app.app_context():
        for version, shown, number in (
            ("sr", "понедељак, 23. новембра 2026.", "34,2"),
            ("lat", "ponedeljak, 23. novembra 2026.", "34,2"),
            ("en", "Monday, 23 November 2026", "34.2"),
        ):
            with speaking(version):
                assert (shown_date(day, "weekday"), shown_number(34.2)) == (shown, number)


def test_a_day_of_a_month_stands_in_the_genitive_and_a_month_alone_in_the_nominative(app):
    with app.app_context():
        for version, shown, alone in (
            ("sr", ["1. јануара 2026. у 09:05", "1. маја 2026. у 09:05", "1. септембра 2026. у 09:05"], "мај 2026."),
            ("lat", ["1. januara 2026. u 09:05", "1. maja 2026. u 09:05", "1. septembra 2026. u 09:05"], "maj 2026."),
            ("en", ["1 January 2026, 09:05", "1 May 2026, 09:05", "1 September 2026, 09:05"], "May 2026"),
        ):
            with speaking(version):
                assert [shown_moment(datetime(2026, month, 1, 9, 5, tzinfo=ZONE)) for month in (1, 5, 9)] == shown
                assert shown_date(date(2026, 5, 1), "month").rstrip(".") == alone.rstrip(".")


def test_a_sum_of_dinars_is_read_in_english_other_words_stay_serbian_and_marked(app):
    with app.app_context(), speaking("en"):
        assert told("1.200.000 РСД") == plainly("1.200.000 РСД") == "1.200.000 RSD"
        assert told("12.000 РСД по хектару") == '<span lang="sr-Cyrl">12.000 РСД по хектару</span>'


def test_official_text_is_derived_in_latin_and_marked_where_english_is_missing(app):
    class Thing:
        name_sr, name_en = "Његош & син", ""

    with app.app_context():
        with speaking("sr"):
            assert name_of(Thing) == "Његош &amp; син"
        with speaking("lat"):
            assert name_of(Thing) == "Njegoš &amp; sin"
        with speaking("en"):
            assert name_of(Thing) == '<span lang="sr-Cyrl">Његош &amp; син</span>'
            assert told("Општина", "Municipality") == "Municipality"


def test_a_citizens_latin_stays_latin_and_says_so(app):
    with app.app_context(), speaking("sr"):
        assert typed("Kada ide autobus <b>?") == '<span lang="sr-Latn">Kada ide autobus &lt;b&gt;?</span>'


def test_speaking_ends_as_it_began(app):
    with app.app_context():
        before = words.version()
        with speaking("en"), speaking("sr"):
            assert gettext("Answer") == "Одговор"
        assert words.version() is before
