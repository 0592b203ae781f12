"""Brings questions to a state, through the public verbs only."""

import contextvars

from portal.features.questions import actions
from portal.features.questions.models import KIND, AnswerKind, Question
from portal.kernel.accounts.models import Person
from portal.kernel.db import work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from tests.support.people import People

MAYOR = "predsednik-opstine"


class Asking:
    def __init__(self, app) -> None:
        self.app = app
        self.people = People(app)
        self._number = 0
        self._moderator = None

    def asked(self, title="Када ће аутобус поново ићи из Витошевца?", *, text="", office=MAYOR, email=None, name="Марија Петровић", by=None, **more) -> int:
        """A guest's question that waits for its confirmation (or a person's, with `by`)."""
        self._number += 1
        asked = actions.Asked(
            title=title, text=text, name=name, email=email or f"asker{self._number}@test.example", office_key=office, **more
        )
        return self._in_work(lambda db: actions.ask(db, asked, by=db.get(Person, by.id) if by else None).id)

    def waiting(self, *args, **kwargs) -> int:
        """A question before the moderators."""
        id = self.asked(*args, **kwargs)
        self._in_work(lambda db: actions.confirm(db, db.get(Question, id)))
        return id

    def decided(self, id: int, verdict: Verdict, *, by=None, **more) -> None:
        """A moderator's decision on a question."""
        moderator = by or self.moderator

        def act(db):
            item = item_of(db, KIND, id)
            queue = self.app.extensions["portal"].queues[KIND]
            moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=db.get(Person, moderator.id), **more)

        self._in_work(act)

    def published(self, *args, **kwargs) -> int:
        """A public question that its office owes an answer."""
        id = self.waiting(*args, **kwargs)
        self.decided(id, Verdict.APPROVE)
        return id

    def answered(self, official, *args, answer="Биће поправљен у мају.", kind=AnswerKind.ANSWER, **kwargs) -> int:
        """A public question with what its office said."""
        id = self.published(*args, **kwargs)
        self.answers(id, official, answer, kind)
        return id

    def answers(self, id: int, official, answer="Биће поправљен у мају.", kind=AnswerKind.ANSWER) -> None:
        """The office says something."""

        def act(db):
            by = db.get(Person, official.id)
            draft = actions.save_draft(db, db.get(Question, id), kind=kind, text=answer, by=by)
            actions.approve(db, draft, by=by)

        self._in_work(act)

    def does(self, verb, id: int, *args, **kwargs):
        """Any verb on a question."""
        return self._in_work(lambda db: verb(db, db.get(Question, id), *args, **kwargs))

    @property
    def moderator(self):
        self._moderator = self._moderator or self.people.moderator()
        return self._moderator

    def _in_work(self, act):
        def run():
            with self.app.app_context(), work() as db:
                return act(db)

        return contextvars.Context().run(run)


