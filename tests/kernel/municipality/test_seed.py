"""The readable profile becomes the municipality, once."""

from datetime import date

from sqlalchemy import delete, func, select

from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.house import after_upgrade
from portal.kernel.moderation.models import Reason
from portal.kernel.municipality import queries, seed
from portal.kernel.municipality.models import CalendarDay, Office, Promise, Settlement, Topic, Unit
from portal.kernel.paths import STARTER

PROFILE = seed.read(STARTER / "profile.yaml")


def number(db, model) -> int:
    return db.scalar(select(func.count()).select_from(model))


def test_every_office_of_the_profile_has_its_terms(db):
    offices = {office.key: office for office in queries.offices(db)}
    assert list(offices) == [row["key"] for row in PROFILE["offices"]]
    for row in PROFILE["offices"]:
        expected = [held["holder_sr"] for held in (*row.get("previous", ()), row)]
        assert [term.holder_sr for term in offices[row["key"]].terms] == expected
        assert offices[row["key"]].email == (row["email"] or "")


def test_a_seat_that_changed_hands_knows_who_held_it_on_which_day(db):
    seat = queries.office(db, "odbornik-6")
    assert seat.term_on(date(2026, 9, 30)).holder_sr.startswith("Ранији")
    assert not seat.term_on(date(2026, 10, 1)).holder_sr.startswith("Ранији")


def test_a_vacant_seat_is_closed_with_its_reason_and_nobody_holds_it(db):
    seat = queries.office(db, "odbornik-5")
    assert not seat.open
    assert seat.closed_reason_sr and seat.closed_reason_en
    assert seat.term_on(date(2026, 10, 15)) is not None
    assert seat.term_on(date(2026, 10, 16)) is None


def test_reasons_that_say_nothing_by_themselves_need_a_note(db):
    assert set(db.scalars(select(Reason.key).where(Reason.needs_note))) == {"not_municipality", "other"}


def test_policies_reasons_topics_units_and_settlements_are_there(db):
    assert {name: queries.promise(db, name).rules for name in PROFILE["policies"]} == PROFILE["policies"]
    of_features = {"problem_answer", "problem_resolution", "problem_rules", "comments_news"}
    assert number(db, Promise) == len(PROFILE["policies"]) + len(of_features)
    assert {reason.key: reason.text_sr for reason in db.scalars(select(Reason).where(Reason.kind.not_in(["problem", "remark"])))} == {
        row["key"]: row["text_sr"] for row in PROFILE["reasons"]
    }
    assert number(db, Topic) == len(PROFILE["topics"])
    assert number(db, Unit) == len(PROFILE["units"])
    assert number(db, Settlement) == len(PROFILE["settlements"])


def test_the_calendar_knows_the_holidays_of_the_years_around(db):
    days = {row.day: row for row in db.scalars(select(CalendarDay))}
    assert days[date(2026, 11, 11)].name_sr
    assert days[date(2026, 11, 11)].name_en
    assert {day.year for day in days} == {2025, 2026, 2027, 2028}
    assert not queries.calendar(db).is_working(date(2026, 11, 11))


def test_a_second_seeding_changes_nothing(db):
    with work() as unit:
        unit.add(Unit(key="moja", name_sr="Моја служба"))
    with work() as unit:
        assert seed.seed(unit, PROFILE) is False
    assert number(db, Office) == len(PROFILE["offices"])
    assert number(db, Unit) == len(PROFILE["units"]) + 1


def test_an_upgrade_brings_the_promises_of_a_newer_profile_and_leaves_the_others_alone(db):
    with work() as session:
        session.execute(delete(Promise).where(Promise.name == "appeals"))
        session.add(Promise(name="answer", version=2, rules={"working_days": 7, "from": "publication"}, since=now()))
    after_upgrade()
    after_upgrade()
    assert queries.promise(db, "appeals").version == 1
    assert queries.promise(db, "answer").rules["working_days"] == 7
