"""What the administration may change, what it may not, and the trace each change leaves."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.kernel.audit import AuditLine
from portal.kernel.db import Generation, work
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.municipality import actions, queries
from portal.kernel.municipality.actions.calendar import DayKnown, StrangeYear
from portal.kernel.municipality.actions.common import NameTaken, NoAccount, NoName
from portal.kernel.municipality.actions.offices import (
    EndsBeforeItBegins,
    LaterTerm,
    NoClosingReason,
    NoDeputyWithoutAbsence,
    NoHolder,
    OutsideTerm,
    OwnDeputy,
    TermsOverlap,
)
from portal.kernel.municipality.actions.places import NoOffice
from portal.kernel.municipality.actions.promises import OutOfRange, SameAsBefore
from portal.kernel.municipality.actions.reasons import NoReasonNeeded, NoSentence
from portal.kernel.municipality.models import CalendarDay, Fact, Office, OfficeKind, Promise, Settlement, Term, Unit
from portal.kernel.refusals import NotFound, Stale

MAYOR = "predsednik-opstine"


@pytest.fixture
def boss(people, db):
    return people.administrator().person(db)


def acts(db) -> list[str]:
    return list(db.scalars(select(AuditLine.act).order_by(AuditLine.seq)))


def generation(db) -> int:
    return db.scalar(select(Generation.number).where(Generation.tag == "municipality")) or 0


def refused(refusal, verb, *args, **words):
    with pytest.raises(refusal), work() as unit:
        verb(unit, *args, **words)


def test_a_new_holder_ends_the_term_before_on_the_day_before(db, boss):
    chair, other = queries.office(db, MAYOR), queries.office(db, "odbornik-1")
    with work() as unit:
        actions.appoint(unit, chair.id, holder_sr="Нова председница", began_on=date(2026, 12, 1), by=boss)
    old, new = queries.office(db, MAYOR).terms
    assert old.ended_on == date(2026, 11, 30)
    assert (new.holder_sr, new.began_on, new.ended_on) == ("Нова председница", date(2026, 12, 1), None)
    assert queries.office(db, MAYOR).term_on(date(2026, 11, 30)) is old
    assert other.terms[0].ended_on == date(2028, 6, 30)


def test_a_term_that_ended_long_ago_keeps_its_last_day(db, boss):
    seat = queries.office(db, "odbornik-5")
    with work() as unit:
        actions.appoint(unit, seat.id, holder_sr="Нова одборница", began_on=date(2026, 12, 1), by=boss)
    assert queries.office(db, "odbornik-5").terms[0].ended_on == date(2026, 10, 15)


def test_no_term_begins_before_one_that_is_there(db, boss):
    seat = queries.office(db, "odbornik-6")
    for day in (date(2026, 10, 1), date(2026, 9, 1)):
        refused(LaterTerm, actions.appoint, seat.id, holder_sr="Неко", began_on=day, by=boss)
    refused(
        EndsBeforeItBegins, actions.appoint, seat.id, holder_sr="Неко", began_on=date(2026, 12, 2),
        ended_on=date(2026, 12, 1), by=boss,
    )
    refused(NoHolder, actions.appoint, seat.id, holder_sr=" ", began_on=date(2026, 12, 2), by=boss)
    assert len(queries.office(db, "odbornik-6").terms) == 2


def test_a_holder_is_linked_to_an_account_by_its_address(db, boss, people):
    chair, mayor = queries.office(db, MAYOR), people.citizen()
    refused(
        NoAccount, actions.appoint, chair.id, holder_sr="Неко", began_on=date(2026, 12, 1), email="nema@test.example",
        by=boss,
    )
    with work() as unit:
        actions.appoint(
            unit, chair.id, holder_sr="Неко", began_on=date(2026, 12, 1), email=f" {mayor.email.upper()} ", by=boss
        )
    assert queries.office(db, MAYOR).terms[-1].person_id == mayor.id


def test_a_term_cannot_be_stretched_over_the_next_one(db, boss):
    earlier, later = queries.office(db, "odbornik-6").terms
    id, seen = earlier.id, earlier.version
    for day in (None, date(2026, 10, 1)):
        refused(TermsOverlap, actions.change_term, id, seen=seen, holder_sr="Ранији", ended_on=day, by=boss)
    with work() as unit:
        actions.change_term(unit, id, seen=seen, holder_sr="Ранији", ended_on=date(2026, 9, 15), by=boss)
    assert db.get(Term, id).ended_on == date(2026, 9, 15)
    assert db.get(Term, later.id).version == 1


def test_an_absence_names_a_deputy_with_an_account_and_ends_when_it_is_cleared(db, boss, people):
    deputy, holder = people.citizen(), people.official(MAYOR)
    term = queries.office(db, MAYOR).terms[0]
    id, seen = term.id, term.version
    set_absence = actions.set_absence
    refused(NoDeputyWithoutAbsence, set_absence, id, seen=seen, absent_from=None, deputy_email=deputy.email, by=boss)
    refused(OutsideTerm, set_absence, id, seen=seen, absent_from=date(2029, 1, 1), by=boss)
    refused(OwnDeputy, set_absence, id, seen=seen, absent_from=date(2026, 12, 1), deputy_email=holder.email, by=boss)
    refused(
        EndsBeforeItBegins, set_absence, id, seen=seen, absent_from=date(2026, 12, 2), absent_to=date(2026, 12, 1),
        by=boss,
    )
    with work() as unit:
        set_absence(unit, id, seen=seen, absent_from=date(2026, 12, 1), deputy_email=deputy.email, by=boss)
    assert db.get(Term, id).deputy_id == deputy.id
    assert db.get(Term, id).absent_on(date(2026, 12, 24))
    with work() as unit:
        set_absence(unit, id, seen=seen + 1, absent_from=None, by=boss)
    assert not db.get(Term, id).absent_on(date(2026, 12, 24))
    assert db.get(Term, id).deputy_id is None


def test_an_office_is_closed_only_with_a_reason_and_opens_again(db, boss):
    chair = queries.office(db, MAYOR)
    id, seen = chair.id, chair.version
    refused(NoClosingReason, actions.close_office, id, seen=seen, reason_sr=" ", by=boss)
    with work() as unit:
        actions.close_office(unit, id, seen=seen, reason_sr="Мандат је престао.", by=boss)
    assert (db.get(Office, id).open, db.get(Office, id).closed_reason_sr) == (False, "Мандат је престао.")
    with work() as unit:
        actions.open_office(unit, id, seen=seen + 1, by=boss)
    assert (db.get(Office, id).open, db.get(Office, id).closed_reason_sr) == (True, "")


def test_of_two_who_change_the_same_office_the_slower_one_is_told(db, boss):
    chair = queries.office(db, MAYOR)
    id, seen = chair.id, chair.version
    with work() as unit:
        actions.change_office(unit, id, seen=seen, kind=OfficeKind.MAYOR, name_sr="Председница општине", by=boss)
    with pytest.raises(Stale) as refusal, work() as unit:
        actions.change_office(unit, id, seen=seen, kind=OfficeKind.MAYOR, name_sr="Градоначелник", by=boss)
    assert (refusal.value.mine, refusal.value.theirs) == ("Градоначелник", "Председница општине")
    assert db.get(Office, id).name_sr == "Председница општине"
    assert db.get(Office, id).key == MAYOR


def test_offices_move_by_one_place(db, boss):
    before = [office.key for office in queries.offices(db)]
    third = queries.office(db, before[2]).id
    with work() as unit:
        actions.move_office(unit, third, earlier=True, by=boss)
    assert [office.key for office in queries.offices(db)] == [before[0], before[2], before[1], *before[3:]]
    first = queries.offices(db)[0].id
    with work() as unit:
        actions.move_office(unit, first, earlier=True, by=boss)
    assert queries.offices(db)[0].id == first


def test_new_things_get_a_key_of_their_own_that_can_stand_in_an_address(db, boss):
    with work() as unit:
        office = actions.add_office(unit, kind=OfficeKind.OFFICE, name_sr="Служба за људе", by=boss)
        twin = actions.add_office(unit, kind=OfficeKind.OFFICE, name_sr="Служба за људе", by=boss)
        actions.add_unit(unit, name_sr="Чистоћа и зеленило", by=boss)
    assert (office.key, twin.key) == ("sluzba-za-ljude", "sluzba-za-ljude-2")
    assert queries.offices(db)[-1].key == "sluzba-za-ljude-2"
    assert queries.units(db)[-1].key == "cistoca-i-zelenilo"
    refused(NoName, actions.add_unit, name_sr="  ", by=boss)


def test_a_topic_leads_to_an_office_that_exists(db, boss):
    topic, head = queries.topics(db)[0], queries.office(db, "nacelnik-uprave")
    with work() as unit:
        actions.change_topic(unit, topic.id, seen=topic.version, name_sr="Путеви", office_id=head.id, by=boss)
    assert queries.topics(db)[0].office_id == head.id
    refused(NoOffice, actions.add_topic, name_sr="Нешто", office_id=99_999, by=boss)


def test_a_settlement_stands_in_both_alphabets_and_only_once(db, boss):
    with work() as unit:
        actions.add_settlement(unit, name_sr="Ђунис", by=boss)
    found = db.scalar(select(Settlement).where(Settlement.name_sr == "Ђунис"))
    assert (found.name_en, bool(found.sort_cyrillic), bool(found.sort_latin)) == ("Đunis", True, True)
    refused(NameTaken, actions.add_settlement, name_sr="Ђунис", by=boss)
    other = db.scalar(select(Settlement).where(Settlement.name_sr == "Скорица"))
    refused(NameTaken, actions.change_settlement, other.id, seen=1, name_sr="Ђунис", by=boss)
    keys = found.sort_cyrillic
    with work() as unit:
        actions.change_settlement(unit, found.id, seen=1, name_sr="Ћунис", by=boss)
    assert db.get(Settlement, found.id).sort_cyrillic > keys


def test_the_calendar_takes_a_day_once_and_gives_it_back(db, boss):
    day = date(2026, 12, 24)
    assert queries.calendar(db).is_working(day)
    with work() as unit:
        actions.add_day(unit, day=day, working=False, name_sr="Дан општине", by=boss)
    assert not queries.calendar(db).is_working(day)
    refused(DayKnown, actions.add_day, day=day, working=True, name_sr="Ипак радимо", by=boss)
    with work() as unit:
        actions.remove_day(unit, day, by=boss)
    assert queries.calendar(db).is_working(day)
    refused(NotFound, actions.remove_day, day, by=boss)


def test_the_holidays_of_a_year_are_added_once_and_leave_other_days_alone(db, boss):
    mine = date(2031, 1, 7)
    with work() as unit:
        actions.add_day(unit, day=mine, working=True, name_sr="Наш избор", by=boss)
        added = actions.add_holidays(unit, 2031, by=boss)
    assert added > 5
    assert db.get(CalendarDay, mine).name_sr == "Наш избор"
    with work() as unit:
        assert actions.add_holidays(unit, 2031, by=boss) == 0
    for year in (1999, 2101):
        refused(StrangeYear, actions.add_holidays, year, by=boss)


def test_a_promise_is_followed_by_a_new_version_and_the_old_one_stays(db, boss, clock):
    held = queries.promise(db, "answer")
    id, rules = held.id, dict(held.rules)
    clock.moves(days=1)
    with work() as unit:
        actions.promise_anew(unit, "answer", {"working_days": 8, "from": "never", "new": 1}, seen=1, by=boss)
    follower = queries.promise(db, "answer")
    assert (follower.version, follower.rules) == (2, {"working_days": 8, "from": "publication"})
    assert db.get(Promise, id).rules == rules
    assert queries.promise(db, "moderation").version == 1
    refused(Stale, actions.promise_anew, "answer", {"working_days": 7}, seen=1, by=boss)
    refused(NotFound, actions.promise_anew, "answer", {"working_days": 7}, seen=9, by=boss)
    refused(SameAsBefore, actions.promise_anew, "answer", {"working_days": 8}, seen=2, by=boss)


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("answer", {"working_days": 0}),
        ("answer", {"working_days": 61}),
        ("answer", {"working_days": None}),
        ("limits", {"open_questions_per_asker": 0}),
        ("limits", {"text_length": 199}),
        ("reminders", {"before_days": [3, 0]}),
    ],
)
def test_no_promise_holds_a_number_nobody_can_mean(db, boss, name, rules):
    with pytest.raises(OutOfRange) as refusal, work() as unit:
        actions.promise_anew(unit, name, rules, seen=1, by=boss)
    assert refusal.value.field == next(iter(rules))


def test_reminders_are_kept_in_order_each_once(db, boss):
    with work() as unit:
        actions.promise_anew(unit, "reminders", {"before_days": [1, 5, 5], "at_deadline": False}, seen=1, by=boss)
    assert queries.promise(db, "reminders").rules == {"before_days": [5, 1], "at_deadline": False}


def test_a_reason_is_added_changed_retired_and_offered_again(db, boss):
    with work() as unit:
        id = actions.add_reason(unit, verdict=Verdict.REFUSE, name_sr="Ново", text_sr="Зато што…", by=boss).id
    refused(NoSentence, actions.add_reason, verdict=Verdict.REFUSE, name_sr="Ново", text_sr=" ", by=boss)
    refused(NoReasonNeeded, actions.add_reason, verdict=Verdict.APPROVE, name_sr="Ново", text_sr="Да", by=boss)
    with work() as unit:
        actions.retire_reason(unit, id, seen=1, by=boss)
    assert db.get(Reason, id).retired_at is not None
    refused(Stale, actions.restore_reason, id, seen=1, by=boss)
    with work() as unit:
        actions.restore_reason(unit, id, seen=2, by=boss)
    assert db.get(Reason, id).retired_at is None
    with work() as unit:
        actions.change_reason(unit, id, seen=3, verdict=Verdict.RETURN, name_sr="Ново", text_sr="Допуните.", by=boss)
    assert (db.get(Reason, id).text_sr, db.get(Reason, id).verdict) == ("Допуните.", Verdict.RETURN)


def test_names_change_what_is_given_and_keep_the_rest(db, boss):
    with work() as unit:
        actions.change_names(unit, {"name_sr": "Општина Пробна"}, seen=1, by=boss)
    fact = db.get(Fact, "municipality")
    assert (fact.value["name_sr"], fact.value["postcode"]) == ("Општина Пробна", "37215")
    refused(Stale, actions.change_names, {"name_sr": "Друга"}, seen=1, by=boss)
    refused(NoName, actions.change_names, {"name_sr": " "}, seen=2, by=boss)


def test_every_change_is_written_down_and_makes_the_pages_anew(db, boss):
    chair, unit_id = queries.office(db, MAYOR), queries.units(db)[0].id
    id, reason = chair.id, db.scalar(select(Reason)).id
    for act, change in {
        "names": lambda unit: actions.change_names(unit, {"phone": "1"}, seen=1, by=boss),
        "office.change": lambda unit: actions.change_office(
            unit, id, seen=1, kind=OfficeKind.MAYOR, name_sr="А", by=boss
        ),
        "office.close": lambda unit: actions.close_office(unit, id, seen=2, reason_sr="А", by=boss),
        "office.open": lambda unit: actions.open_office(unit, id, seen=3, by=boss),
        "office.move": lambda unit: actions.move_office(unit, id, earlier=False, by=boss),
        "unit.change": lambda unit: actions.change_unit(unit, unit_id, seen=1, name_sr="А", by=boss),
        "calendar.holidays": lambda unit: actions.add_holidays(unit, 2030, by=boss),
        "promise": lambda unit: actions.promise_anew(unit, "answer", {"working_days": 5}, seen=1, by=boss),
        "reason.retire": lambda unit: actions.retire_reason(unit, reason, seen=1, by=boss),
    }.items():
        before = generation(db)
        with work() as unit:
            change(unit)
        assert acts(db)[-1] == f"municipality.{act}"
        assert db.scalar(select(AuditLine.actor_id).order_by(AuditLine.seq.desc()).limit(1)) == boss.id
        assert generation(db) == before + 1
    assert db.get(Unit, unit_id).name_sr == "А"
