"""What is public is found: in either script, with or without diacritics, inflected."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.kernel import search
from portal.kernel.clock import now
from portal.kernel.db import Generation, work

KIND = "question"


@pytest.fixture
def shelf(db):
    """Puts documents in an empty search: `shelf("title", "text")` returns their number."""

    class Shelf:
        number = 0

        def __call__(self, title, text="", *, kind=KIND, ago=0, number=None, **more):
            self.number += 1
            id = number or self.number
            document = search.Document(
                kind=kind,
                subject_id=id,
                title=title,
                text=text,
                url_endpoint="portal.site.home",
                url_values={},
                published_at=now() - timedelta(days=ago),
                **more,
            )
            with work() as inside:
                search.put(inside, document)
            return id

    with work() as inside:
        for kind, id in inside.execute(select(search.Document.kind, search.Document.subject_id)).all():
            search.remove(inside, kind, id)
    shelf = Shelf()
    shelf("Зимско одржавање путева", "Сви путеви ће бити очишћени до 7 сати.", ago=400)
    shelf("Рад амбуланте суботом", "Амбуланта не ради недељом.", ago=300)
    return shelf


def found(db, query, **more):
    return [hit.subject_id for hit in search.find(db, query, **more).hits]


@pytest.mark.parametrize(
    "query",
    [
        "autobus vitosevac",
        "аутобус Витошевац",
        "autobusa iz Vitoševca",
        "АУТОБУСУ ВИТОШЕВЦУ",
        "zašto autobus vitoš",
        "autobus, Vitosevac?",
    ],
)
def test_a_word_is_found_in_either_script_without_diacritics_and_inflected(db, shelf, query):
    bus = shelf("Зашто не саобраћа аутобус?", "Од марта нема поласка из Витошевца у 14 часова.")
    shelf("Аутобус из Скорице", "Касни сваког дана.")
    assert found(db, query) == [bus]


def test_every_word_must_be_there(db, shelf):
    shelf("Улична расвета у Скорици")
    assert found(db, "rasveta skorica") and not found(db, "rasveta braljina")


def test_words_that_every_text_has_are_not_asked_for(db, shelf):
    bus = shelf("Аутобус из Витошевца више не иде")
    assert found(db, "kada ce i zasto autobus") == [bus]
    assert found(db, "не иде") == [bus]


def test_a_query_of_such_words_only_is_still_a_query(db, shelf):
    shelf("Куда и када")
    assert found(db, "kada") == [3]


def test_the_last_word_may_be_the_beginning_of_one(db, shelf):
    kindergarten = shelf("Упис у предшколску установу")
    assert found(db, "upis predsk") == [kindergarten]
    assert not found(db, "predsk upis"), "only the last one"
    assert not found(db, "upis predsk?"), "something follows it"


def test_quotes_keep_words_together(db, shelf):
    together = shelf("Нова болница у Ражњу")
    shelf("Болница је нова, а пут није")
    for query in ('"nova bolnica"', "„нова болница“", '"nova bolnica', "»Nova Bolnica«"):
        assert found(db, query) == [together], query
    assert not found(db, '"bolnica u nova"')


def test_a_minus_leaves_out(db, shelf):
    road = shelf("Стаза за Скорицу")
    shelf("Стаза за Браљину")
    assert found(db, "staza -braljina") == [road]
    assert found(db, 'staza -"za Braljinu"') == [road]
    assert found(db, "staza −брaљини") == [road], "a typographic minus, and a Latin letter in a Cyrillic word"
    assert not found(db, "-staza")


def test_a_hyphen_inside_a_word_is_no_minus(db, shelf):
    motorway = shelf("Ауто-пут Појате-Прешево")
    assert found(db, "pojate-preševo") == [motorway]


def test_a_number_is_found(db, shelf):
    shelf("Одговор на питање 2026-118")
    assert found(db, "2026-118") == [3]


HOSTILE = [
    "",
    " ",
    '"',
    '""',
    '"""',
    "-",
    "--",
    '-"',
    "*",
    "a*",
    "NEAR(put, 2)",
    "put AND OR NOT",
    "title_keys : put",
    "{keys} : put",
    "^put",
    "put' OR 1=1 --",
    "put\\",
    "'put' & | ! <->",
    ":*",
    "(((((",
    "put\x00put",
    "\ud800 put",
    "%s %(x)s :condition",
    "ﬁ ǉ ² ½ Ⅷ 漢字 😀 ٣",
    "а" * 10_000,
    "put " * 3_000,
    "-put " * 3_000,
    "\u202eput\u200b",
    "1e5 0x1f 1.5 -7 +8 10:30 a@b.rs http://x.rs/?a=1",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_no_mistake(db, shelf, query):
    for kind in (None, KIND, "'\"\\x"):
        search.find(db, query, kind=kind)
        search.find(db, query, kind=kind, newest=True)
        search.similar(db, kind, query)


