"""What everybody reads of debates: the list, the calendar, the feed, letters to followers."""

from datetime import timedelta

from portal.features.debates import actions
from portal.kernel.clock import now
from portal.kernel.outbox import Recipient
from tests.features.debates.debating import LATER


def titles(page):
    return [each.get_text(strip=True) for each in page.select(".entry__title")]


class TestTheList:
    def test_shows_what_is_open_first_then_what_was_announced_last(self, debating, nobody, clock):
        debating.open(title_sr="Отворена")
        clock.moves(minutes=5)
        debating.announced(title_sr="Прва најављена")
        clock.moves(minutes=5)
        debating.announced(title_sr="Друга најављена")
        debating.prepared(title_sr="Нико не види")
        assert titles(nobody.opens("/sr/rasprave/")) == ["Отворена", "Друга најављена", "Прва најављена"]

    def test_is_narrowed_by_phase_and_what_is_unknown_counts_as_not_chosen(self, debating, nobody):
        debating.open(title_sr="Отворена")
        debating.announced(title_sr="Најављена")
        assert titles(nobody.opens("/sr/rasprave/?faza=najavljene")) == ["Најављена"]
        assert titles(nobody.opens("/sr/rasprave/?faza=otvorene&godina=2026")) == ["Отворена"]
        assert titles(nobody.opens("/sr/rasprave/?vrsta=urban")) == []
        assert len(titles(nobody.opens("/sr/rasprave/?faza=x&godina=abc&vrsta=1&jedinica=%27"))) == 2

    def test_is_paged_by_key(self, debating, nobody):
        for number in range(21):
            debating.announced(title_sr=f"Нацрт {number}")
        page = nobody.opens("/sr/rasprave/")
        assert len(titles(page)) == 20
        assert len(titles(nobody.opens(page.select_one(".pager a[rel=next]")["href"]))) == 1


class TestTheCalendar:
    def test_holds_openings_closings_and_hearings_and_says_what_is_cancelled(self, debating, nobody):
        id = debating.announced()
        begins = now() + timedelta(days=3)
        called = actions.Called(starts_at=begins, ends_at=begins + timedelta(hours=1), place_sr="Сала, приземље")
        hearing = debating.acts(lambda db, me: actions.call(db, id, called, by=me))
        page = nobody.opens("/sr/rasprave/kalendar/")
        assert len(page.select(".calendar__day")) == 3
        told = nobody.asks("/sr/rasprave/kalendar.ics").get_data(as_text=True)
        assert told.count("BEGIN:VEVENT") == 3
        one = nobody.asks(f"/sr/rasprave/tribine/{hearing.id}.ics")
        assert one.mimetype == "text/calendar"
        assert "LOCATION:Сала\\, приземље" in one.get_data(as_text=True)
        debating.acts(lambda db, me: actions.cancel(db, hearing.id, by=me, seen=hearing.version, reason_sr="Поплава."))
        assert "STATUS:CANCELLED" in nobody.asks(f"/sr/rasprave/tribine/{hearing.id}.ics").get_data(as_text=True)

    def test_a_hearing_of_a_debate_in_preparation_is_nobodys(self, debating, nobody):
        id = debating.prepared()
        begins = now() + timedelta(days=3)
        called = actions.Called(starts_at=begins, ends_at=begins + timedelta(hours=1), place_sr="Сала")
        hearing = debating.acts(lambda db, me: actions.call(db, id, called, by=me))
        assert nobody.asks(f"/sr/rasprave/tribine/{hearing.id}.ics").status_code == 404


def test_the_feed_holds_public_debates_only(debating, nobody):
    debating.announced(title_sr="Јавна")
    debating.prepared(title_sr="Тајна")
    told = nobody.asks("/sr/rasprave/novo.atom").get_data(as_text=True)
    assert "Јавна" in told
    assert "Тајна" not in told


class TestFollowing:
    def test_a_guest_confirms_and_hears_of_a_new_version_and_a_postponement(self, debating, nobody, mailbox):
        id = debating.open()
        nobody.opens(f"/sr/rasprave/{id}/prati/")
        nobody.submits(email="pratim@primer.rs")
        mailbox.sends()
        nobody.opens(mailbox.link("pratim@primer.rs", "/rasprave/prati/"))
        nobody.submits()
        debating.second_edition(id, LATER)
        debate = debating.debate(id)
        times = {"opens_at": debate.opens_at, "closes_at": debate.closes_at + timedelta(days=2)}
        debating.decides(actions.postpone, id, reason_sr="На молбу грађана.", **times)
        told = [letter.get_body(("plain",)).get_content() for letter in mailbox.letters("pratim@primer.rs")]
        assert "uporedni-prikaz" in told[-2]
        assert "На молбу грађана." in told[-1]

    def test_who_has_not_confirmed_hears_nothing(self, debating, mailbox):
        id = debating.open()
        debating.acts(lambda db, _me: actions.follow(db, id, Recipient("nepotvrdjen@primer.rs"), confirmed=False))
        debating.second_edition(id)
        assert len(mailbox.letters("nepotvrdjen@primer.rs")) == 1
