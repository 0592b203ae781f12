"""A letter is a row until a server has taken it: nothing is lost, nothing is doubled, nobody else is held up."""

import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from portal.kernel import outbox
from portal.kernel.db import session, work
from portal.kernel.outbox import Recipient, actions, deliver
from portal.kernel.outbox.models import Notice, NoticeState
from tests.kernel.worker.conftest import eventually


def write(*numbers, kind="things.told", to="citizen{}@test.example", version="sr", **data):
    with work() as db:
        for number in numbers:
            outbox.post(db, kind, Recipient(to.format(number), version), {"number": number, **data}, about=("thing", number))


def states(db) -> dict[str, int]:
    db.rollback()
    found = db.execute(select(Notice.state, func.count()).where(Notice.kind.like("things.%")).group_by(Notice.state))
    return {state.value: number for state, number in found}


def only(db) -> Notice:
    db.rollback()
    db.expire_all()
    return db.scalars(select(Notice).where(Notice.kind.like("things.%"))).one()


def test_a_letter_carries_both_versions_and_says_what_it_is(gdb, post_office):
    post_office.opens()
    write(7, to="ana@test.example", leave="http://localhost/sr/odjava/abc")
    assert deliver.deliver_due() == 1
    [letter] = post_office.letters
    assert post_office.recipients == [("ana@test.example",)]
    assert letter["From"] == "Портал општине Ражањ <portal@razanj.example>"
    assert letter["To"] == "ana@test.example"
    assert letter["Subject"].startswith("Ваше питање 7")
    assert letter["Message-ID"] == only(gdb).message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "sr-Cyrl"
    assert letter["List-Unsubscribe"] == "<http://localhost/sr/odjava/abc>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Date"]
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    for part in ("Поштовани", "Одговор на питање 7 је објављен.", "http://localhost/sr/pitanja/7", "Хвала."):
        assert part in text
        assert part in html
    assert "<b>Ово није ознака.</b>" in text
    assert "<b>Ово" not in html


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://portal.razanj.rs", "portal.razanj.rs"),
        ("https://opstina.rs:8443/pitajte", "opstina.rs"),
        ("https://питајте.ражањ.срб", "xn--80akh1aqb7m.xn--80aar2b3i.xn--90a3ac"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:8000", "[IPv6:::1]"),
        ("", "localhost"),
    ],
)
def test_its_message_id_is_under_our_own_host(gdb, guest_app, address, host):
    guest_app.config["PORTAL_BASE_URL"] = address
    write(7)
    assert only(gdb).message_id.endswith(f"@{host}>")
    assert "@portal>" not in only(gdb).message_id


def test_a_subject_cannot_smuggle_a_header_in(gdb, post_office):
    post_office.opens()
    write(7)
    deliver.deliver_due()
    assert post_office.letters[0]["Bcc"] is None
    assert post_office.recipients == [("citizen7@test.example",)]


def test_an_address_cannot_smuggle_a_second_reader_in(gdb, post_office):
    post_office.opens()
    write(7, to="ana@test.example, stranger@test.example")
    write(8, to="ana@test.example>\r\nBcc: stranger@test.example")
    write(9, to="no address at all")
    assert deliver.deliver_due() == 0
    assert states(gdb) == {"bounced": 3}
    assert post_office.letters == []


def test_a_letter_without_a_way_out_says_none(gdb, post_office):
    post_office.opens()
    write(7)
    deliver.deliver_due()
    assert post_office.letters[0]["List-Unsubscribe"] is None


@pytest.mark.parametrize(("version", "lang"), [("lat", "sr-Latn"), ("en", "en")])
def test_the_letter_is_in_its_readers_version(gdb, post_office, version, lang):
    post_office.opens()
    write(7, version=version)
    deliver.deliver_due()
    assert post_office.letters[0]["Content-Language"] == lang
    assert f'lang="{lang}"' in post_office.letters[0].get_body(("html",)).get_content()


def test_a_cyrillic_domain_is_written_as_every_server_reads_it(gdb, post_office):
    post_office.opens()
    write(7, to="ana@општина.срб")
    assert deliver.deliver_due() == 1
    assert post_office.recipients == [("ana@xn--80appcfs5b.xn--90a3ac",)]


