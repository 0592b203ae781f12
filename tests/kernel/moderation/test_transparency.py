"""Everybody can see what moderators do: by month, kind and reason, how fast, and what appeals changed."""


import pytest
from sqlalchemy import select, update

from portal.features.questions.models import KIND
from portal.kernel import house
from portal.kernel.accounts.models import Role
from portal.kernel.db import work
from portal.kernel.moderation import figures
from portal.kernel.moderation.models import Decision, Figure, Verdict
from portal.kernel.outbox.models import Notice
from tests.features.problems.reporting import Reporting
from tests.features.questions.asking import Asking
from tests.kernel.moderation.test_undoing import Press

MONTH = 202611


@pytest.fixture
def asking(app):
    return Asking(app)


@pytest.fixture
def press(app, db, people):
    return Press(app, db, people.moderator())


@pytest.fixture
def month(asking, press, app, db, people, clock, nobody, mailbox):
    """Ten questions and a report: seven published, one in part, one returned, two refused; one refusal was reversed."""
    ids = [asking.waiting(f"Питање број {n}?", email=f"a{n}@test.example") for n in range(10)]
    report = Reporting(app).reported()
    clock.moves(hours=3)
    for id in ids[:6]:
        press.decides(KIND, id, Verdict.APPROVE)
    clock.moves(hours=3)
    press.decides(KIND, ids[6], Verdict.REDACT, redactions={"text": [(0, 2)]})
    press.decides(KIND, ids[7], Verdict.RETURN, reason_key="unclear")
    press.decides(KIND, ids[8], Verdict.REFUSE, reason_key="insult")
    press.undoes(KIND, press.decides(KIND, ids[9], Verdict.APPROVE))
    press.decides("problem", report, Verdict.REFUSE, reason_text="Није комунални проблем.")
    clock.moves(minutes=1)
    nobody.opens(mailbox.link("a8@test.example", "moje"))
    nobody.submits(form="form[action*=zalba]", why="Није увреда.")
    clock.moves(hours=2)
    Press(app, db, people.moderator()).decides(KIND, ids[8], Verdict.APPROVE)
    return ids


def test_the_figures_are_what_happened_and_what_was_taken_back_counts_nowhere(month, db):
    found = figures.of_month(db, MONTH)
    assert dict(found[KIND].verdicts) == {"approve": 7, "redact": 1, "return": 1, "refuse": 1}
    assert dict(found["problem"].verdicts) == {"refuse": 1}
    every = found[""]
    assert (every.decided, every.published, every.appealed, every.reversed) == (11, 8, 1, 1)
    assert dict(every.reasons) == {"unclear": 1, "insult": 1, figures.OWN_WORDS: 1}
    assert (every.median, every.ninetieth) == (3, 6)


def test_the_page_says_it_in_every_version(month, nobody):
    for version, words in (("sr", "Увреда или претња"), ("lat", "Uvreda ili pretnja"), ("en", "Insult or threat")):
        nobody.opens(f"/{version}/transparentnost/")
        assert nobody.sees(words)
    assert nobody.sees("8 of 11") and nobody.sees("Another moderator decided on 1 appeal. After 1 of them the text was published.")
    assert nobody.sees("72.7\u00a0%")


@pytest.mark.parametrize("wanted", ["", "2026-11", "2031-01", "x", "%00", "9" * 50, "-1", "٢٠٢٦-١١"])
def test_an_unknown_month_is_the_present_one(month, nobody, wanted):
    nobody.opens(f"/en/transparentnost/?mesec={wanted}")
    assert nobody.sees("November 2026")


def test_a_month_without_decisions_says_so_and_gives_no_percentage(nobody, asking, press):
    nobody.opens("/en/transparentnost/")
    assert nobody.sees("Nothing was decided in this month.")
    press.decides(KIND, asking.waiting(), Verdict.APPROVE)
    nobody.opens("/en/transparentnost/")
    assert "%" not in nobody.page.select_one(".figures").text


def test_the_next_month_begins_anew_and_the_old_one_stays_to_be_read(month, asking, press, nobody, clock):
    clock.moves(days=20)
    press.decides(KIND, asking.waiting(), Verdict.APPROVE)
    nobody.opens("/en/transparentnost/")
    assert nobody.sees("December 2026") and nobody.sees("November 2026")
    nobody.opens("/en/transparentnost/?mesec=2026-11")
    assert nobody.sees("8 of 11")


def test_the_nightly_recount_finds_no_drift_and_mends_what_was_changed(month, db):
    assert figures.drift() == {}
    with work() as writing:
        writing.execute(update(Figure).where(Figure.what == "decided:approve").values(number=99))
    found = house.count_moderation(db, {})
    with work() as writing:
        house.mend_moderation(writing, found)
    assert figures.drift() == {} and figures.of_month(db, MONTH)[KIND].verdicts["approve"] == 7


def test_every_decision_stays_in_the_log_the_one_taken_back_too(month, db):
    verdicts = [str(v) for v in db.scalars(select(Decision.verdict))]
    assert verdicts.count("undo") == 1 and len(verdicts) == 13


class TestTheAlarm:
    def letters(self, db):
        db.rollback()
        return db.scalars(select(Notice).where(Notice.kind == "house.waiting")).all()

    def hourly(self):
        with work() as writing:
            house.promised(writing, {})

    def test_the_head_hears_once_a_day_that_somebody_waits_too_long(self, asking, people, db, clock, mailbox):
        head = people.someone(Role.HEAD)
        asking.waiting()
        self.hourly()
        assert not self.letters(db), "the promise still runs"
        clock.moves(days=2)
        for _ in range(3):
            self.hourly()
            clock.moves(hours=1)
        assert len(self.letters(db)) == 1
        assert "1 " in mailbox.last(head.email).get_body(("plain",)).get_content()
        clock.moves(days=1)
        self.hourly()
        assert len(self.letters(db)) == 2

    def test_nobody_hears_of_a_desk_that_keeps_its_promise(self, asking, people, press, db, clock):
        people.someone(Role.HEAD)
        press.decides(KIND, asking.waiting(), Verdict.APPROVE)
        clock.moves(days=5)
        self.hourly()
        assert not self.letters(db)


def test_a_decision_around_midnight_belongs_to_the_month_of_belgrade(asking, press, db, clock):
    clock.moves(days=7, hours=13, minutes=30)
    press.decides(KIND, asking.waiting(), Verdict.APPROVE)
    clock.moves(minutes=45)
    item = press.decides(KIND, asking.waiting(), Verdict.APPROVE)
    assert figures.of_month(db, 202611)[KIND].decided == 1 and figures.of_month(db, 202612)[KIND].decided == 1
    press.undoes(KIND, item)
    assert 202612 not in figures.months(db)
