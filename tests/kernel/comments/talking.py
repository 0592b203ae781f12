"""Brings discussions to a state, through the public verbs only."""

import contextvars
from datetime import datetime

from flask import Blueprint

from portal.kernel.accounts.models import Person
from portal.kernel.comments import actions
from portal.kernel.comments.discussion import Discussion, Subject
from portal.kernel.comments.models import KIND, Comment
from portal.kernel.comments.rules import named
from portal.kernel.comments.seed import seed
from portal.kernel.db import work
from portal.kernel.feature import Feature
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.actions.promises import promise_anew
from portal.kernel.municipality.queries import promise
from tests.support.people import People


class Stories:
    """Things of a pretend feature that can be discussed; two that are public, and one that is not."""

    def __init__(self) -> None:
        self.began: dict[int, datetime] = {}
        self.closes: dict[int, datetime] = {}

    def subjects(self, _db, ids):
        return {
            id: Subject(title_sr=f"Прича {id}", title_en=f"Story {id}", endpoint="portal.site.home", tag="home", began_at=self.began.get(id), closes_at=self.closes.get(id))
            for id in ids
            if id in {1, 2}
        }


class Talking:
    def __init__(self, app) -> None:
        self.app, self.people, self.stories = app, People(app), Stories()
        self._moderator, self._number = None, 0
        discussion = Discussion(kind="story", address="price", label="Story", subjects=self.stories.subjects)
        feature = Feature(name="stories", address="price", blueprint=Blueprint("stories", __name__), discussions=(discussion,))
        portal = app.extensions["portal"]
        portal.features = (*portal.features, feature)
        self.does(lambda db: seed(db, ["story"]))

    def rules(self, **changed) -> None:
        """A next version of the section's rules."""

        def act(db):
            known = promise(db, named("story"))
            promise_anew(db, known.name, {**known.rules, **changed}, seen=known.version, by=None)

        self.does(act)

    def written(self, text="", *, by=None, to=None, story=1, email="", name="Марија Петровић", **more) -> int:
        """A comment as it is after sending: a guest's waits for its confirmation."""
        self._number += 1
        written = actions.Written(
            text=text or f"Добро је што се о овоме говори, {self._number}. пут.", name=by.name if by else name,
            email=by.email if by else email or f"guest{self._number}@test.example", **more
        )
        return self.does(
            lambda db: actions.write(db, "story", story, written, by=db.get(Person, by.id) if by else None, reply_to=to).id
        )

    def waiting(self, text="", **more) -> int:
        """A comment before the moderators, or public at once, as the rules say."""
        id = self.written(text, **more)
        self.does(lambda db: actions.confirm(db, db.get(Comment, id)))
        return id

    def public(self, text="", **more) -> int:
        """A comment that everybody reads."""
        id = self.waiting(text, **more)
        if not self.reads(id, "is_public"):
            self.decided(id, Verdict.APPROVE)
        return id

    def trusted(self):
        """Somebody whose comments were published three times."""
        found = self.people.citizen()
        for _ in range(3):
            self.public(by=found, story=2)
        return found

    def decided(self, id: int, verdict: Verdict, *, by=None, **more) -> int:
        """A moderator's decision on a comment."""
        moderator = by or self.moderator
        reason = {} if verdict in {Verdict.APPROVE, Verdict.REDACT} else {"reason_text": "Вређа."}

        def act(db):
            item = item_of(db, KIND, id)
            queue = self.app.extensions["portal"].queues[KIND]
            moderation.decide(
                db, queue, item.id, seen=item.version, verdict=verdict, by=db.get(Person, moderator.id), **{**reason, **more}
            )
            return item.id

        return self.does(act)

    def act(self, verb, id: int, *args, **kwargs):
        """Any verb on a comment."""
        return self.does(lambda db: verb(db, db.get(Comment, id), *args, **kwargs))

    def reads(self, id: int, name: str):
        """What stands in a comment."""
        return self.does(lambda db: getattr(db.get(Comment, id), name))

    @property
    def moderator(self):
        self._moderator = self._moderator or self.people.moderator()
        return self._moderator

    def does(self, act):
        def run():
            with self.app.app_context(), work() as db:
                return act(db)

        return contextvars.Context().run(run)
