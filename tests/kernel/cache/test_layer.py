"""A page is kept for everybody exactly as long as it is true, and never when it is somebody's own."""

import gzip
from datetime import UTC, datetime, timedelta
from wsgiref.validate import validator

import pytest
from werkzeug.test import Client

from portal.kernel.cache import layer as layers
from portal.kernel.db import session
from tests.conftest import ENGINE, MONDAY
from tests.kernel.cache import site
from tests.kernel.cache.conftest import Reader


def test_a_page_is_made_once_and_is_the_same_bytes_for_everyone(reader):
    first = reader.gets()
    second = reader.gets(User_Agent="another browser", Accept_Language="en", Referer="http://elsewhere.example/")
    assert reader.asked == 1
    assert first.data == second.data
    assert "value=0" in first.text
    assert dict(first.headers) == dict(second.headers)


def test_the_first_answer_is_no_different_from_the_later_ones(reader):
    assert reader.gets(Accept_Encoding="gzip").headers["ETag"] == reader.gets(Accept_Encoding="gzip").headers["ETag"]


def test_the_headers_of_safety_stay_on_a_kept_page(reader):
    reader.gets()
    kept = reader.gets()
    assert "default-src 'self'" in kept.headers["Content-Security-Policy"]
    assert kept.headers["Cache-Control"] == "no-cache"
    assert kept.content_type == "text/html; charset=utf-8"


def test_a_change_shows_on_the_next_request(reader, changes):
    reader.gets()
    number = changes()
    assert f"value={number}" in reader.gets().text
    assert reader.is_kept()


def test_a_change_of_something_else_leaves_the_page(reader, changes):
    reader.gets()
    changes("others", name="another")
    reader.gets()
    assert reader.asked == 1


def test_a_change_of_one_thing_leaves_the_page_of_another(reader, changes):
    reader.gets("/sr/stvari/1/"), reader.gets("/sr/stvari/2/")
    changes("thing.2", name="thing.2")
    assert "thing 2 = 1" in reader.gets("/sr/stvari/2/").text
    reader.gets("/sr/stvari/1/")
    assert reader.asked == 3


def test_the_names_in_the_frame_are_part_of_every_page(reader, changes):
    reader.gets()
    changes("municipality")
    reader.gets()
    assert reader.asked == 2


def test_a_change_by_this_very_process_shows_too(reader):
    reader.gets()
    changed = reader.gets(method="POST", Sec_Fetch_Site="same-origin")
    assert changed.status_code == 200
    assert "value=1" in reader.gets().text


def test_a_change_while_the_page_is_made_keeps_the_page_out(reader, changes, monkeypatch):
    read = site.value

    def slow(name="thing"):
        found = read(name)
        if reader.asked == 1:
            changes()
        return found

    monkeypatch.setattr(site, "value", slow)
    assert "value=0" in reader.gets().text
    assert "value=1" in reader.gets().text


def test_a_page_ends_at_its_own_next_moment(reader, clock, monkeypatch):
    monkeypatch.setitem(site.NEXT, "until", MONDAY + timedelta(minutes=5))
    first = reader.gets("/sr/stvari/scheduled").data
    clock.moves(minutes=4, seconds=59)
    assert reader.gets("/sr/stvari/scheduled").data == first
    clock.moves(seconds=1)
    assert reader.gets("/sr/stvari/scheduled").data != first


def test_every_page_ends_at_midnight_in_belgrade_when_what_is_late_changes(reader, clock):
    reader.gets()
    clock.moves_to(2026, 11, 23, 23, 59)
    reader.gets()
    assert reader.asked == 1
    clock.moves_to(2026, 11, 24, 0, 0)
    reader.gets()
    assert reader.asked == 2


def test_a_form_that_creates_something_has_its_own_token_for_everyone(reader):
    assert reader.gets("/sr/stvari/form").data != reader.gets("/sr/stvari/form").data


def test_a_page_whose_moment_has_passed_is_not_kept(reader, monkeypatch):
    monkeypatch.setitem(site.NEXT, "until", MONDAY)
    assert not reader.is_kept("/sr/stvari/scheduled")


