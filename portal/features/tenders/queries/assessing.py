"""How applications are assessed: statements, conditions, points, who still has to give them; read only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.models import (
    Application,
    Call,
    Check,
    Criterion,
    ListKind,
    Member,
    Objection,
    ObjectionState,
    OpenedFile,
    RankingList,
    Requirement,
    Score,
    Stage,
    Statement,
    Submission,
)
from portal.features.tenders.queries import commission
from portal.features.tenders.rules import points as counting
from portal.kernel.accounts.models import Person
from portal.kernel.organisations import parties


@dataclass(frozen=True, kw_only=True)
class Applied:
    """An application that was opened: whose it is, and what was submitted. `number` is its place in the minutes."""

    number: int
    application: Application
    submission: Submission
    name_sr: str
    name_en: str

    @property
    def id(self) -> int:
        """The application's id."""
        return self.application.id


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything about the assessment of one call at a moment."""

    call: Call
    members: Sequence[Member]
    applied: Sequence[Applied]
    criteria: Sequence[Criterion]
    statements: Mapping[int, Statement]
    checks: Mapping[int, Check]
    points: Mapping[tuple[int, int], Mapping[int, int]]
    """By member and application: points by criterion."""
    reopened: frozenset[int] = field(default_factory=frozenset)

    @property
    def voters(self) -> Sequence[Member]:
        """Who gives points: members who are in the commission now, without its secretary."""
        return [each for each in self.members if each.stays and each.part.holds_key]

    @property
    def eligible(self) -> Sequence[Applied]:
        """The applications that fulfil the conditions."""
        return [one for one in self.applied if one.id in self.checks and self.checks[one.id].is_eligible]

    @property
    def unchecked(self) -> Sequence[Applied]:
        """The applications of which nobody has said whether they do."""
        return [one for one in self.applied if one.id not in self.checks]

    def is_barred(self, member: Member, application_id: int) -> bool:
        """Tell whether a member has nothing to do with an application."""
        said = self.statements.get(member.id)
        return said is not None and application_id in said.barred

    def barred_from(self, application_id: int) -> Sequence[Member]:
        """Return the members who are."""
        return [each for each in self.members if self.is_barred(each, application_id)]

    def asked(self, member: Member) -> Sequence[Applied]:
        """Return the applications to which a member gives points."""
        return [one for one in self.eligible if not self.is_barred(member, one.id)]

    def is_complete(self, member: Member, application_id: int) -> bool:
        """Tell whether a member has given points by every criterion."""
        return self.points.get((member.id, application_id), {}).keys() >= {each.id for each in self.criteria}

    def missing(self, member: Member) -> Sequence[Applied]:
        """Return the applications to which a member has still to give points."""
        return [one for one in self.asked(member) if not self.is_complete(member, one.id)]

    def is_done(self, member: Member) -> bool:
        """Tell whether a member has handed in the points."""
        said = self.statements.get(member.id)
        return said is not None and said.done_at is not None

    @property
    def all_done(self) -> bool:
        """Tell whether every member has."""
        return bool(self.voters) and all(self.is_done(each) for each in self.voters)

    def may_be_scored(self, member: Member, application_id: int) -> bool:
        """Tell whether a member's points for an application can be written now."""
        if application_id not in {one.id for one in self.asked(member)} or member.id not in self.statements:
            return False
        if self.call.stage is Stage.OPENED:
            return self.call.checked_at is not None and self.call.scored_at is None and not self.is_done(member)
        return self.call.stage is Stage.LISTED and application_id in self.reopened and self.is_done(member)

    def may_be_checked(self, application_id: int) -> bool:
        """Tell whether one can write now that an application fulfils the conditions or not."""
        if self.call.stage is Stage.OPENED:
            return self.call.checked_at is None
        return self.call.stage is Stage.LISTED and application_id in self.reopened

    def given(self, application_id: int) -> Sequence[tuple[Member, Mapping[int, int]]]:
        """Return the points that count: of members who handed them in, all criteria, not barred."""
        return [
            (each, self.points[each.id, application_id])
            for each in self.members
            if self.is_done(each) and not self.is_barred(each, application_id) and self.is_complete(each, application_id)
        ]

    def means(self, application_id: int) -> Mapping[int, Fraction]:
        """Return the mean points of an application by criterion; nothing where nobody gave any."""
        given = [points for _member, points in self.given(application_id)]
        if not given:
            return {}
        return {each.id: counting.mean([points[each.id] for points in given]) for each in self.criteria}

    @property
    def without_points(self) -> Sequence[Applied]:
        """The eligible applications that cannot be ranked: no points that count."""
        return [one for one in self.eligible if not self.means(one.id)]


