"""Brings debates to a state, through the public verbs only."""

import contextvars
from datetime import timedelta

from sqlalchemy import select

from portal.features.debates import actions, queries
from portal.features.debates.models import Debate, DebateKind, Edition, Passage
from portal.features.debates.rules import splitting
from portal.kernel import documents
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.jobs import run_one
from portal.kernel.municipality.models import Unit
from tests.support.people import People

DRAFT = """НАЦРТ ОДЛУКЕ О СНЕГУ
I ОПШТЕ ОДРЕДБЕ
Предмет
Члан 1.
Овом одлуком уређује се чишћење снега.
Одлуке се држе сви.
Члан 2.
Снег чисте:
1) власници кућа;
2) предузеће на путевима.
II ЗАВРШНЕ ОДРЕДБЕ
Члан 3.
Одлука ступа на снагу осмог дана од објављивања.
"""
LATER = DRAFT.replace("Одлуке се држе сви.", "Одлуке се држе сви, и гости општине.").replace(
    "II ЗАВРШНЕ", "Члан 2а\nКазна је 5.000 динара.\nII ЗАВРШНЕ"
)


class Debating:
    def __init__(self, app) -> None:
        self.app = app
        self.clerk, self.official = People(app).someone(Role.CLERK), People(app).someone(Role.HEAD)

    def prepared(self, *, opens=1, lasts=20, **words) -> int:
        """A debate that nobody but staff sees."""
        moment = now()

        def act(db, me):
            unit = db.scalars(select(Unit).order_by(Unit.id)).first()
            said = {"title_sr": "Нацрт одлуке о снегу", "summary_sr": "Ко чисти снег и до када.", **words}
            begins = moment + timedelta(days=opens)
            times = {"opens_at": begins, "closes_at": begins + timedelta(days=lasts)}
            return actions.prepare(db, actions.Told(kind=DebateKind.GENERAL, unit_id=unit.id, **{**times, **said}), by=me).id

        return self.acts(act)

    def hearing(self, debate_id: int, *, days=3) -> int:
        """A hearing that people are called to."""
        begins = now() + timedelta(days=days)
        called = actions.Called(starts_at=begins, ends_at=begins + timedelta(hours=1), place_sr="Сала Скупштине")
        return self.acts(lambda db, me: actions.call(db, debate_id, called, by=me).id)

    def drafted(self, debate_id: int, text: str = DRAFT, asides=None) -> int:
        """An edition that is prepared."""
        document = documents.read(text.encode(), "")
        read = actions.Read(pieces=splitting.cut(document), asides=asides or splitting.asides(document))
        return self.acts(lambda db, me: actions.begin(db, debate_id, read, by=me).id)

    def published(self, edition_id: int, note="Исправљене грешке.") -> None:
        """The edition as everybody reads it; a later one is compared, and all that is proposed is confirmed."""
        if self.of(edition_id).number > 1 and self.of(edition_id).mapped_at is None:
            self.mapped(edition_id)
        note = note if self.of(edition_id).number > 1 else ""
        self.acts(lambda db, me: actions.publish_edition(db, edition_id, by=me, note_sr=note), as_head=True)

    def compared(self, edition_id: int) -> None:
        """Ordered, and done by the worker."""
        self.acts(lambda db, me: actions.compare(db, edition_id, by=me, seen=self.seen(db, edition_id)))
        self.works()

    def mapped(self, edition_id: int) -> None:
        """Compared and confirmed as proposed."""
        self.compared(edition_id)
        self.acts(lambda db, me: actions.confirm_sure(db, edition_id, by=me, seen=self.seen(db, edition_id)))

        def rest(db, me):
            left = {each.passage_id: each.line for _, each in queries.proposals(db, edition_id) if each.chosen_at is None}
            actions.confirm_past(db, edition_id, left, by=me, seen=self.seen(db, edition_id))

        self.acts(rest)

    def announced(self, *, text: str = DRAFT, **words) -> int:
        """A public debate that has not begun yet."""
        debate_id = self.prepared(**words)
        self.published(self.drafted(debate_id, text))
        self.acts(lambda db, me: actions.announce(db, debate_id, by=me), as_head=True)
        return debate_id

    def open(self, **words) -> int:
        """A debate that takes remarks now."""
        return self.announced(opens=0, **words)

    def second_edition(self, debate_id: int, text: str = LATER) -> int:
        """A later version as everybody reads it."""
        edition_id = self.drafted(debate_id, text)
        self.published(edition_id)
        return edition_id

    def works(self) -> None:
        """Let the worker do all that waits."""

        def act():
            with self.app.app_context():
                while run_one(self.app.extensions["portal"].jobs):
                    pass

        contextvars.Context().run(act)

    def of(self, edition_id: int) -> Edition:
        return self.acts(lambda db, _me: db.get(Edition, edition_id))

    def debate(self, debate_id: int) -> Debate:
        def act(db, _me):
            found = db.get(Debate, debate_id)
            assert found.hearings is not None
            assert found.events is not None
            return found

        return self.acts(act)

    def passages(self, edition_id: int) -> list[Passage]:
        return self.acts(
            lambda db, _me: list(db.scalars(select(Passage).where(Passage.edition_id == edition_id).order_by(Passage.place)))
        )

    def passage(self, edition_id: int, label: str) -> Passage:
        return next(each for each in self.passages(edition_id) if each.label == label)

    @staticmethod
    def seen(db, edition_id: int) -> int:
        return db.get(Edition, edition_id).version

    def does(self, verb, edition_id: int, *args, **kwargs):
        """Any verb of a clerk on an edition, on the version it has now."""
        return self.acts(lambda db, me: verb(db, edition_id, *args, by=me, seen=self.seen(db, edition_id), **kwargs))

    def decides(self, verb, debate_id: int, **kwargs):
        """Any verb of an official on a debate."""
        return self.acts(lambda db, me: verb(db, debate_id, by=me, **kwargs), as_head=True)

    def acts(self, act, *, as_head: bool = False):
        """Run something with a session and somebody of the department in one transaction."""

        def run():
            with self.app.app_context(), work() as db:
                db.expire_on_commit = False
                return act(db, db.get(Person, self.official.id if as_head else self.clerk.id))

        return contextvars.Context().run(run)
