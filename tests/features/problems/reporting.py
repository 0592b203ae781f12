"""Brings reports to a state, through the public verbs only."""

import contextvars

from sqlalchemy import select

from portal.features.problems import actions
from portal.features.problems.models import KIND, Category, Problem
from portal.kernel.accounts.models import Person
from portal.kernel.db import work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Settlement, Unit
from tests.support.people import People

ANSWER = "Екипа излази на терен у среду, рупа ће бити попуњена до петка."


class Reporting:
    def __init__(self, app) -> None:
        self.app = app
        self.people = People(app)
        self._number = 0
        self._moderator = None

    def reported(self, text="Велика рупа на путу, кола не могу да прођу.", *, category="roads", place="код другог моста", settlement="Скорица", by=None, entered_by=None, email=None, **more) -> int:
        """A report by a guest with an address (or by a person, or through a clerk)."""
        self._number += 1

        def act(db):
            known = db.scalar(select(Settlement).where(Settlement.name_sr == settlement))
            report = actions.Report(
                category_key=category,
                settlement_id=known.id if known else None,
                place=place,
                text=text,
                email=f"reporter{self._number}@test.example" if email is None else email,
                **more,
            )
            who = {"by": db.get(Person, by.id) if by else None, "entered_by": db.get(Person, entered_by.id) if entered_by else None}
            return actions.submit(db, report, **who).id

        return self._in_work(act)

    def decided(self, id: int, verdict: Verdict, *, by=None, **more) -> None:
        moderator = by or self.moderator

        def act(db):
            item = item_of(db, KIND, id)
            queue = self.app.extensions["portal"].queues[KIND]
            moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=db.get(Person, moderator.id), **more)

        self._in_work(act)

    def published(self, *args, **kwargs) -> int:
        id = self.reported(*args, **kwargs)
        self.decided(id, Verdict.APPROVE)
        return id

    def does(self, verb, id: int, *args, by=..., **kwargs):
        """Any verb on a report; `by` is a visitor, or None for nobody."""

        def act(db):
            problem = actions.load(db, id)
            person = {} if by is ... else {"by": db.get(Person, by.id) if by else None}
            return verb(db, problem, *args, **person, **kwargs)

        return self._in_work(act)

    def answered(self, *args, by, **kwargs) -> int:
        id = self.published(*args, **kwargs)
        self.does(actions.answer, id, ANSWER, by=by)
        return id

    def resolved(self, *args, by, **kwargs) -> int:
        id = self.answered(*args, by=by, **kwargs)
        self.does(actions.resolve, id, "Попуњено.", by=by, has_photo=False, no_photo="Мрак је.")
        return id

    def unit(self, key: str) -> int:
        return self._in_work(lambda db: db.scalar(select(Unit.id).where(Unit.key == key)))

    def reachable(self, key: str, email: str) -> None:
        """A unit without accounts that gets letters at an address."""

        def act(db):
            db.scalar(select(Unit).where(Unit.key == key)).email = email

        self._in_work(act)

    def category(self, key: str, **values) -> None:
        def act(db):
            found = db.scalar(select(Category).where(Category.key == key))
            for name, value in values.items():
                setattr(found, name, value)

        self._in_work(act)

    @property
    def moderator(self):
        self._moderator = self._moderator or self.people.moderator()
        return self._moderator

    def _in_work(self, act):
        def run():
            with self.app.app_context(), work() as db:
                return act(db)

        return contextvars.Context().run(run)

    def look(self, id: int, read):
        """Read something of a report as it is now."""

        def run():
            with self.app.app_context(), work() as db:
                return read(db.get_one(Problem, id))

        return contextvars.Context().run(run)