def sheet(db: Session, call: Call) -> Sheet:
    """Return all about the assessment of a call, in a fixed number of queries."""
    found = applied(db, call.id)
    ids = [one.id for one in found]
    wanted = select(Score).join(Application, Application.id == Score.application_id)
    points: dict[tuple[int, int], dict[int, int]] = {}
    for each in db.scalars(wanted.where(Application.call_id == call.id)):
        points.setdefault((each.member_id, each.application_id), {})[each.criterion_id] = each.points
    criteria = select(Criterion).where(Criterion.call_id == call.id)
    return Sheet(
        call=call,
        members=commission.ever_members(db, call.id),
        applied=found,
        criteria=db.scalars(criteria.order_by(Criterion.place, Criterion.id)).all(),
        statements={each.member_id: each for each in db.scalars(select(Statement).where(Statement.call_id == call.id))},
        checks=_checks(db, call.id, ids),
        points=points,
        reopened=frozenset(
            each.application_id for each in objections(db, call.id) if each.state is ObjectionState.ACCEPTED
        ),
    )


def _checks(db: Session, call_id: int, ids: Sequence[int]) -> Mapping[int, Check]:
    wanted = select(Check).join(Application, Application.id == Check.application_id)
    found = db.scalars(wanted.where(Application.call_id == call_id))
    return {each.application_id: each for each in found if each.application_id in ids}


def applied(db: Session, call_id: int) -> Sequence[Applied]:
    """Return the applications that were opened with the first envelope, in the order of submission."""
    opening = commission.opening_of(db, call_id, 1)
    if opening is None or opening.finished_at is None:
        return []
    found = commission.submissions(db, opening.submissions)
    wanted = select(Application).where(Application.call_id == call_id)
    known = {each.id: each for each in db.scalars(wanted)}
    names = parties.names_of(db, [known[one.application_id].party for one in found])
    return [
        Applied(
            number=number,
            application=known[one.application_id],
            submission=one,
            name_sr=names.get(known[one.application_id].party, ("", ""))[0],
            name_en=names.get(known[one.application_id].party, ("", ""))[1],
        )
        for number, one in enumerate(found, 1)
    ]


def files(db: Session, one: Applied) -> Sequence[tuple[OpenedFile, Requirement | None]]:
    """Return what was found in an application, each file with what it is for."""
    wanted = (
        select(OpenedFile, Requirement)
        .join(Requirement, Requirement.id == OpenedFile.requirement_id, isouter=True)
        .where(OpenedFile.submission_id == one.submission.id)
        .order_by(OpenedFile.requirement_id, OpenedFile.id)
    )
    return [(row.OpenedFile, row.Requirement) for row in db.execute(wanted)]


def statement_of(db: Session, member_id: int) -> Statement | None:
    """Return what a member has stated about conflicts of interest."""
    return db.scalar(select(Statement).where(Statement.member_id == member_id))


def check_of(db: Session, application_id: int) -> Check | None:
    """Return whether an application fulfils the conditions, if somebody has said."""
    return db.scalar(select(Check).where(Check.application_id == application_id))


def scores_of(db: Session, application_id: int, member_id: int) -> Sequence[Score]:
    """Return the points that one member has given to one application."""
    return db.scalars(select(Score).where(Score.application_id == application_id, Score.member_id == member_id)).all()


def list_of(db: Session, call_id: int, kind: ListKind) -> RankingList | None:
    """Return a published list."""
    return db.scalar(select(RankingList).where(RankingList.call_id == call_id, RankingList.kind == kind))


def newest_list(db: Session, call_id: int) -> RankingList | None:
    """Return the final list where there is one, else the preliminary one, if any."""
    return list_of(db, call_id, ListKind.FINAL) or list_of(db, call_id, ListKind.PRELIMINARY)


def objections(db: Session, call_id: int) -> Sequence[Objection]:
    """Return the objections to a call's list, in the order in which they came."""
    return db.scalars(select(Objection).where(Objection.call_id == call_id).order_by(Objection.at, Objection.id)).all()


def objection_of(db: Session, application_id: int) -> Objection | None:
    """Return the objection of one application."""
    return db.scalar(select(Objection).where(Objection.application_id == application_id))


def has_applied(db: Session, call_id: int, person: Person) -> bool:
    """Tell whether somebody acts now for one of those whose applications were opened."""
    own = {each.key for each in parties.parties_of(db, person)}
    return any(one.application.party in own for one in applied(db, call_id))


def takes_objections(call: Call, moment: datetime) -> bool:
    """Tell whether an objection made at a moment is in time."""
    return call.stage is Stage.LISTED and call.objections_until is not None and moment < call.objections_until