def test_fifty_letters_while_the_server_is_down_are_fifty_letters_when_it_is_up(gdb, post_office, clock):
    write(*range(50))
    for _ in range(30):
        with pytest.raises(deliver.WireDownError):
            deliver.deliver_due()
        clock.moves(hours=1)
    assert states(gdb) == {"waiting": 50}
    assert gdb.scalar(select(func.max(Notice.tries))) == 0, "no letter is to blame for a server that is down"
    post_office.opens()
    assert deliver.deliver_due() == 50
    assert deliver.deliver_due() == 0
    assert len(post_office.letters) == 50
    assert len(set(post_office.ids)) == 50
    assert states(gdb) == {"sent": 50}


def test_a_server_that_says_come_back_later_gets_the_letter_later(gdb, post_office, clock):
    post_office.opens()
    post_office.mood = "greylist"
    write(7)
    assert deliver.deliver_due() == 0
    assert "451" in only(gdb).fault
    post_office.mood = "good"
    clock.moves(seconds=29)
    assert deliver.deliver_due() == 0
    clock.moves(seconds=1)
    assert deliver.deliver_due() == 1
    assert only(gdb).fault == ""
    assert len(post_office.letters) == 1


def test_patience_grows_and_has_an_end(gdb, post_office, clock):
    post_office.opens()
    post_office.mood = "greylist"
    write(7)
    waits = []
    while only(gdb).state is NoticeState.WAITING:
        deliver.deliver_due()
        notice = only(gdb)
        waits.append((notice.next_at - clock.moment).total_seconds())
        clock.moment = max(notice.next_at, clock.moment)
    assert waits[:7] == list(deliver.PATIENCE)
    assert len(waits) == deliver.GIVE_UP == post_office.tried
    assert only(gdb).state is NoticeState.BOUNCED


def test_an_unknown_address_bounces_and_leaves_again_when_it_is_corrected(gdb, post_office, clock):
    post_office.opens()
    write(7, to="nobody@test.example")
    write(8)
    assert deliver.deliver_due() == 1
    assert states(gdb) == {"bounced": 1, "sent": 1}
    clock.moves(days=30)
    deliver.deliver_due()
    assert post_office.tried == 2
    with work() as db:
        assert actions.redirect(db, "thing", 7, "ana@test.example") == 1
    assert deliver.deliver_due() == 1
    assert post_office.recipients[-1] == ("ana@test.example",)


def test_a_letter_that_is_refused_whole_bounces(gdb, post_office):
    post_office.opens()
    post_office.mood = "spam"
    write(7)
    deliver.deliver_due()
    assert only(gdb).state is NoticeState.BOUNCED
    assert "554" in only(gdb).fault


def test_a_refused_sender_is_not_the_readers_fault(gdb, post_office, clock):
    post_office.opens()
    post_office.mood = "sender"
    write(7)
    for _ in range(40):
        deliver.deliver_due()
        clock.moves(hours=13)
    assert only(gdb).state is NoticeState.WAITING
    post_office.mood = "good"
    assert deliver.deliver_due() == 1


def test_a_server_that_shuts_down_in_the_middle_blames_no_letter(gdb, post_office):
    post_office.opens()
    post_office.mood = "closing"
    write(7, 8)
    with pytest.raises(deliver.WireDownError):
        deliver.deliver_due()
    assert states(gdb) == {"waiting": 2}
    assert gdb.scalar(select(func.max(Notice.tries))) == 0
    post_office.mood = "good"
    assert deliver.deliver_due() == 2


def test_a_server_that_hangs_costs_one_time_out_and_keeps_the_letter(gdb, post_office, clock, monkeypatch):
    monkeypatch.setattr(deliver, "TIMEOUT", 0.5)
    post_office.opens()
    post_office.mood = "hang"
    write(7)
    began = time.monotonic()
    assert deliver.deliver_due() == 0
    assert time.monotonic() - began < 3
    assert only(gdb).state is NoticeState.WAITING
    post_office.mood = "good"
    clock.moves(minutes=10)
    assert deliver.deliver_due() == 1
    assert post_office.ids == [only(gdb).message_id]


def test_a_batch_ends_when_its_time_is_up(gdb, post_office):
    post_office.opens()
    post_office.delay = 0.1
    write(*range(20))
    assert 0 < deliver.deliver_due(seconds=0.3) < 20
    post_office.delay = 0
    deliver.deliver_due()
    assert states(gdb) == {"sent": 20}