@pytest.mark.parametrize("after", ["x", "~", "1~", "~1", "nan~1", "1e999~1", "9" * 40, "1~1~1", "-", "٣"])
def test_a_page_key_that_was_tampered_with_gives_some_page(db, shelf, after):
    assert found(db, "putevi", after=after) in ([1], [])
    search.find(db, "putevi", after=after, newest=True)
    search.newest(db, after=after)


def test_what_is_removed_is_not_found(db, shelf):
    bus = shelf("Аутобус")
    shelf("Аутобус", kind="news", number=bus)
    with work() as inside:
        search.remove(inside, KIND, bus)
    assert [hit.kind for hit in search.find(db, "autobus").hits] == ["news"]


def test_new_words_replace_the_old(db, shelf):
    bus = shelf("Аутобус")
    shelf("Трамвај", number=bus)
    assert not found(db, "autobus") and found(db, "tramvaj") == [bus]
    assert search.newest(db).count == 3


def test_what_is_not_committed_is_not_found(db, shelf):
    with pytest.raises(ZeroDivisionError), work() as inside:
        search.put(inside, document("Аутобус"))
        raise ZeroDivisionError
    assert not found(db, "autobus")


def document(title, **more):
    values = {"kind": KIND, "subject_id": 99, "text": "", "url_endpoint": "", "url_values": {}, "published_at": now()}
    return search.Document(title=title, **{**values, **more})


def test_pages_that_show_finds_are_told_of_every_change(db, shelf):
    def generation():
        db.rollback()
        return db.scalar(select(Generation.number).where(Generation.tag == "search")) or 0

    before = generation()
    shelf("Аутобус", number=7)
    assert generation() == before + 1
    with work() as inside:
        search.remove(inside, KIND, 7)
    assert generation() == before + 2
    with work() as inside:
        search.remove(inside, KIND, 7)
    assert generation() == before + 2, "nothing was there to remove"


def test_the_title_counts_more_than_the_text(db, shelf):
    text = shelf("О превозу", "Аутобус не иде.")
    title = shelf("Аутобус не иде", "О превозу.")
    shelf("О превозу грађана", "Аутобус не иде.")
    assert found(db, "autobus")[0] == title and text in found(db, "autobus")


def test_the_exact_word_counts_more_than_a_form_of_it(db, shelf):
    shelf("Аутобусима")
    exact = shelf("Аутобус", ago=5)
    shelf("Аутобусу")
    assert found(db, "аутобус")[0] == exact


def test_newest_first_goes_by_publication_whatever_was_put_in_first(db, shelf):
    old = shelf("Аутобус аутобус", ago=30)
    new = shelf("Разно", "Помиње се и аутобус.", ago=1)
    oldest = shelf("Аутобус", ago=60)
    assert found(db, "autobus", newest=True) == [new, old, oldest]
    assert [hit.subject_id for hit in search.newest(db).hits] == [new, old, oldest, 2, 1]


def test_things_of_one_moment_all_find_a_place(db, shelf, monkeypatch):
    monkeypatch.setattr("portal.kernel.search.models.PER_SECOND", 1)
    numbers = [shelf(f"Аутобус {n}") for n in range(5)]
    assert sorted(found(db, "autobus")) == numbers


@pytest.mark.parametrize("newest", [True, False])
def test_pages_follow_one_another_without_gaps_or_doubles(db, shelf, newest):
    numbers = {shelf(f"Аутобус број {n}", "аутобус " * (n % 3), ago=n) for n in range(11)}
    seen, after, pages = [], None, 0
    while after != "":
        hits = search.find(db, "autobus", newest=newest, after=after, limit=3)
        seen += [hit.subject_id for hit in hits.hits]
        after, pages = hits.more, pages + 1
        assert hits.count == 11 and not hits.is_more_than_counted
    assert pages == 4 and len(seen) == 11 and set(seen) == numbers
    assert seen == found(db, "autobus", newest=newest, limit=20)


def test_the_archive_is_read_from_the_top_in_pages(db, shelf):
    first = search.newest(db, limit=1)
    second = search.newest(db, limit=1, after=first.more)
    assert [first.hits[0].subject_id, second.hits[0].subject_id, second.more, first.count] == [2, 1, "", 2]


def test_the_count_ends_at_a_thousand(db, shelf, monkeypatch):
    monkeypatch.setattr("portal.kernel.search.queries.MOST_COUNTED", 3)
    for n in range(4):
        shelf(f"Аутобус {n}")
    hits = search.find(db, "autobus")
    assert hits.count == 3 and hits.is_more_than_counted
    assert search.newest(db).is_more_than_counted


def test_best_first_looks_at_the_newest_hits_only(db, shelf, monkeypatch):
    monkeypatch.setattr("portal.kernel.search.queries.WINDOW", 2)
    shelf("Аутобус аутобус аутобус", ago=90)
    two = [shelf("Разно", "аутобус", ago=3), shelf("Разно", "аутобус", ago=2)]
    assert set(found(db, "autobus")) == set(two)


