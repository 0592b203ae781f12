"""The moderators' desk with a long past and a long queue: measured in one process, since each page is somebody's own."""

import logging
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from portal.features.questions import actions as questions
from portal.features.questions.models import KIND
from portal.kernel.accounts import actions as accounts
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.db import counted, session, tally, work
from portal.kernel.moderation import actions, queries
from portal.kernel.moderation.models import Item, ItemState, Verdict

NAME = "submissions before the moderators"
SIZES = [1_000, 1_000_000]
AT_ONCE = 10_000
WAITING = 0.44
"""The part that waits, as in the longest queue known (participation.md, 3.6)."""
SUBJECTS = 400
"""So many real questions; the items of the long queue are about them in turn."""


def measure(app: Flask, number: int) -> list[str]:
    """Fill, then measure pages, taking in hand, the badge and decisions; returns lines for the table."""
    logging.disable(logging.WARNING)
    try:
        with app.app_context():
            people, ids = _people(), _questions()
            _fill(number, ids)
            return [f"{number:,} {NAME}, {int(number * WAITING):,} of them waiting: " + ", ".join(_figures(app, people))]
    finally:
        logging.disable(logging.NOTSET)


def _people() -> list[int]:
    with work() as db:
        found = [
            accounts.add_person(db, email=f"m{n}@bench.example", name=f"Модераторка {n}", roles=[(Role.MODERATOR, "")])
            for n in range(2)
        ]
        db.flush()
        return [person.id for person in found]


def _questions() -> list[int]:
    ids = []
    with work() as db:
        for n in range(SUBJECTS):
            asked = questions.Asked(
                title=f"Када ће бити поправљен пут број {n}?", text="Пут је оштећен већ два месеца.", name="Петар Пробић",
                email=f"a{n}@bench.example", office_key="predsednik-opstine",
            )  # fmt: skip
            question = questions.ask(db, asked, by=None)
            questions.confirm(db, question)
            ids.append(question.id)
    return ids


def _fill(number: int, ids: list[int]) -> None:
    """Put items before those of the real questions: most of them decided, the rest waiting, oldest first."""
    began, made = now() - timedelta(days=365), 0
    while made < number:
        rows = [_row(made + n, began, ids) for n in range(min(AT_ONCE, number - made))]
        with work() as db:
            db.execute(insert(Item.__table__), rows)
            tally(db, "moderation.open", sum(row["state"] is ItemState.PENDING for row in rows))
        made += len(rows)


def _row(n: int, began: Any, ids: list[int]) -> dict[str, Any]:
    waits = n % 100 < WAITING * 100
    return {
        "kind": KIND, "subject_id": ids[n % len(ids)], "revision": 1, "entered_at": began + timedelta(seconds=n % 30_000_000),
        "due_at": began + timedelta(days=1), "author_key": f"{n % 5000:064x}", "rank": 0, "signals": [], "appeal_text": "",
        "state": ItemState.PENDING if waits else ItemState.APPROVED, "version": 1,
    }  # fmt: skip


def _figures(app: Flask, people: list[int]) -> list[str]:
    queues = app.extensions["portal"].queues
    db = session()
    me = db.get_one(Person, people[0])
    after = queries.waiting(db, queues, me)[1]
    last = select(Item.rank, Item.id).where(Item.state == ItemState.PENDING).order_by(Item.id.desc())
    deep = db.execute(last.offset(300)).first()
    found = [
        timed("first page", lambda: queries.waiting(db, queues, me)),
        timed("second page", lambda: queries.waiting(db, queues, me, after=after)),
        timed("a page near the end", lambda: queries.waiting(db, queues, me, after=tuple(deep) if deep else None)),
        timed("badge", lambda: counted(db, "moderation.open")),
        _decisions(app, people[0]),
    ]
    return [*found, timed("taking ten in hand", lambda: _claim(people[1]))]


def _claim(person_id: int) -> None:
    with work() as db:
        actions.claim(db, db.get_one(Person, person_id))


def _decisions(app: Flask, person_id: int) -> str:
    """Decide on the real questions, each with its letter, audit line, counters and a durable commit."""
    queue, began = app.extensions["portal"].queues[KIND], time.perf_counter()
    for n in range(SUBJECTS):
        with work() as db:
            item = db.get_one(Item, n + 1)
            actions.decide(
                db, queue, item.id, seen=item.version, verdict=Verdict.REFUSE, by=db.get_one(Person, person_id),
                reason_text="Ово није питање за општину.",
            )  # fmt: skip
    return f"decisions {SUBJECTS / (time.perf_counter() - began):,.0f} a second"


def timed(what: str, act: Callable[[], Any]) -> str:
    """Do something sixty times and return in words how long it took."""
    spent = []
    for _ in range(60):
        began = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - began))
        session().rollback()
    return f"{what} p50 {statistics.median(spent):.2f} ms, p99 {sorted(spent)[-1]:.2f} ms"