def test_the_earliest_moment_counts(app):
    from flask import g

    from portal.kernel.cache import until

    with app.app_context():
        until(datetime(2026, 12, 1, tzinfo=UTC))
        until(datetime(2026, 11, 1, tzinfo=UTC))
        until(None)
        until(datetime(2026, 12, 31, tzinfo=UTC))
        assert g.portal_until == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_page_that_does_not_say_what_it_depends_on_is_made_each_time(reader):
    assert not reader.is_kept("/sr/stvari/silent")


@pytest.mark.parametrize("kind", ["cookie", "no-store", "private", "varies", "missing", "picture"])
def test_an_answer_that_is_not_for_everybody_is_made_each_time(reader, kind):
    address = f"/sr/stvari/answer/{kind}"
    first = reader.gets(address)
    assert first.status_code == (404 if kind == "missing" else 200)
    assert not reader.is_kept(address)


@pytest.mark.parametrize("kind", ["json", "stream", "plain"])
def test_these_are_kept(reader, kind):
    address = f"/sr/stvari/answer/{kind}"
    first = reader.gets(address)
    assert reader.is_kept(address)
    assert reader.gets(address).data == first.data


@pytest.mark.parametrize("cookies", ["portal_session=abc", "portal_say=abc", "a=1; portal_session=x", "__Host-portal_session=abc", "portal_session=x;portal_prefs="])
def test_who_carries_a_cookie_of_ours_is_asked_of_flask(reader, cookies):
    reader.gets()
    assert not reader.is_kept(cookies=cookies)
    assert len(reader.layer.shelf) == 1


def test_the_page_of_a_person_never_reaches_anybody_else(reader, make_site, people):
    ana = people.citizen("Ana Anić")
    token = f"portal_session={ana.token}"
    assert "Ana Anić" in reader.gets(cookies=token).text
    assert "Ana Anić" not in reader.gets().text
    assert "Ana Anić" in reader.gets(cookies=token).text


def test_a_person_who_comes_over_a_bridge_without_a_cookie_of_ours_is_not_kept(make_site, people):
    ana = people.citizen("Ana Anić")
    reader = Reader(make_site(PORTAL_HOST_PERSON=lambda: ana.email))
    assert "Ana Anić" in reader.gets().text
    assert not reader.is_kept()


def test_over_a_bridge_any_foreign_cookie_may_be_a_person(make_site):
    reader = Reader(make_site(PORTAL_HOST_PERSON=lambda: None))
    assert reader.is_kept()
    assert not reader.is_kept(cookies="session=of-the-host")


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_only_reading_is_answered_from_memory(reader, method):
    reader.gets()
    reader.gets(method=method, Sec_Fetch_Site="same-origin")
    assert reader.asked == 2
    assert len(reader.layer.shelf) == 1 or method == "POST"


def test_other_cookies_do_not_matter(reader):
    reader.gets()
    assert reader.is_kept(cookies="_ga=1; consent=yes")
    assert reader.asked == 1


def test_addresses_that_are_not_pages_are_left_alone(reader):
    for address in ("/health/live", "/"):
        assert not reader.is_kept(address)


def test_preferences_are_part_of_the_key_in_their_one_spelling(reader):
    reader.gets()
    assert "size=xl" in reader.gets(cookies="portal_prefs=size=xl.spacing=wide").text
    assert "size=xl" in reader.gets(cookies="portal_prefs=spacing=wide.size=xl.rubbish=1").text
    assert "size=m" in reader.gets(cookies="portal_prefs=size=m").text
    assert "size=m" in reader.gets(cookies="portal_prefs=<script>").text
    assert reader.asked == 2


@pytest.mark.parametrize(
    "cookies",
    ['portal_prefs="size=xl"', "portal_prefs=size=xl; portal_prefs=", "portal_prefs=; portal_prefs=size=xl",
     " portal_prefs = size=xl ", 'portal_prefs="\\163ize=xl"', "x=portal_prefs=size=xl", "portal_prefs", "a; portal_prefs=size=xxl"],
)  # fmt: skip
def test_a_crooked_cookie_cannot_put_a_wrong_page_under_the_right_key(reader, cookies):
    reader.gets(cookies=cookies)
    assert "size=m " in reader.gets().text
    assert "size=xl " in reader.gets(cookies="portal_prefs=size=xl").text


