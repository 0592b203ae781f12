"""Brings commissions, sealed applications and openings to a state."""

import contextvars
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.features.tenders.actions import checking, members, opening, parts, preparing, publishing, stating
from portal.features.tenders.models import (
    Application,
    ApplicationState,
    Attempt,
    Call,
    CallKind,
    Member,
    OpenedFile,
    Opening,
    Part,
    Requirement,
    Submission,
)
from portal.features.tenders.queries import assessing
from portal.features.tenders.queries import commission as queries
from portal.features.tenders.rules.clocks import Clocks
from portal.kernel import uploads
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.jobs import JobRow, run_one
from portal.kernel.municipality.models import Unit
from tests.support.people import People, Visitor

PDF = b"%PDF-1.7\n"
DAY = timedelta(days=1)


@dataclass
class Commission:
    """A call with its commission: who is in it, and the key files they hold."""

    call: int
    people: list[Visitor]
    keys: dict[int, str] = field(default_factory=dict)

    def key(self, who: Visitor) -> str:
        return self.keys[who.id]


class Commissioning:
    def __init__(self, app) -> None:
        self.app, self.people = app, People(app)
        self.head = self.people.someone(Role.HEAD, name="Славица Начелник")
        self.jobs = app.extensions["portal"].jobs

    def acts(self, act, who: Visitor | None = None):
        """Do something in one transaction, as somebody."""

        def inside():
            with self.app.app_context(), work() as db:
                return act(db, db.get_one(Person, (who or self.head).id))

        return contextvars.Context().run(inside)

    def reads(self, act):
        """Look something up."""

        def inside():
            with self.app.app_context():
                return act(session())

        return contextvars.Context().run(inside)

    def call(self, *, sealed=True, envelopes=1, title="Средства за младе") -> int:
        """A call that is being prepared, with things to hand in for each envelope."""
        closes = now() + 20 * DAY

        def act(db, me):
            unit = db.scalars(select(Unit).order_by(Unit.id)).first()
            told = preparing.Told(
                title_sr=title, summary_sr="Ко може да добије новац.", unit_id=unit.id, opening_place_sr="Сала општине",
                clocks=Clocks(closes_at=closes, opens_at=closes + timedelta(hours=2)), is_sealed=sealed, envelopes=envelopes,
            )  # fmt: skip
            made = preparing.prepare(db, CallKind.ASSOCIATIONS, told, by=me)
            for each in list(made.requirements):
                parts.remove(db, made.id, "requirement", each.id, by=me, seen=made.version)
            db.expire(made, ["requirements"])
            parts.put(db, made.id, "requirement", None, {"title_sr": "Образац 1"}, by=me, seen=made.version)
            if envelopes > 1:
                words = {"title_sr": "Финансијска понуда", "envelope": 2}
                parts.put(db, made.id, "requirement", None, words, by=me, seen=made.version)
            return made.id

        return self.acts(act)

    def commission(self, call: int, size: int = 3) -> Commission:
        """Named members with keys that they have tried; the first one is the chair."""
        found = Commission(call, [])
        for number in range(size):
            self.joins(found, Part.MEMBER if number else Part.CHAIR)
        return found

    def joins(self, found: Commission, part: Part = Part.MEMBER, *, key=True, who: Visitor | None = None, name="") -> Visitor:
        """Somebody is named, makes a key and tries it."""
        who = who or self.people.someone(Role.COMMISSION, name=name)
        found.people.append(who)
        self.acts(lambda db, me: members.name_member(db, found.call, person_id=who.id, part=part, by=me))
        if key and part.holds_key and self.reads(lambda db: db.get(Call, found.call).is_sealed):
            found.keys[who.id] = self.acts(lambda db, me: members.make_key(db, found.call, by=me)[1], who)
            self.acts(lambda db, me: members.try_key(db, found.call, found.keys[who.id], by=me), who)
        return who

    def publishes(self, call: int) -> None:
        """The call takes applications from now on."""

        self.acts(lambda db, me: publishing.publish(db, call, by=me))

    def open_call(self, *, size=3, **more) -> Commission:
        """A public call with its commission."""
        found = self.commission(self.call(**more), size)
        self.publishes(found.call)
        return found

    def uploads(self, call: int, who: Visitor, name: str, content: bytes, envelope: int = 1) -> int:
        """A file is sealed and handed in."""

        def inside():
            with self.app.app_context():
                key = queries.key_for(session(), call, envelope)
                given = uploads.grant(who.id, purpose="tenders", subject=f"call:{call}", recipient=key.recipient)
                id = uploads.receive_form(FileStorage(BytesIO(content), filename=name), given).id
                with work() as db:
                    uploads.freeze(db, db.get(uploads.Upload, id))
                return id

        return contextvars.Context().run(inside)

    def applies(self, call: int, who: Visitor, *files: tuple[str, bytes], envelope: int = 1, state=ApplicationState.SUBMITTED) -> int:
        """Somebody applies for themself; again replaces what was submitted before. Returns the submission."""
        ids = [self.uploads(call, who, name, content, envelope) for name, content in files]
        return self.submits(call, who, [(id, envelope) for id in ids], state=state)

    def submits(self, call: int, who: Visitor, ids: list[tuple[int, int]], *, state=ApplicationState.SUBMITTED) -> int:
        """Freeze uploads, each in its envelope, as a submission."""

        def act(db, me):
            wanted = select(Requirement).where(Requirement.call_id == call).order_by(Requirement.id.desc())
            asked = {each.envelope: each.id for each in db.scalars(wanted)}
            lines = [
                {
                    "upload": id,
                    "requirement": asked[envelope],
                    "envelope": envelope,
                    **uploads.manifest_of(db, db.get(uploads.Upload, id)).as_json(),
                }
                for id, envelope in ids
            ]
            wanted = select(Application).where(Application.call_id == call, Application.party == f"p{who.id}")
            one = db.scalar(wanted)
            if one is None:
                one = Application(call_id=call, lot=0, party=f"p{who.id}", made_at=now(), made_by_id=who.id)
                db.add(one)
                db.flush()
            number = len(db.scalars(select(Submission.id)).all()) + 1
            made = Submission(
                application_id=one.id, call_id=call, reference=f"R-{number}", at=now(), arrived_at=now(), by_id=who.id,
                manifest={"files": lines}, root="0" * 64, receipt={}, change=db.get(Call, call).change,
                withdrawn_at=now() if state is ApplicationState.WITHDRAWN else None,
            )  # fmt: skip
            db.add(made)
            db.flush()
            one.state, one.current_id = state, made.id
            return made.id

        return self.acts(act, who)

    def changes(self, call: int) -> None:
        """The call is changed, so that who has applied confirms again."""
        note = parts.Note(sr="Исправљен износ.")

        def act(db, me):
            found = db.get(Call, call)
            words = {name: getattr(found, name) for name in ("title_sr", "summary_sr", "opening_place_sr", "unit_id")}
            told = preparing.Told(**{**words, "value": "900.000 РСД"})
            publishing.change_terms(db, call, told, by=me, seen=found.version, note=note)

        self.acts(act)

    def is_late(self, call: int, who: Visitor) -> None:
        """Somebody comes after the deadline and is refused with a receipt."""

        def act(db, me):
            one = Application(call_id=call, lot=0, party=f"p{who.id}", made_at=now(), made_by_id=who.id)
            db.add(one)
            db.flush()
            number = one.id
            db.add(
                Attempt(
                    call_id=call, application_id=number, at=now(), arrived_at=now(), by_id=who.id, why="late",
                    reference=f"O-{number}", receipt={},
                )
            )

        self.acts(act, who)

    def begins(self, found: Commission, who: Visitor, envelope: int = 1, key: str | None = None) -> None:
        key = found.keys.get(who.id, "") if key is None else key
        self.acts(lambda db, me: opening.begin(db, found.call, envelope, key=key, by=me), who)

    def meets(self, found: Commission, who: Visitor, envelope: int = 1, key: str | None = None) -> None:
        key = found.keys.get(who.id, "") if key is None else key
        self.acts(lambda db, me: opening.join(db, found.call, envelope, key=key, by=me), who)

    def opens(self, found: Commission, envelope: int = 1) -> Opening:
        """Two members open, and the worker does its part."""
        self.begins(found, found.people[0], envelope)
        self.meets(found, found.people[1], envelope)
        self.works()
        return self.opening(found.call, envelope)

    def states(self, found: Commission) -> None:
        """Nobody in the commission has a conflict of interest."""
        for who in found.people:
            self.acts(lambda db, me: stating.state_conflicts(db, found.call, barred=[], text="", by=me), who)

    def checks(self, found: Commission) -> None:
        """The chair has no conflict of interest, finds every application eligible and confirms it."""

        def act(db, me):
            stating.state_conflicts(db, found.call, barred=[], text="", by=me)
            for one in assessing.applied(db, found.call):
                checking.check(db, found.call, one.id, is_eligible=True, reason="", by=me, seen=0)
            checking.confirm_checks(db, found.call, by=me, seen=db.get(Call, found.call).version)

        self.acts(act, found.people[0])

    def works(self) -> None:
        """Let the worker do everything that is due now."""

        def inside():
            with self.app.app_context():
                while run_one(self.jobs):
                    pass

        contextvars.Context().run(inside)

    def opening(self, call: int, envelope: int = 1) -> Opening:
        return self.reads(lambda db: queries.opening_of(db, call, envelope))

    def found(self, call: int) -> list[OpenedFile]:
        """The files that were found in a call's applications."""

        def look(db):
            wanted = select(OpenedFile).join(Opening, Opening.id == OpenedFile.opening_id)
            return db.scalars(wanted.where(Opening.call_id == call).order_by(OpenedFile.id)).all()

        return self.reads(look)

    def member(self, call: int, who: Visitor) -> Member:
        return self.reads(lambda db: queries.member_of(db, call, who.id))

    def faults(self) -> list[str]:
        """What went wrong in jobs."""
        wanted = select(JobRow.fault).where(JobRow.fault != "", JobRow.name.in_(["tenders.open", "tenders.minutes"]))
        return self.reads(lambda db: list(db.scalars(wanted)))
