"""Commissions that assess what was opened, and always another call beside them."""

import contextvars
from types import SimpleNamespace

import pytest

from portal.features.tenders.actions import checking, listing, objecting, scoring, stating
from portal.features.tenders.models import Call
from portal.features.tenders.queries import assessing as queries
from portal.kernel.accounts.models import Person, Role
from portal.kernel.db import session, work
from portal.kernel.jobs import run_one
from tests.support.people import People
from tests.support.stories_tenders import opened_call


class Assessing:
    """One call that was opened: its commission, its applicants, and what they do."""

    def __init__(self, app, names, **more) -> None:
        self.app, self.people = app, People(app)
        self.chair, self.one, self.other, self.secretary = [self.people.someone(Role.COMMISSION) for _ in range(4)]
        self.voters = [self.chair, self.one, self.other]
        self.applicants = [self.people.citizen(name) for name in names]
        lots = more.pop("of_lots", [0] * len(names))
        parties = [(f"p{who.id}", lot) for who, lot in zip(self.applicants, lots, strict=True)]
        ids = [who.id for who in (*self.voters, self.secretary)]
        self.call, self.applications = self.acts(lambda db, _me: opened_call(db, ids, parties, **more), self.chair)

    def acts(self, act, who):
        """Do something in one transaction, as somebody."""

        def inside():
            with self.app.app_context(), work() as db:
                return act(db, db.get_one(Person, who.id))

        return contextvars.Context().run(inside)

    def reads(self, act):
        """Look something up."""

        def inside():
            with self.app.app_context():
                return act(session())

        return contextvars.Context().run(inside)

    @property
    def seen(self):
        return self.reads(lambda db: db.get(Call, self.call).version)

    def now(self):
        """The call as it is now."""
        return self.reads(lambda db: db.get(Call, self.call))

    def states(self, who, *barred, text="Члан сам тог удружења."):
        ids = [self.applications[place] for place in barred]
        self.acts(lambda db, me: stating.state_conflicts(db, self.call, barred=ids, text=text if ids else "", by=me), who)

    def all_state(self):
        for who in (*self.voters, self.secretary):
            self.states(who)

    def checks(self, place, who=None, *, eligible=True, reason="", seen=0):
        words = {"is_eligible": eligible, "reason": reason, "seen": seen}
        self.acts(lambda db, me: checking.check(db, self.call, self.applications[place], **words, by=me), who or self.one)

    def confirms(self, who=None):
        seen = self.seen
        self.acts(lambda db, me: checking.confirm_checks(db, self.call, by=me, seen=seen), who or self.chair)

    def all_checked(self, *refused):
        """Every application is eligible but those in these places, and the chair has confirmed it."""
        for place in range(len(self.applications)):
            self.checks(place, eligible=place not in refused, reason="Нема извода." if place in refused else "")
        self.confirms()

    def criteria(self):
        return self.reads(lambda db: [each.id for each in queries.sheet(db, db.get(Call, self.call)).criteria])

    def gives(self, who, place, *points):
        found = dict(zip(self.criteria(), points, strict=True))
        self.acts(lambda db, me: scoring.give_points(db, self.call, self.applications[place], found, by=me), who)

    def hands_in(self, who):
        self.acts(lambda db, me: scoring.hand_in(db, self.call, by=me), who)

    def closes(self, who=None):
        seen = self.seen
        self.acts(lambda db, me: scoring.close_scoring(db, self.call, by=me, seen=seen), who or self.chair)

    def scored(self, *rows):
        """Rows of points, one for each voter: pairs for each application; all hand in."""
        for who, row in zip(self.voters, rows, strict=True):
            for place, points in enumerate(row):
                if points is not None:
                    self.gives(who, place, *points)
            self.hands_in(who)

    def publishes(self, who=None, seen=None):
        seen = seen or self.seen
        return self.acts(lambda db, me: kept(listing.publish_list(db, self.call, by=me, seen=seen)), who or self.chair)

    def listed(self):
        """The preliminary list of two applications is published."""
        self.all_state()
        self.all_checked()
        self.scored(*[[(20, 10), (30, 20)]] * 3)
        return self.publishes()

    def objects(self, place, text="Нисам сагласан.", who=None):
        act = lambda db, me: objecting.object_to(db, self.call, self.applications[place], text, by=me).id  # noqa: E731
        return self.acts(act, who or self.applicants[place])

    def answers(self, objection, *, accepted, who=None, text="Проверили смо поново.", seen=1):
        words = {"is_accepted": accepted, "text": text, "seen": seen}
        self.acts(lambda db, me: objecting.answer(db, objection, **words, by=me), who or self.one)

    def decides(self, who=None, **words):
        said = listing.Decision(**{"text_sr": "Средства се додељују.", "act": "II-400-12", **words})
        seen = self.seen
        return self.acts(lambda db, me: kept(listing.decide(db, self.call, said, by=me, seen=seen)), who or self.chair)

    def sheet(self):
        return self.reads(lambda db: queries.sheet(db, db.get(Call, self.call)))

    def works(self):
        def inside():
            with self.app.app_context():
                while run_one(self.app.extensions["portal"].jobs):
                    pass

        contextvars.Context().run(inside)


def kept(found):
    """A list as it was published, readable after its transaction."""
    return SimpleNamespace(content=found.content, hash=found.hash)


@pytest.fixture
def noise(app):
    """Somebody else's call, opened and half assessed."""
    found = Assessing(app, ["Туђа Пријава"], title="Закуп пашњака")
    found.all_state()
    found.checks(0)
    return found


@pytest.fixture
def assessing(app, noise):
    """Two applications before a chair, two members and a secretary."""
    return Assessing(app, ["Прва Пријава", "Друга Пријава"])


@pytest.fixture
def commissions(app):
    """Makes opened calls of other shapes."""
    return lambda *names, **more: Assessing(app, names, **more)
