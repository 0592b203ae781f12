"""Brings applications to a state, through the public verbs only."""

import contextvars
from io import BytesIO
from itertools import count

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.features.tenders.actions import applying, submitting
from portal.features.tenders.models import Applicants, Application, Attempt, Call, Requirement, Submission
from portal.features.tenders.queries import applications as queries
from portal.kernel import uploads
from portal.kernel.accounts.models import Person
from portal.kernel.db import work
from portal.kernel.organisations import actions as organisations
from portal.kernel.organisations.models import MemberRole, OrganisationKind
from portal.kernel.organisations.numbers import pib_check, registration_check
from tests.features.tenders.commission.commissioning import PDF, Commissioning
from tests.support.people import Visitor

NUMBERS = count(1)


class Applying:
    """A call that takes applications, and people who apply."""

    def __init__(self, app, **call) -> None:
        self.app, self.commissioning = app, Commissioning(app)
        self.people = self.commissioning.people
        self.commission = self.commissioning.open_call(**call)
        self.call = self.commission.call
        self.acts, self.reads = self.commissioning.acts, self.commissioning.reads
        self.acts(lambda db, _me: setattr(db.get(Call, self.call), "applicants", Applicants.BOTH))
        self.asked = self.reads(lambda db: list(db.scalars(select(Requirement.id).where(Requirement.call_id == self.call))))

    def closes(self):
        return self.reads(lambda db: db.get(Call, self.call).closes_at)

    def organisation(self, owner: Visitor, name="Удружење „Кораци”") -> str:
        """An organisation that somebody looks after; returns its party."""
        number = next(NUMBERS)
        registration, pib = f"97{number:05}", f"97{number:06}"
        said = {"settlement": "Скорица", "address": "Главна 1", "email": "posta@primer.rs"}
        about = organisations.Details(kind=OrganisationKind.ASSOCIATION, name_sr=name, **said)
        numbers = organisations.Numbers(
            registration_number=f"{registration}{registration_check(registration)}", pib=f"{pib}{pib_check(pib)}"
        )
        return self.acts(lambda db, me: f"o{organisations.make(db, about, numbers, by=me).id}", owner)

    def joins(self, party: str, who: Visitor, owner: Visitor, role=MemberRole.PREPARER) -> None:
        id = self.acts(lambda db, me: organisations.invite(db, int(party[1:]), who.email, role, by=me).id, owner)
        self.acts(lambda db, me: organisations.accept_own(db, id, by=me).id, who)

    def begun(self, who: Visitor, party: str = "", lot: int = 0) -> int:
        return self.acts(lambda db, me: applying.begin(db, self.call, lot, party or f"p{me.id}", by=me).id, who)

    def sent(self, application: int, who: Visitor, content: bytes = PDF + b"plan", place: int = 0, name="plan.pdf") -> int:
        """A file that has arrived and is laid in nowhere; returns its upload."""

        def inside():
            with self.app.app_context():
                with work() as db:
                    given = applying.room(db, application, self.asked[place], by=db.get_one(Person, who.id))
                return uploads.receive_form(FileStorage(BytesIO(content), filename=name), given).id

        return contextvars.Context().run(inside)

    def laid(self, application: int, who: Visitor, content: bytes = PDF + b"plan", place: int = 0) -> int:
        """A file in an application; returns the enclosure."""
        upload = self.sent(application, who, content, place)

        def act(db, me):
            return applying.enclose(db, application, self.asked[place], db.get(uploads.Upload, upload), by=me).id

        return self.acts(act, who)

    def ready(self, who: Visitor, party: str = "", content: bytes = PDF + b"plan") -> int:
        """An application that lacks nothing."""
        application = self.begun(who, party)
        for place in range(len(self.asked)):
            self.laid(application, who, content, place)
        return application

    def submits(self, application: int, who: Visitor, *, change: int = 0, **more) -> Submission | Attempt:
        return self._made(lambda db, me: submitting.submit(db, application, by=me, change=change, **more), who)

    def rehearses(self, application: int, who: Visitor) -> Attempt:
        return self._made(lambda db, me: submitting.rehearse(db, application, by=me, change=0), who)

    def withdraws(self, application: int, who: Visitor) -> Submission:
        return self._made(lambda db, me: submitting.withdraw(db, application, by=me), who)

    def _made(self, act, who: Visitor):
        """What an act made, as it stands in the database."""

        def told(db, me):
            made = act(db, me)
            return type(made), made.id

        kind, id = self.acts(told, who)
        return self.reads(lambda db: db.get(kind, id))

    def submissions(self, application: int | None = None) -> list[Submission]:
        wanted = select(Submission).where(Submission.call_id == self.call).order_by(Submission.id)
        if application is not None:
            wanted = wanted.where(Submission.application_id == application)
        return self.reads(lambda db: db.scalars(wanted).all())

    def attempts(self) -> list[Attempt]:
        return self.reads(lambda db: db.scalars(select(Attempt).where(Attempt.call_id == self.call).order_by(Attempt.id)).all())

    def the(self, application: int) -> Application:
        return self.reads(lambda db: db.get(Application, application))

    def in_force(self, application: int) -> Submission | None:
        return self.reads(lambda db: applying.in_force(db, db.get(Application, application)))

    def uploads(self, application: int) -> list[uploads.Upload]:
        def look(db):
            found = [uploads.uploads_of(db, queries.PURPOSE, queries.subject_of(application, each)) for each in self.asked]
            return [each for some in found for each in some]

        return self.reads(look)


