"""The commissions of the town: a call in each state between naming the members and published minutes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.features.tenders.actions import minutes
from portal.features.tenders.actions.unsealing import keep, unseal
from portal.features.tenders.models import OPENED_FILE, Opening, Part
from portal.kernel.clock import clock, now
from portal.kernel.files import StoredFile
from portal.kernel.jobs import JobRow
from tests.features.tenders.commission.commissioning import PDF, Commission, Commissioning
from tests.support.people import Visitor

NAMES = ("Драгана Милутиновић", "Живорад Ђорђевић", "Љубица Стојановић")
APPLICANTS = ("Удружење „Млади за Ражањ“", "Спортско друштво Морава", "Културно-уметничко друштво Полет")
LONG_AGO = timedelta(days=25)


def told(app: Any, member_id: int) -> dict[str, int]:
    """Bring commissions to their states; the person with the number is in each. Returns the calls by state."""
    telling = _Telling(app, member_id)
    found = {"new": telling.new(), "keyed": telling.keyed()}
    for state in ("due", "begun", "going", "opened"):
        with clock.standing_at(now() - LONG_AGO):
            commission = telling.closed()
        found[state] = getattr(telling, state)(commission)
    return found


class _Telling:
    def __init__(self, app: Any, member_id: int) -> None:
        self.making = Commissioning(app)
        self.me = Visitor(app, member_id, "", "", "")
        self.others = [self.making.people.someone(name=name) for name in APPLICANTS]

    def new(self) -> int:
        found = Commission(self.making.call(title="Средства за културу у селима"), [])
        self.making.joins(found, Part.CHAIR, who=self.me, key=False)
        self.making.joins(found, name=NAMES[0])
        return found.call

    def keyed(self) -> int:
        found = Commission(self.making.call(title="Средства за спорт деце", envelopes=2), [])
        self.making.joins(found, Part.CHAIR, who=self.me)
        for name in NAMES[:2]:
            self.making.joins(found, name=name)
        self.making.publishes(found.call)
        self.making.joins(found, name=NAMES[2])
        return found.call

    def closed(self) -> Commission:
        found = Commission(self.making.call(title="Средства за младе за 2026. годину"), [])
        self.making.joins(found, who=self.me)
        for number, name in enumerate(NAMES[:2]):
            self.making.joins(found, Part.MEMBER if number else Part.CHAIR, name=name)
        self.making.joins(found, Part.SECRETARY, name=NAMES[2])
        self.making.publishes(found.call)
        for number, who in enumerate(self.others):
            files = [(f"Предлог пројекта {number + 1}.pdf", PDF + bytes([number])), ("буџет.txt", f"{number}00.000 РСД".encode())]
            self.making.applies(found.call, who, *files)
        self.making.applies(found.call, self.others[1], ("Предлог пројекта, исправљен.pdf", PDF + b"2"), ("табела.txt", PDF))
        return found

    def due(self, found: Commission) -> int:
        return found.call

    def begun(self, found: Commission) -> int:
        self.making.begins(found, found.people[1])
        return found.call

    def going(self, found: Commission) -> int:
        self.making.begins(found, found.people[1])
        self.making.meets(found, found.people[2])
        wanted = select(JobRow).where(JobRow.name == "tenders.open", JobRow.done_at.is_(None)).order_by(JobRow.id.desc())
        payload = self.making.reads(lambda db: db.scalars(wanted).first().payload)
        half = self.making.reads(lambda db: unseal(db, payload))
        self.making.acts(lambda db, me: keep(db, {**payload, **half}))
        return found.call

    def works(self) -> None:
        """Do what the newest opening waits for; everything else that waits in the town stays as it is."""
        jobs = self.making.app.extensions["portal"].jobs
        opening = self.making.reads(lambda db: max(db.scalars(select(Opening.id))))
        while (row := self.making.reads(lambda db: self._next(db, opening))) is not None:
            job = jobs[row.name]
            before = job.before
            more = self.making.reads(lambda db, row=row, before=before: before(db, row.payload)) if before else {}
            self.making.acts(lambda db, me, row=row, job=job, more=more: job.handler(db, {**row.payload, **more}))
            self.making.acts(lambda db, me, row=row: setattr(db.get_one(JobRow, row.id), "done_at", now()))

    def _next(self, db: Any, opening: int) -> JobRow | None:
        theirs = set(db.scalars(select(StoredFile.id).where(StoredFile.about_kind == OPENED_FILE)))
        wanted = select(JobRow).where(JobRow.done_at.is_(None), JobRow.run_at <= now()).order_by(JobRow.run_at, JobRow.id)
        mine = (row for row in db.scalars(wanted) if row.payload.get("opening") == opening)
        checks = (row for row in db.scalars(wanted.where(JobRow.name == "files.check")) if row.payload["file"] in theirs)
        return next((row for row in (*checks, *mine)), None)

    def opened(self, found: Commission) -> int:
        self.making.is_late(found.call, self.making.people.citizen("Закаснели Подносилац"))
        self.making.begins(found, found.people[1])
        self.making.meets(found, found.people[2])
        self.works()
        seen = self.making.opening(found.call).version
        self.making.acts(lambda db, me: minutes.publish_minutes(db, found.call, 1, by=me, seen=seen), self.me)
        return found.call
