"""Bodies take no more memory than there is room for while they arrive; who is slow does not keep others out."""

import http.client
import random
import socket
import threading

import pytest
from bs4 import BeautifulSoup
from waitress.adjustments import Adjustments

from portal.kernel.server.arriving import GRACE, LONGEST, SMALL, Room
from portal.kernel.server.lines import HEARD, Parser
from portal.kernel.site.arrived import FULL, SLOW, TOO_LONG
from tests.kernel.server.test_serving import get, shipped  # noqa: F401 - a fixture
from tests.kernel.worker.conftest import eventually

pytestmark = pytest.mark.one_engine
MB = 1024 * 1024


class Watch:
    """A clock that stands until it is moved."""

    moment = 1000.0

    def __call__(self) -> float:
        return self.moment


@pytest.fixture
def watch():
    return Watch()


def room(watch, megabytes=12):
    return Room(megabytes * MB, clock=watch)


def silent():
    raise AssertionError("nobody had to give way")


class TestRoom:
    def test_what_is_spoken_for_is_never_more_than_the_room(self, watch):
        chance, whole = random.Random(3), room(watch)
        inside = []
        for turn in range(2000):
            if inside and chance.random() < 0.4:
                whole.leave(inside.pop(chance.randrange(len(inside))))
            size = chance.choice([100, 50_000, SMALL, 2 * MB, 5 * MB])
            place = whole.enter(f"10.0.0.{turn}", size, silent)
            inside += [place] if place else []
            assert whole.taken == sum(each.size for each in inside) <= whole.size

    def test_large_bodies_leave_a_third_to_small_ones(self, watch):
        whole = room(watch)
        assert [bool(whole.enter(f"{n}", 2 * MB, silent)) for n in range(5)] == [True] * 4 + [False]
        assert [bool(whole.enter(f"{n}", SMALL, silent)) for n in range(10, 15)] == [True] * 4 + [False]

    def test_one_sender_has_a_quarter_of_it_or_one_body(self, watch):
        whole = room(watch)
        assert whole.enter("greedy", 5 * MB, silent)
        assert not whole.enter("greedy", 2 * MB, silent)
        assert whole.enter("other", 2 * MB, silent)
        assert whole.enter("greedy", 100, silent), "who only fills in a form beside it is not kept from it"
        many = room(watch)
        assert sum(bool(many.enter("greedy", MB // 2, silent)) for _ in range(20)) == 6

    def test_a_place_left_is_anybodys_and_leaving_twice_gives_nothing_more(self, watch):
        whole = room(watch)
        first = whole.enter("a", 8 * MB, silent)
        assert not whole.enter("b", 8 * MB, silent)
        whole.leave(first)
        whole.leave(first)
        assert whole.taken == 0
        assert whole.enter("b", 8 * MB, silent)

    def test_who_hardly_sends_gives_way_when_others_need_the_place(self, watch):
        whole, gone = room(watch), []
        for name in ("slow", "quick", "whole"):
            place = whole.enter(name, 2 * MB, lambda name=name: gone.append(name))
            place.arrived = {"slow": 1000, "quick": MB, "whole": 0}[name]
            place.is_whole = name == "whole"
        watch.moment += GRACE + 1
        assert whole.enter("fits", 2 * MB, silent)
        assert gone == [], "there was room"
        assert whole.enter("needs", 2 * MB, silent)
        assert gone == ["slow"]
        assert not whole.enter("too much", 2 * MB, silent)
        assert gone == ["slow"], "who sends, and what is there already, stays"

    def test_nobody_is_asked_to_hurry_at_once_nor_where_it_would_not_help(self, watch):
        whole = room(watch)
        for name in "abcd":
            whole.enter(name, 2 * MB, silent)
        watch.moment += GRACE - 1
        assert not whole.enter("e", 2 * MB, silent)
        watch.moment += 10
        assert not whole.enter("e", 9 * MB, silent), "larger than large ones may be altogether"

    def test_what_comes_at_a_villages_pace_is_not_slow(self, watch):
        place = room(watch, 100).enter("village", 30 * MB, silent)
        watch.moment += 600
        place.arrived = 600 * 50_000
        assert not place.is_slow(watch.moment)
        place.arrived = int(600 * 30 * MB / LONGEST) - 1
        assert place.is_slow(watch.moment)


def parser(whole, sender="a"):
    return Parser(Adjustments(max_request_body_size=20 * MB), room=whole, sender=sender)


def head(length, *more):
    lines = ["POST /sr/ HTTP/1.1", "Host: localhost", f"Content-Length: {length}", *more, "", ""]
    return "\r\n".join(lines).encode()


class TestRequests:
    def test_a_body_has_its_place_until_the_request_is_closed(self, watch):
        whole = room(watch)
        one = parser(whole)
        one.received(head(3 * MB))
        assert (whole.taken, one.completed) == (3 * MB, False)
        one.received(bytes(3 * MB))
        assert (whole.taken, one.completed, one.refused) == (3 * MB, True, "")
        assert len(one.get_body_stream().read()) == 3 * MB
        one.close()
        assert whole.taken == 0

    def test_a_form_with_files_takes_twice_its_length(self, watch):
        whole = room(watch)
        parser(whole).received(head(MB, "Content-Type: multipart/form-data; boundary=x"))
        assert whole.taken == 2 * MB

    @pytest.mark.parametrize(("length", "why"), [(9 * MB, FULL), (30 * MB, TOO_LONG)])
    def test_what_finds_no_place_is_heard_to_the_end_and_not_kept(self, watch, length, why):
        whole = room(watch)
        one = parser(whole)
        one.received(head(length))
        assert (one.refused, one.completed, whole.taken) == (why, False, 0)
        for _ in range(length // MB - 1):
            assert one.received(bytes(MB)) == MB
        assert not one.completed
        assert one.received(bytes(MB) + b"GET / HTTP/1.1") == MB
        assert one.completed
        assert one.error is None
        assert one.headers["CONTENT_LENGTH"] == "0"
        assert one.get_body_stream().read() == b""

    def test_who_asks_before_sending_hears_it_at_once(self, watch):
        one = parser(room(watch))
        one.received(head(9 * MB, "Expect: 100-continue"))
        assert (one.refused, one.completed, one.headers["CONNECTION"]) == (FULL, True, "close")

    def test_what_is_beyond_all_measure_is_cut_off(self, watch):
        one = parser(room(watch))
        one.received(head(HEARD + 1))
        assert one.completed
        assert one.error.code == 413

    def test_a_slow_one_that_gave_way_is_told_so_at_its_end(self, watch):
        whole = room(watch)
        slow, quick = parser(whole), parser(whole, "b")
        slow.received(head(8 * MB))
        slow.received(bytes(10_000))
        watch.moment += 60
        quick.received(head(8 * MB))
        assert (slow.refused, quick.refused, whole.taken) == (SLOW, "", 8 * MB)
        slow.received(bytes(8 * MB - 10_000))
        assert slow.completed
        slow.close()
        assert whole.taken == 8 * MB

    def test_a_body_of_unannounced_length_grows_while_there_is_room(self, watch):
        whole = room(watch)
        one = parser(whole)
        one.received(b"POST /sr/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"%x\r\n" % MB + bytes(MB) + b"\r\n"
        for _ in range(6):
            one.received(piece)
        assert not one.completed
        assert 6 * MB <= whole.taken <= 8 * MB
        for _ in range(4):
            if not one.completed:
                one.received(piece)
        assert one.error.code == 503
        assert ("Retry-After", "30") in one.error.to_response()[1]
        assert whole.taken == 0


def sends(port, address, length, **headers):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("POST", address, bytes(length), {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/octet-stream", **headers})
        answer = line.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        line.close()


def half_sent(port, length):
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    head = f"POST /sr/podesavanja/ HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {length}\r\n\r\n"
    line.sendall(head.encode() + bytes(length // 2))
    return line


TOLD = {"sr": "није било места", "lat": "nije bilo mesta", "en": "there was no place"}


def test_when_the_room_is_full_a_page_in_three_versions_says_so_and_small_forms_go_through(shipped):  # noqa: F811
    port, server = shipped(PORTAL_ARRIVING="3")
    with server:
        with half_sent(port, 2 * MB) as line:
            for version, words in TOLD.items():
                status, headers, html = sends(port, f"/{version}/podesavanja/", 2 * MB)
                assert (status, headers["Retry-After"]) == (503, "30")
                assert words in BeautifulSoup(html, "html.parser").select_one("main").get_text()
            status, headers, _ = sends(port, "/sr/podesavanja/", 1000)
            assert (status, headers["Location"]) == (303, "/sr/")
            line.sendall(bytes(MB))
            assert b" 303 " in line.recv(1000)
        eventually(lambda: sends(port, "/sr/podesavanja/", 2 * MB)[0] == 303)
        half_sent(port, 2 * MB).close()
        status, _, html = sends(port, "/sr/podesavanja/", 81 * MB)
        assert status == 413
        assert "изаберите мању датотеку" in BeautifulSoup(html, "html.parser").select_one("main").get_text()
        eventually(lambda: sends(port, "/sr/podesavanja/", 2 * MB)[0] == 303)


def test_many_who_send_at_once_are_answered_each(shipped):  # noqa: F811
    """Either taken or told to come again; nobody's line is cut, and the town reads on."""
    port, server = shipped(PORTAL_ARRIVING="6")
    with server:
        got = []
        threads = [threading.Thread(target=lambda: got.append(sends(port, "/sr/podesavanja/", MB + 100)[0])) for _ in range(20)]
        for thread in threads:
            thread.start()
        assert get(port, "/sr/podesavanja/")[0] == 200
        for thread in threads:
            thread.join()
        assert len(got) == 20
        assert set(got) <= {303, 503}
        assert 303 in got
