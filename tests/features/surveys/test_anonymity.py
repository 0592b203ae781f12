"""Nobody who holds the database, its log, a backup and the portal's log after the closing can tell who answered what.

The test plays somebody who has all of it, and the portal's own secret, and tries to put the people in one order and the
answers in another. That the attempts would work is shown first, on a store that keeps answers as they come.
"""

import io
import logging
import random
import tarfile
from datetime import date, timedelta

import pytest
from sqlalchemy import DateTime, inspect, select, text

from portal.features.surveys.actions import secrets
from portal.features.surveys.models import Ballot, Entry, Grant, PoolCode, Response, Stage, Survey, Tally, TextAnswer
from portal.kernel.accounts.models import Person, SignIn
from portal.kernel.audit import AuditLine
from portal.kernel.db import dialect_of, session
from portal.kernel.operations.backup import backup
from portal.kernel.settings import setting
from tests.conftest import ENGINE

FIRST = date(2000, 1, 1)
LUCK = 9
"""So many of any number of guesses may be right by luck: the right ones of a random order are Poisson with mean 1, and ten
or more of them come once in ten million times (P. R. de Montmort, 1708)."""


class Polled:
    """A survey answered by people with accounts, and what each of them answered, in the order in which they came."""

    def __init__(self, survey_id, people, codes, answers, lines):
        self.survey_id, self.people, self.codes, self.answers, self.lines = survey_id, people, codes, answers, lines

    def right(self, people, answers) -> int:
        """Tell how many are right of somebody's attempt: people in one order beside answers in another."""
        truth = dict(zip(self.people, self.answers, strict=True))
        return sum(truth.get(person) == answer for person, answer in zip(people, answers, strict=False))


@pytest.fixture(params=[40, pytest.param(500, marks=pytest.mark.slow)])
def polled(request, people, surveying, db):
    number, shown = request.param, io.StringIO()
    survey_id = surveying.opened(surveying.small(), ballots=number + 20)
    listening = logging.StreamHandler(shown)
    logging.getLogger().addHandler(listening)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        citizens = [people.citizen() for _ in range(number)]
        random.Random(7).shuffle(citizens)
        taken = [answers(citizen, survey_id, place) for place, citizen in enumerate(citizens)]
    finally:
        logging.getLogger().removeHandler(listening)
        logging.getLogger().setLevel(level)
    surveying.closed(survey_id)
    session().rollback()
    days = [(FIRST + timedelta(days=place)).isoformat() for place in range(number)]
    return Polled(survey_id, [citizen.id for citizen in citizens], taken, days, shown.getvalue())


def answers(citizen, survey_id, place) -> str:
    """Take a code and answer, each with a day and words that nobody else writes; return the code."""
    citizen.opens(f"/sr/ankete/{survey_id}/listic/")
    citizen.submits(button="Преузимам шифру")
    code = citizen.page.select_one("#code").text
    day = (FIRST + timedelta(days=place)).isoformat()
    fields = {"q.eservices": "ask", "q.since": day, "q.more": f"Реч {day}"}
    citizen.sends(f"/sr/ankete/{survey_id}/popuni/", code=code, number="1", go="send", **fields)
    assert citizen.page.select_one(".confirm")
    return code


def test_the_attempts_work_on_a_store_that_keeps_answers_as_they_come(polled):
    assert polled.right(polled.people, polled.answers) == len(polled.people)


def orders_of_people(polled):
    """The orders in which the database can put people: by their names in it, their sessions, their lines in the audit log."""
    db = session()
    yield "accounts", db.scalars(select(Person.id).order_by(Person.id)).all()
    yield "sessions", db.scalars(select(SignIn.person_id).order_by(SignIn.id)).all()
    yield "last seen", db.scalars(select(SignIn.person_id).order_by(SignIn.seen_at, SignIn.id)).all()
    yield "audit", db.scalars(select(AuditLine.actor_id).order_by(AuditLine.seq)).all()
    yield "arrival, known from elsewhere", polled.people


