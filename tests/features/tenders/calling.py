"""Brings calls to a state, through the public verbs only."""

import contextvars
from datetime import timedelta

from sqlalchemy import select

from portal.features.tenders import queries
from portal.features.tenders.actions import asking, collecting, documenting, parts, preparing, publishing
from portal.features.tenders.models import Access, Call, CallKind, Member
from portal.features.tenders.rules.clocks import Clocks
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.files import store
from portal.kernel.files.receiving import Received
from portal.kernel.jobs import run_one
from portal.kernel.municipality.models import Unit
from portal.kernel.sealing import new_key
from tests.kernel.files import samples
from tests.support.people import People

DAY = timedelta(days=1)


class Calling:
    def __init__(self, app) -> None:
        self.app = app
        self.people = People(app)
        self.clerk, self.official = self.people.someone(Role.CLERK, name="Радмила Писар"), self.people.someone(Role.HEAD, name="Славица Начелник")

    def prepared(self, kind=CallKind.ASSOCIATIONS, *, lasts=20, **words) -> int:
        """A call that nobody but staff sees, not sealed, so that no commission is needed."""
        closes = now() + timedelta(days=lasts)

        def act(db, me):
            unit = db.scalars(select(Unit).order_by(Unit.id)).first()
            said = {"title_sr": "Конкурс за удружења младих", "summary_sr": "Ко може да добије новац и за шта.", "is_sealed": False}
            told = preparing.Told(unit_id=unit.id, **{"clocks": Clocks(closes_at=closes), **said, **words})
            return preparing.prepare(db, kind, told, by=me).id

        return self.acts(act)

    def documented(self, call_id: int, title="Конкурсна документација", *, access=Access.PUBLIC, note="", **more) -> int:
        """A document in its first version; returns its number."""
        received = self.received(**more)
        about = documenting.About(title_sr=title, access=access)

        def act(db, me):
            note_of = parts.Note(sr=note) if note else None
            return documenting.add_document(db, call_id, about, received, by=me, seen=self.seen(db, call_id), note=note_of).id

        return self.acts(act)

    def version(self, document_id: int, call_id: int, note="Исправљен рок.", **more) -> None:
        """One more version of a document."""
        received = self.received(**{"content": samples.PDF + note.encode(), **more})
        self.acts(
            lambda db, me: documenting.add_version(
                db, document_id, received, by=me, seen=self.seen(db, call_id), note=parts.Note(sr=note)
            )
        )

    def received(self, content=samples.PDF, name="Конкурсна документација.pdf") -> Received:
        """A file as a form leaves it: stored, without a row."""
        return Received(digest=store_in(self.app, content), size=len(content), kind="application/pdf", name=name)

    def published(self, call_id: int) -> int:
        """The call as everybody reads it."""
        self.acts(lambda db, me: publishing.publish(db, call_id, by=me), as_head=True)
        return call_id

    def open(self, *, access=Access.PUBLIC, **words) -> int:
        """A call that takes applications, with one document that was checked."""
        call_id = self.prepared(**words)
        self.documented(call_id, access=access)
        self.published(call_id)
        self.works()
        return call_id

    def collected(self, call_id: int, by) -> None:
        """The documents are in somebody's hands."""
        self.acts(lambda db, me: collecting.collect(db, call_id, f"p{me.id}", by=me), by=by)

    def asked(self, call_id: int, text="Да ли се рачуна ПДВ?", by=None) -> int:
        """A question that waits for the answer."""
        return self.acts(lambda db, me: asking.ask(db, call_id, text, by=me).id, by=by or self.people.citizen())

    def answered(self, question_id: int, **words) -> None:
        """The question as everybody reads it."""
        said = {"public_text": "Да ли се рачуна ПДВ?", "answer_sr": "Рачуна се.", **words}
        self.acts(lambda db, me: asking.answer(db, question_id, **said, by=me, seen=1))

    def commission(self, call_id: int, proven=2) -> None:
        """Members of the commission, so many of whom have tried their keys."""

        members = [self.people.someone(Role.COMMISSION).id for _ in range(3)]

        def fill(db, _me):
            for number, person_id in enumerate(members, 1):
                tried = now() if number <= proven else None
                db.add(Member(call_id=call_id, number=number, person_id=person_id, recipient=new_key()[1], tried_at=tried))

        self.acts(fill)

    def works(self) -> None:
        """Let the worker do all that waits."""

        def act():
            with self.app.app_context():
                while run_one(self.app.extensions["portal"].jobs):
                    pass

        contextvars.Context().run(act)

    def call(self, call_id: int) -> Call:
        """The call as it is now, with what hangs on it."""

        def act(db, _me):
            found = db.get(Call, call_id)
            assert found is not None
            _ = found.changes, found.lots, found.requirements, found.criteria, found.promise, found.unit
            db.expunge_all()
            return found

        return self.acts(act)

    def call_changes(self, db, call_id: int) -> list[int]:
        return [each.id for each in db.get(Call, call_id).changes]

    def version_id(self, call_id: int) -> int:
        """The newest version of the first document."""
        return self.acts(lambda db, _me: queries.all_documents(db, call_id)[0].versions[-1].id)

    def seen(self, db, call_id: int) -> int:
        return db.get(Call, call_id).version

    def acts(self, act, *, as_head=False, by=None):
        """Do something by the clerk, the head, or somebody else, and return what it returns."""
        who = by or (self.official if as_head else self.clerk)

        def run():
            with self.app.app_context(), work() as db:
                return act(db, db.get(Person, who.id))

        return contextvars.Context().run(run)


def store_in(app, content: bytes) -> str:
    """The bytes are on the disk."""

    def run():
        with app.app_context():
            return store.put(content)

    return contextvars.Context().run(run)