def test_the_query_is_part_of_the_key(reader):
    assert "q=a" in reader.gets("/sr/stvari/?q=a").text
    assert "q=b" in reader.gets("/sr/stvari/?q=b").text
    assert reader.is_kept("/sr/stvari/?q=a")


def test_a_very_long_query_is_not_kept(reader):
    assert not reader.is_kept("/sr/stvari/?q=" + "a" * 300)


def test_the_three_versions_are_three_pages(reader):
    for key in ("sr", "lat", "en"):
        assert reader.is_kept(f"/{key}/stvari/")
    assert reader.asked == 3


def test_a_foreign_host_name_gets_a_page_of_its_own(reader):
    reader.gets()
    reader.gets(Host="evil.example")
    reader.gets(X_Forwarded_Host="evil.example")
    reader.gets(X_Forwarded_Proto="https")
    assert reader.asked == 4


def test_a_known_etag_needs_no_body(reader):
    etag = reader.gets().headers["ETag"]
    answer = reader.gets(If_None_Match=etag)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert "Content-Length" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"
    assert reader.asked == 1


@pytest.mark.parametrize(("said", "status"), [('"a", {etag}', 304), ("W/{etag}", 304), ("*", 304), ('"a", "b"', 200), ("", 200)])
def test_etags_are_compared_as_a_list(reader, said, status):
    etag = reader.gets().headers["ETag"]
    assert reader.gets(If_None_Match=said.format(etag=etag)).status_code == status