def test_one_kind_is_found_alone(db, shelf):
    shelf("Аутобус", kind="news")
    shelf("News о аутобусу", kind="question")
    assert [hit.kind for hit in search.find(db, "autobus", kind="news").hits] == ["news"]
    assert search.find(db, "autobus", kind="news", newest=True).count == 1
    assert [hit.kind for hit in search.newest(db, kind="news").hits] == ["news"]
    assert not found(db, "news", kind="news"), "the name of the kind is no word of the text"
    assert search.kinds(db) == ["news", "question"]


def test_a_hit_shows_the_words_as_they_were_written(db, shelf):
    shelf(
        "Зашто не саобраћа аутобус?", "Реч. " * 100 + "Полазак из Витошевца је укинут. " + "Реч. " * 100, topic="prevoz"
    )
    hit = search.find(db, "i zasto autobus vitosevac").hits[0]
    assert [text for text, is_hit in hit.title_runs if is_hit] == ["аутобус"], "and not every 'зашто'"
    assert [text for text, is_hit in hit.excerpt_runs if is_hit] == ["Витошевца"]
    assert "".join(text for text, _ in hit.excerpt_runs) == hit.excerpt and len(hit.excerpt) < 250
    assert (hit.kind, hit.topic, hit.url_endpoint) == (KIND, "prevoz", "portal.site.home")


def test_what_is_left_out_is_not_marked(db, shelf):
    shelf("Пут за Скорицу и расвета")
    assert [text for text, is_hit in search.find(db, "put -braljina").hits[0].title_runs if is_hit] == ["Пут"]


def test_a_very_long_text_is_kept_to_a_measure(db, shelf):
    long = shelf("Дуг текст", " ".join(f"реч{n}" for n in range(60_000)))
    assert found(db, "rec17") == [long]


def test_similar_questions_share_telling_words(db, shelf):
    bus = shelf("Када ће поново ићи аутобус из Витошевца?", "Ученици немају како да стигну у школу.")
    shelf("Када ће бити асфалтиран пут у Витошевцу?")
    shelf("Аутобуско стајалиште у Скорици", "Нема надстрешнице.")
    alike = search.similar(db, KIND, "zasto nema vise autobusa iz vitosevca")
    assert [hit.subject_id for hit in alike] == [bus]
    assert [text for text, is_hit in alike[0].title_runs if is_hit] == ["аутобус", "Витошевца"]


def test_similar_questions_come_most_alike_first_and_of_one_kind(db, shelf):
    both = shelf("Расвета у центру Скорице не ради")
    some = shelf("Расвета у Скорици", "Питање о пролазу.")
    shelf("Расвета у центру Скорице не ради", kind="news")
    assert [hit.subject_id for hit in search.similar(db, KIND, "rasveta u centru skorice")] == [both, some]
    assert len(search.similar(db, None, "rasveta u centru skorice")) == 3
    assert [hit.subject_id for hit in search.similar(db, KIND, "rasveta u centru skorice", limit=1)] == [both]


def test_nothing_is_similar_to_words_that_nobody_wrote(db, shelf):
    shelf("Расвета у Скорици")
    for text in ("", "kada ce i kako", "субвенција за садњу малина", "skorica malina jagoda kupina borovnica"):
        assert search.similar(db, KIND, text) == [], text


def test_words_without_diacritics_are_alike_even_when_their_stems_are_not(db, shelf):
    shelf("Комшија пали смеће")
    assert [hit.subject_id for hit in search.similar(db, KIND, "komsija i smece")] == [3]


def test_two_shared_words_of_many_are_not_alike(db, shelf):
    shelf("Разно", "Комшија пали смеће.")
    for word in ("ограда", "капија", "катанац", "поток", "насип", "шљунак"):
        shelf("Разно", word)
    assert search.similar(db, KIND, "komsija, smece, ograda, kapija, katanac, potok, nasip, sljunak") == []
    assert len(search.similar(db, KIND, "komsija, smece, ograda")) == 1


def test_what_is_half_as_alike_as_the_first_is_left_out(db, shelf):
    first = shelf("Расвета у центру Подгорца не ради")
    shelf("О другоме", "Помиње се и расвета, и Подгорац.")
    shelf("Расвета у Подгорцу", "Нова.")
    assert [hit.subject_id for hit in search.similar(db, KIND, "rasveta u centru podgorca")] == [first, 5]


def test_what_is_alike_is_found_behind_many_that_share_one_common_word(db, shelf, monkeypatch):
    monkeypatch.setattr("portal.kernel.search.queries.COMMON", 3)
    rare = shelf("Аутобус до Смиловца", ago=90)
    common = shelf("Аутобус и школа", ago=90)
    for n in range(5):
        shelf("Аутобус", ago=n), shelf("Школа", ago=n)
    assert [hit.subject_id for hit in search.similar(db, KIND, "autobus smilovac")] == [rare]
    assert [hit.subject_id for hit in search.similar(db, KIND, "autobus skola")] == [common]


def test_one_telling_word_is_enough_when_there_is_no_other(db, shelf):
    light = shelf("Расвета у Скорици")
    assert [hit.subject_id for hit in search.similar(db, KIND, "rasveta")] == [light]
