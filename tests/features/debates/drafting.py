"""Brings a debate to the state in which remarks are taken, answered and reported on."""

import contextvars
from datetime import timedelta

from sqlalchemy import select

from portal.features.debates import actions
from portal.features.debates.actions import Answered, Written
from portal.features.debates.models import REMARK, Channel, DebateKind, Disposition, Edition, Passage, Remark
from portal.features.debates.rules import splitting
from portal.kernel import documents
from portal.kernel.accounts.models import Person
from portal.kernel.clock import clock, local_date, now
from portal.kernel.db import work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Unit
from tests.support.people import People

DAY = timedelta(days=1)
DRAFT = {
    1: "НАЦРТ ОДЛУКЕ О ЗЕЛЕНИМ ПОВРШИНАМА",
    2: "Члан 1.",
    3: "Траву на јавним површинама коси јавно предузеће два пута годишње.",
    4: "Дрвеће се орезује сваке треће године.",
    5: "Члан 2.",
    6: "Одлука ступа на снагу осмог дана од дана објављивања.",
}
"""A draft of two articles, by the lines that its passages get."""


class Drafting:
    """Debates and remarks for tests: `drafting.debate()`, `drafting.published("Косити чешће.", line=3)`."""

    def __init__(self, app) -> None:
        self.app = app
        self.people = People(app)
        self._moderator = self._clerk = None
        self._number = 0

    def debate(self, *, opens=-5, closes=10, title="Одлука о зеленим површинама") -> int:
        """A debate on a draft of two articles, open in days from now on."""
        clerk, moment = self.clerk, now()

        def act(db):
            by = db.get(Person, clerk.id)
            unit = db.scalars(select(Unit.id).order_by(Unit.id)).first()
            words = {"title_sr": title, "title_en": "Decision on green areas", "summary_sr": "Ко коси траву и када."}
            times = {"opens_at": moment + opens * DAY, "closes_at": moment + closes * DAY}
            with clock.standing_at(moment + min(opens, 0) * DAY):
                debate = actions.prepare(db, actions.Told(kind=DebateKind.GENERAL, unit_id=unit, **words, **times), by=by)
                actions.publish_edition(db, self._begun(db, debate.id, DRAFT, by).id, by=by)
                return actions.announce(db, debate.id, by=by).id

        return self.works(act)

    def edition(self, debate_id: int, **changes) -> None:
        """A second version as everybody reads it: `l3="new text"` changes a line, `l4=None` drops it."""
        clerk = self.clerk

        def act(db):
            by = db.get(Person, clerk.id)
            said = {line: changes.get(f"l{line}", text) for line, text in DRAFT.items()}
            kept = {line: text for line, text in said.items() if text is not None}
            edition = self._begun(db, debate_id, kept, by)
            actions.compare(db, edition.id, by=by, seen=edition.version)
            actions.propose(db, edition.id, edition.version, actions.past_of(db, edition.id))
            passages = db.scalars(select(Passage.id).where(Passage.edition_id == edition.id).order_by(Passage.place))
            past = dict(zip(passages, kept, strict=True))
            actions.confirm_past(db, edition.id, past, by=by, seen=edition.version)
            actions.publish_edition(db, edition.id, by=by, note_sr="Измењено после првих примедаба.")

        self.works(act)

    def _begun(self, db, debate_id, lines, by) -> Edition:
        document = documents.read("\n".join(lines.values()).encode(), "")
        read = actions.Read(pieces=splitting.cut(document), asides=splitting.asides(document))
        return actions.begin(db, debate_id, read, by=by)

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
