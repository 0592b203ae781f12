"""What the plan knows of the archive: each number again from the documents themselves."""

from collections import Counter

import pytest

from portal.features.archive import actions, jobs
from portal.features.archive.indicators import items, parity, search_time
from portal.features.archive.rules import timing
from portal.kernel import db as database
from portal.kernel import search
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.feature import mounted


def document(kind, number, english=""):
    return search.Document(
        kind=kind, subject_id=number, title=f"Наслов {number}", text="", title_en=english, url_endpoint="portal.site.home",
        url_values={}, published_at=now(),
    )  # fmt: skip


@pytest.fixture
def shelf(db):
    """An archive in which things came, changed and went."""
    with work() as writing:
        for number in range(1, 6):
            search.put(writing, document("municipal_news", number, "Title" if number % 2 else ""))
            search.put(writing, document("question", number))
    with work() as writing:
        search.put(writing, document("municipal_news", 1))
        search.put(writing, document("municipal_news", 2, "Title"))
        search.remove(writing, "question", 5)
        search.remove(writing, "question", 77)
    return db


def rows(db):
    return db.query(search.Document.kind, search.Document.title_en).all()


def test_everything_in_the_archive_is_counted_by_kind(shelf):
    found = items(shelf, now())
    assert dict(found.parts) == Counter(kind for kind, _english in rows(shelf)) and found.numerator == len(rows(shelf))


def test_only_official_things_need_an_english_title(shelf):
    official = {each.kind for feature in mounted() for each in feature.searchables if each.is_official}
    assert "question" not in official and "plan" in official
    mine = [english for kind, english in rows(shelf) if kind in official]
    found = parity(shelf, now())
    assert (found.numerator, found.denominator) == (sum(map(bool, mine)), len(mine))


def test_the_night_finds_and_mends_a_wrong_number(shelf):
    right = items(shelf, now()).parts
    with work() as writing:
        database.tally(writing, "search.items.question", 3)
    assert items(shelf, now()).parts != right
    [job] = jobs.JOBS
    found = job.before(shelf, {})
    assert found == {"wrong": {"question": (-3, 0)}}
    with work() as writing:
        job.handler(writing, found)
    assert items(shelf, now()).parts == right
    assert job.before(shelf, {}) == {"wrong": {}}


def test_searches_are_told_by_the_class_in_which_they_ended(db):
    timing.everything()
    for took in [0.4] * 90 + [7.0] * 6 + [15_000.0] * 4:
        timing.noted(took, is_empty=took == 7.0)
    with work() as writing:
        actions.keep(writing, timing.everything())
    found = search_time(db, now())
    assert found.numerator == 10
    assert [number for _name, number in found.parts] == [100, 1, 6]


def test_nothing_is_given_before_a_minute_has_passed(db, monkeypatch):
    timing.everything()
    monkeypatch.setattr(timing, "_since", timing.perf_counter())
    timing.noted(1.0, is_empty=False)
    assert timing.due() == {}
    monkeypatch.setattr(timing, "_since", timing.perf_counter() - timing.EVERY)
    assert timing.due() == {"1": 1} and timing.due() == {}


def test_a_reader_who_searches_is_counted_with_the_next_search_after_a_minute(db, nobody, monkeypatch):
    timing.everything()
    monkeypatch.setattr(timing, "_since", timing.perf_counter() - timing.EVERY)
    nobody.opens("/sr/arhiva/?q=nečegaovdenema")
    assert search_time(db, now()).parts[0][1] == 1 and search_time(db, now()).parts[2][1] == 1


def test_without_a_search_there_is_no_time(db):
    assert timing.percentile({}, 0.95) == 0 and search_time(db, now()).numerator == 0