def test_the_etag_of_the_compressed_form_is_another(reader):
    plain = reader.gets()
    packed = reader.gets(Accept_Encoding="br, gzip")
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert not packed.headers["ETag"].startswith("W/")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 4
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert reader.gets(Accept_Encoding="gzip", If_None_Match=plain.headers["ETag"]).status_code == 200
    assert reader.gets(Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"]).status_code == 304


@pytest.mark.parametrize(
    ("said", "packed"),
    [("gzip", True), ("GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("*;q=0", False), ("identity", False), ("br", False), ("gzip;q=x", False)],
)  # fmt: skip
def test_gzip_goes_to_who_takes_it(reader, said, packed):
    assert ("Content-Encoding" in reader.gets(Accept_Encoding=said).headers) is packed


def test_a_new_value_has_a_new_etag(reader, changes):
    etag = reader.gets().headers["ETag"]
    changes()
    assert reader.gets(If_None_Match=etag).status_code == 200


def test_head_is_answered_from_the_page_without_its_body(reader):
    page = reader.gets()
    head = reader.gets(method="HEAD")
    assert reader.asked == 1
    assert head.data == b""
    assert head.headers["Content-Length"] == page.headers["Content-Length"]
    assert head.headers["ETag"] == page.headers["ETag"]


def test_head_alone_keeps_nothing(reader):
    assert not reader.is_kept(method="HEAD")
    assert len(reader.layer.shelf) == 0


def test_the_memory_is_bounded_and_the_page_not_asked_for_longest_goes(make_site):
    reader = Reader(make_site(PORTAL_CACHE_BYTES=60_000))
    for number in range(30):
        reader.gets(f"/sr/stvari/{number}/")
        reader.gets("/sr/stvari/0/")
    shelf = reader.layer.shelf
    assert 0 < shelf.weight <= 60_000
    assert 5 < len(shelf) < 30
    assert reader.is_kept("/sr/stvari/0/")
    before = reader.asked
    reader.gets("/sr/stvari/1/")
    assert reader.asked == before + 1


def test_one_huge_page_does_not_push_out_all_others(make_site):
    reader = Reader(make_site(PORTAL_CACHE_BYTES=1_000_000))
    reader.gets()
    assert len(reader.gets("/sr/stvari/answer/huge").data) == 2_000_000
    assert not reader.is_kept("/sr/stvari/answer/huge")
    assert reader.is_kept()


def test_nought_bytes_switch_it_off(make_site):
    reader = Reader(make_site(PORTAL_CACHE_BYTES=0))
    assert reader.layer is reader.app
    assert not reader.is_kept()


def test_under_a_prefix_only_the_portals_pages_are_kept(make_site):
    app = make_site(PORTAL_URL_PREFIX="/portal")
    app.add_url_rule("/sr/hello", view_func=lambda: "the host's page", endpoint="hello")
    reader = Reader(app)
    assert reader.is_kept("/portal/sr/stvari/")
    assert not reader.is_kept("/sr/hello")


def test_in_a_host_a_foreign_cookie_is_served_but_fills_nothing(make_site, address):
    reader = Reader(make_site(SQLALCHEMY_DATABASE_URI=address, SQLALCHEMY_ENGINE_OPTIONS={}))
    assert not reader.is_kept(cookies="theme=dark")
    assert reader.is_kept()
    before = reader.asked
    reader.gets(cookies="theme=dark")
    assert reader.asked == before


def test_a_host_names_the_cookies_of_its_own_people(make_site):
    reader = Reader(make_site(PORTAL_CACHE_BYPASS=("session", "remember_token")))
    reader.gets()
    assert not reader.is_kept(cookies="session=of-the-host")
    assert not reader.is_kept(cookies="a=1; remember_token=1")
    assert reader.is_kept(cookies="a=1")


def test_who_proves_who_they_are_by_other_means_is_asked_of_flask(reader):
    reader.gets()
    assert not reader.is_kept(Authorization="Basic YTpi")


def test_maintenance_shows_at_once(reader):
    reader.gets()
    reader.app.config["PORTAL_MAINTENANCE"] = True
    before = reader.asked
    reader.gets()
    assert reader.asked == before + 1


def test_a_database_in_memory_is_never_trusted(tmp_path, clock):
    app = site.make("sqlite://", tmp_path, SQLALCHEMY_DATABASE_URI="sqlite://")
    with app.app_context():
        from portal.kernel.db import Model

        Model.metadata.create_all(session().get_bind())
    reader = Reader(app)
    assert "value=0" in reader.gets().text
    assert not reader.is_kept()


def test_when_the_numbers_cannot_be_read_pages_are_made_afresh(reader, caplog):
    reader.gets()
    real = reader.layer._generations

    class Broken:
        def numbers(self, tags):
            raise OSError("gone")

        mark = numbers

    reader.layer._generations = Broken()
    assert "value=0" in reader.gets().text
    assert "value=0" in reader.gets("/sr/stvari/?q=new").text
    assert "could not be read" in caplog.text
    reader.layer._generations = real
    assert reader.is_kept()


def test_a_line_that_broke_is_replaced(reader):
    reader.gets()
    with pytest.raises(Exception, match=r"(?i)closed"):
        reader.layer._generations._ask(lambda line: (line._held.dbapi_connection.close(), line.mark()))
    assert reader.is_kept()


def test_a_child_process_does_not_use_its_parents_line(reader, monkeypatch):
    reader.gets()
    parents, line = reader.layer._generations, reader.layer._generations._mine.line
    with monkeypatch.context() as child:
        child.setattr(layers.os, "getpid", lambda: 1)
        reader.gets()
        assert reader.layer._generations is not parents
        reader.layer._generations._mine.line.close()
    assert reader.asked == 2
    assert line.mark()


def test_the_idle_line_holds_no_transaction(reader):
    reader.gets(), reader.gets()
    line = reader.layer._generations._mine.line
    connection = line._held.dbapi_connection
    if ENGINE == "postgresql":
        from psycopg.pq import TransactionStatus

        assert connection.info.transaction_status == TransactionStatus.IDLE
    else:
        assert not connection.in_transaction


def test_the_layer_keeps_to_the_rules_of_wsgi(reader):
    client = Client(validator(reader.layer), use_cookies=False)
    for address in ("/sr/stvari/", "/sr/stvari/silent", "/sr/stvari/answer/stream", "/sr/stvari/answer/missing"):
        for method in ("GET", "GET", "HEAD"):
            etag = client.open(address, method=method, buffered=True).headers.get("ETag", "x")
            client.open(address, method=method, headers={"If-None-Match": etag}, buffered=True)


def test_threads_share_the_pages_and_each_has_its_own_line(reader):
    from concurrent.futures import ThreadPoolExecutor

    reader.gets()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: reader.gets().data, range(40)))
    assert len(set(answers)) == 1
    assert reader.asked == 1