def orders_of_answers(polled, dump):
    """The orders in which the database, and the bytes of its files, can put the answers."""
    db, table = session(), Response.__tablename__
    day = "numbers ->> 'since'" if ENGINE == "postgresql" else "json_extract(numbers, '$.since')"
    which = f"FROM {table} WHERE survey_id = {polled.survey_id}"
    yield "as they lie", db.scalars(text(f"SELECT {day} {which}")).all()
    yield "by name", db.scalars(text(f"SELECT {day} {which} ORDER BY id")).all()
    if ENGINE == "postgresql":
        yield "by place", db.scalars(text(f"SELECT {day} {which} ORDER BY ctid")).all()
        yield "by transaction", db.scalars(text(f"SELECT {day} {which} ORDER BY xmin::text::bigint, ctid")).all()
        assert db.scalar(text(f"SELECT count(DISTINCT xmin::text) {which}")) == 1
    words = f"SELECT text FROM {TextAnswer.__tablename__} WHERE survey_id = {polled.survey_id}"
    yield "texts", [text_.removeprefix("Реч ") for text_ in db.scalars(text(words))]
    for name, content in dump.items():
        places = {each: content.find(each.encode()) for each in polled.answers}
        yield f"bytes of {name}", sorted((each for each in places if places[each] >= 0), key=places.get)


@pytest.fixture
def dump(polled, app, tmp_path):
    """Everything that lies about after the closing: the database and its log, the instance folder, a backup, the log."""
    session().rollback()
    backup(tmp_path / "backup.tar")
    folder = tmp_path / "unpacked"
    with tarfile.open(tmp_path / "backup.tar") as packed:
        packed.extractall(folder, filter="data")
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file.stat().st_size]
    return {**{str(file.relative_to(tmp_path)): file.read_bytes() for file in files}, "log": polled.lines.encode()}


def test_no_order_of_people_leads_to_an_order_of_answers(polled, dump):
    found = list(orders_of_answers(polled, dump))
    assert any(name.startswith("bytes of") and len(order) == len(polled.answers) for name, order in found), "answers are in files"
    for who, people in orders_of_people(polled):
        people = [person for person in dict.fromkeys(people) if person in set(polled.people)]
        for how, order in found:
            for way in (order, order[::-1]):
                assert polled.right(people, way) <= LUCK, f"{who} beside {how}"


def test_no_code_and_no_key_is_left_anywhere(polled, dump):
    marks = [grant.mark for grant in session().scalars(select(Grant).where(Grant.survey_id == polled.survey_id))]
    assert len(marks) == len(polled.people), "who took part is kept as marks"
    secret = str(setting("SECRET_KEY")).encode()
    for person in polled.people:
        assert secrets.mark(secret, f"person:{person}") not in marks
    for name, content in dump.items():
        for code in polled.codes:
            assert code.encode() not in content and code.replace(" ", "").encode() not in content, name
    assert not any("keys/surveys" in name for name in dump)
    assert session().query(PoolCode).count() == session().query(Entry).count() == 0


def test_the_log_has_no_address_and_no_line_for_an_answer(polled):
    assert "127.0.0.1" not in polled.lines and "popuni" not in polled.lines


def test_nothing_kept_beside_an_answer_is_finer_than_the_day(polled):
    for model in (Response, TextAnswer, Ballot, Grant, Tally):
        assert not [column.name for column in inspect(model).columns if isinstance(column.type, DateTime) or "at" in column.name.split("_")]
    acts = session().scalars(select(AuditLine.act).where(AuditLine.actor_id.in_(polled.people))).all()
    assert not [act for act in acts if act.startswith("surveys.")]


def test_the_answers_themselves_are_all_there(polled):
    stored = [row.numbers["since"] for row in session().scalars(select(Response).where(Response.survey_id == polled.survey_id))]
    assert sorted(stored) == sorted(polled.answers)
    assert session().get_one(Survey, polled.survey_id).stage is Stage.CLOSED and dialect_of(session()) == ENGINE
