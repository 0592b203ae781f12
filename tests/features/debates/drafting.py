"""Brings a debate to the state in which remarks are taken, answered and reported on."""

import contextvars
import hashlib
from datetime import timedelta

from sqlalchemy import select

from portal.features.debates import actions
from portal.features.debates.actions import Answered, Written
from portal.features.debates.models import (
    REMARK,
    Channel,
    Debate,
    DebateKind,
    Disposition,
    Edition,
    EditionState,
    Passage,
    PassageKind,
    Remark,
    Stage,
)
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Unit
from tests.support.people import People

DAY = timedelta(days=1)
TEXT = {
    1: (PassageKind.ARTICLE, None, "Овом одлуком уређује се одржавање зелених површина.", "члан 1", "Article 1"),
    2: (PassageKind.ARTICLE, None, "", "члан 2", "Article 2"),
    3: (PassageKind.PARAGRAPH, 2, "Траву на јавним површинама коси јавно предузеће два пута годишње.", "члан 2, став 1", "Article 2, paragraph 1"),
    4: (PassageKind.PARAGRAPH, 2, "Дрвеће се орезује сваке треће године.", "члан 2, став 2", "Article 2, paragraph 2"),
    5: (PassageKind.ARTICLE, None, "Одлука ступа на снагу осмог дана од објављивања.", "члан 3", "Article 3"),
}
"""Line, kind, line of the article, text, address; a draft of three articles."""


class Drafting:
    """Debates and remarks for tests: `drafting.debate()`, `drafting.published("Косити чешће.", line=3)`."""

    def __init__(self, app) -> None:
        self.app = app
        self.people = People(app)
        self._moderator = self._clerk = None
        self._number = 0

    def debate(self, *, opens=-5, closes=10, title="Одлука о зеленим површинама", announced=True) -> int:
        """A debate on a draft of three articles, open in days from now on."""
        return self.works(lambda db: self._debate(db, opens * DAY, closes * DAY, title, announced))

    def _debate(self, db, opens, closes, title, announced) -> int:
        moment = now()
        debate = Debate(
            kind=DebateKind.GENERAL, title_sr=title, title_en="Decision on green areas", made_at=moment, made_by_id=None,
            unit_id=db.scalars(select(Unit.id).order_by(Unit.id)).first(), opens_at=moment + opens, closes_at=moment + closes,
        )
        if announced:
            debate.stage, debate.year, debate.announced_at = Stage.ANNOUNCED, 2026, moment + opens
            debate.shelf = -int(debate.announced_at.timestamp() * 1000)
            debate.number = 1 + (max(db.scalars(select(Debate.number)).all() or [0]) or 0)
        db.add(debate)
        db.flush()
        self._edition(db, debate, TEXT)
        return debate.id

    def edition(self, debate_id: int, **changes) -> None:
        """A second version: `l3="new text"` changes a line, `l4=None` drops it."""

        def act(db):
            text = {line: row for line, row in TEXT.items() if changes.get(f"l{line}", "") is not None}
            for line, (kind, article, _words, *labels) in list(text.items()):
                if f"l{line}" in changes:
                    text[line] = (kind, article, changes[f"l{line}"], *labels)
            self._edition(db, db.get(Debate, debate_id), text)

        self.works(act)

    def _edition(self, db, debate, text) -> None:
        number = len(db.scalars(select(Edition.id).where(Edition.debate_id == debate.id)).all()) + 1
        edition = Edition(
            debate_id=debate.id, number=number, made_at=now(), made_by_id=None, state=EditionState.PUBLISHED,
            published_at=now(), digest="0" * 64,
        )
        db.add(edition)
        db.flush()
        for place, (line, (kind, article, words, label, label_en)) in enumerate(text.items()):
            db.add(
                Passage(
                    edition_id=edition.id, line=line, place=place, kind=kind, text=words, label=label, label_en=label_en,
                    text_key=hashlib.sha256(words.encode()).hexdigest(), article=article,
                )
            )
        debate.edition_id = edition.id

    def written(self, text="Косити чешће.", *, line=3, name="Марија Петровић", email=None, **more) -> Written:
        """What a form says."""
        self._number += 1
        return Written(text=text, line=line, name=name, email=email if email is not None else f"gost{self._number}@test.example", **more)

    def sent(self, debate_id: int, text="Косити чешће.", *, by=None, entered_by=None, **more) -> int:
        """A guest's remark that waits for its confirmation, or a person's in the register."""
        written = self.written(text, **more)

        def act(db):
            people = {name: db.get(Person, one.id) if one else None for name, one in (("by", by), ("entered_by", entered_by))}
            return actions.remark(db, debate_id, written, **people).id

        return self.works(act)

    def waiting(self, debate_id: int, *args, **more) -> int:
        """A remark with a number, before the moderators."""
        id = self.sent(debate_id, *args, **more)
        self.works(lambda db: actions.confirm(db, id))
        return id

    def decided(self, id: int, verdict=Verdict.APPROVE, *, by=None, **more) -> None:
        """A moderator's decision on a remark."""
        moderator = by or self.moderator

        def act(db):
            item = item_of(db, REMARK, id)
            queue = self.app.extensions["portal"].queues[REMARK]
            moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=db.get(Person, moderator.id), **more)

        self.works(act)

    def published(self, debate_id: int, *args, **more) -> int:
        """A remark that everybody reads."""
        id = self.waiting(debate_id, *args, **more)
        self.decided(id)
        return id

    def answered(self, *ids: int, disposition=Disposition.ACCEPTED, reason_sr="Прихвата се, буџет то допушта.", publish=True, **more) -> str:
        """An answer to remarks, published."""
        clerk = self.clerk

        def act(db):
            by = db.get(Person, clerk.id)
            mark = actions.draft(db, ids, Answered(disposition=disposition, reason_sr=reason_sr, **more), by=by)
            db.flush()
            if publish:
                actions.publish(db, ids, by=by)
            return mark

        return self.works(act)

    def look(self, id: int) -> Remark:
        """The remark as it stands now, away from any session."""
        return self.works(lambda db: (found := db.get(Remark, id), db.refresh(found), db.expunge(found))[0])

    def on_paper(self, debate_id: int, text="Косити чешће.", channel=Channel.PAPER, **more) -> int:
        """What a clerk types in."""
        from portal.kernel.clock import local_date

        more = {"received_on": local_date(now()), "email": "", **more}
        return self.sent(debate_id, text, channel=channel, entered_by=self.clerk, **more)

    @property
    def moderator(self):
        self._moderator = self._moderator or self.people.moderator()
        return self._moderator

    @property
    def clerk(self):
        self._clerk = self._clerk or self.people.clerk()
        return self._clerk

    def works(self, act):
        """Do something in one transaction of its own."""

        def run():
            with self.app.app_context(), work() as db:
                return act(db)

        return contextvars.Context().run(run)