def test_a_letter_with_a_mistake_waits_and_holds_nobody_up(gdb, post_office, clock):
    post_office.opens()
    write(1, kind="things.crooked")
    write(2, kind="things.of_a_feature_that_is_gone")
    write(3)
    assert deliver.deliver_due() == 1
    assert states(gdb) == {"sent": 1, "waiting": 2}
    for _ in range(40):
        clock.moves(hours=13)
        deliver.deliver_due()
    assert states(gdb) == {"sent": 1, "waiting": 2}
    assert "a writer with a mistake" in gdb.scalar(select(Notice.fault).where(Notice.kind == "things.crooked"))


def test_a_letter_for_later_waits_and_one_taken_back_never_leaves(gdb, post_office, clock):
    from datetime import timedelta

    post_office.opens()
    with work() as db:
        for number in (1, 2):
            later = clock.moment + timedelta(days=2)
            outbox.post(db, "things.told", Recipient("a@test.example"), {"number": number}, about=("thing", number), at=later)
    assert deliver.deliver_due() == 0
    with work() as db:
        outbox.cancel(db, "thing", 1, "things.told")
    clock.moves(days=2)
    assert deliver.deliver_due() == 1
    assert "питање 2" in post_office.letters[0]["Subject"]


def test_an_address_corrected_while_the_letter_is_on_its_way_counts(gdb, guest_app, post_office):
    post_office.opens()
    write(7, to="old@test.example")

    def correct():
        post_office.on_letter = None
        with guest_app.app_context(), work() as db:
            actions.redirect(db, "thing", 7, "new@test.example")

    post_office.on_letter = correct
    deliver.deliver_due()
    assert [to for (to,) in post_office.recipients] == ["old@test.example", "new@test.example"]
    assert only(gdb).state is NoticeState.SENT


def test_the_same_key_is_one_letter(gdb):
    for _ in range(2):
        with work() as db:
            outbox.post(db, "things.told", Recipient("a@test.example"), {"number": 1}, key="thing:1")
    assert states(gdb) == {"waiting": 1}


def test_the_same_key_by_two_acts_at_once_is_one_letter_and_no_fault(guest_app):
    start, faults = threading.Barrier(4), []

    def act():
        try:
            with guest_app.app_context():
                start.wait()
                with work() as db:
                    for number in range(20):
                        outbox.post(db, "things.told", Recipient("a@test.example"), {"number": number}, key=f"thing:{number}")
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    with guest_app.app_context():
        assert states(session()) == {"waiting": 20}


def test_who_has_no_address_gets_no_letter(gdb):
    with work() as db:
        assert outbox.post(db, "things.told", Recipient(""), {"number": 1}) is None
    assert states(gdb) == {}


def test_without_a_server_letters_are_files(guest_app, gdb, tmp_path):
    guest_app.config["PORTAL_SMTP_URL"] = ""
    write(1, 2)
    assert deliver.deliver_due() == 2
    assert len(list((tmp_path / "mails").glob("*.eml"))) == 2


def test_two_workers_send_nothing_twice(guest_app, post_office, start_worker):
    post_office.opens()
    with guest_app.app_context():
        write(*range(60))
    workers = [start_worker(), start_worker()]
    eventually(lambda: len(post_office.letters) >= 60)
    time.sleep(1)
    assert [worker.stops() for worker in workers] == [0, 0]
    assert len(post_office.letters) == len(set(post_office.ids)) == 60


def test_a_killed_worker_loses_no_letter_and_repeats_at_most_one(guest_app, post_office, start_worker, clock):
    """kill -9 three times in the middle of a batch; then the leases end and the rest is sent."""
    post_office.opens()
    post_office.delay = 0.03
    with guest_app.app_context():
        write(*range(50))
    kills = 3
    for turn in range(kills):
        worker = start_worker()
        eventually(lambda turn=turn: len(post_office.letters) >= (turn + 1) * 8)
        worker.dies()
    time.sleep(0.2)
    assert len(post_office.letters) < 50
    post_office.delay = 0
    clock.moment = datetime.now(UTC)
    clock.moves(minutes=5)
    with guest_app.app_context():
        deliver.deliver_due()
        assert states(session()) == {"sent": 50}
        rows = set(session().scalars(select(Notice.message_id).where(Notice.kind == "things.told")))
    assert set(post_office.ids) == rows
    assert len(rows) == 50
    assert post_office.most_often() <= 2
    assert len(post_office.letters) <= 50 + kills
