"""The lists: the preliminary one begins the days of insight and objection, the decision ends the procedure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.actions.minutes import digest_of
from portal.features.tenders.actions.opening import lock_of
from portal.features.tenders.actions.shared import happened, in_both, load, settle
from portal.features.tenders.actions.stating import chair
from portal.features.tenders.models import CALL, Call, ChangeKind, ListKind, ObjectionState, RankingList, Stage
from portal.features.tenders.queries import assessing
from portal.features.tenders.queries.lists import content_of, line_of
from portal.features.tenders.refusals.assessing import (
    AlreadyListed,
    NotAnswered,
    NotAssessed,
    ObjectionsOpen,
    PointsMissing,
    ScoringOpen,
    WordsOfDecision,
)
from portal.features.tenders.rules import terms
from portal.kernel import outbox
from portal.kernel.accounts.models import Person
from portal.kernel.moments import moment_of
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.organisations import parties
from portal.kernel.outbox import Recipient
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment


def publish_list(db: Session, call_id: int, *, by: Person, seen: int) -> RankingList:
    """Publish the preliminary list as the chair; applicants are told their points, and how and until when to object.

    Raises what `chair` raises, `Stale`, `AlreadyListed`, `NotAssessed`, `ScoringOpen`, `PointsMissing`.
    """
    moment = moment_of(db, lock_of(call_id))
    call = load(db, call_id, by=None)
    chair(db, call, by)
    if call.stage in {Stage.LISTED, Stage.DECIDED}:
        raise AlreadyListed
    call = load(db, call_id, seen, by=None)
    if call.stage is not Stage.OPENED:
        raise NotAssessed
    if call.scored_at is None:
        raise ScoringOpen
    sheet = assessing.sheet(db, call)
    if sheet.without_points:
        raise PointsMissing(names=", ".join(one.name_sr for one in sheet.without_points))
    rules = (call.promise or promise(db, call.kind.promise)).rules
    known = calendar(db)
    call.stage, call.listed_at = Stage.LISTED, moment
    call.insight_until = terms.insight(known, moment, rules)
    call.objections_until = until = terms.objections(known, moment, rules)
    found = _freeze(db, call, ListKind.PRELIMINARY, content_of(sheet, ListKind.PRELIMINARY, moment), by)
    said = in_both(lambda: _("Applicants may object until %(moment)s.", moment=shown_moment(until)))
    happened(db, call, ChangeKind.LISTED, by, **said)
    _tell(db, call, found)
    settle(db, call, "publish_list", by, hash=found.hash)
    return found


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the chair writes: the words, the number of the act, and what each application gets."""

    text_sr: str
    text_en: str = ""
    act: str = ""
    amounts: Mapping[int, str] = field(default_factory=dict)


def decide(db: Session, call_id: int, told: Decision, *, by: Person, seen: int) -> RankingList:
    """Publish the decision as the chair: the final list, its words, the number of the act, what each one gets.

    Raises what `chair` raises, `Stale`, `AlreadyListed`, `NotAssessed`, `ObjectionsOpen`, `NotAnswered`,
    `PointsMissing`, `WordsOfDecision`.
    """
    moment = moment_of(db, lock_of(call_id))
    call = load(db, call_id, by=None)
    chair(db, call, by)
    if call.stage is Stage.DECIDED:
        raise AlreadyListed
    call = load(db, call_id, seen, mine=told.text_sr, by=None)
    before = assessing.list_of(db, call_id, ListKind.PRELIMINARY)
    if call.stage is not Stage.LISTED or before is None or call.objections_until is None:
        raise NotAssessed
    if moment < call.objections_until:
        raise ObjectionsOpen(until=shown_moment(call.objections_until))
    waiting = [each for each in assessing.objections(db, call_id) if each.state is ObjectionState.WAITING]
    if waiting:
        raise NotAnswered(number=len(waiting))
    if not told.text_sr:
        raise WordsOfDecision(field="text_sr")
    sheet = assessing.sheet(db, call)
    _require_all(sheet)
    content = content_of(sheet, ListKind.FINAL, moment, text_sr=told.text_sr, text_en=told.text_en, act=told.act)
    for line in content["lines"]:
        was = line_of(before.content, line["application"]) or {}
        line["changed"] = any(line[name] != was.get(name) for name in ("eligible", "points", "place"))
        line["amount"] = told.amounts.get(line["application"], "") if line["eligible"] else ""
    call.stage, call.decided_at = Stage.DECIDED, moment
    found = _freeze(db, call, ListKind.FINAL, content, by)
    said = in_both(lambda: _("Act number: %(act)s.", act=told.act) if told.act else "", told.text_sr, told.text_en)
    happened(db, call, ChangeKind.DECIDED, by, **said)
    _tell(db, call, found)
    settle(db, call, "decide", by, hash=found.hash, number=told.act)
    return found


def _require_all(sheet: assessing.Sheet) -> None:
    """Refuse a decision while somebody who gives points has none for an application that was let in after an objection."""
    names = {one.id: one.name_sr for one in sheet.without_points}
    for member in sheet.voters:
        if sheet.is_done(member):
            names |= {one.id: one.name_sr for one in sheet.missing(member) if one.id in sheet.reopened}
    if names:
        raise PointsMissing(names=", ".join(names.values()))


def _freeze(db: Session, call: Call, kind: ListKind, content: dict[str, Any], by: Person) -> RankingList:
    at = call.listed_at if kind is ListKind.PRELIMINARY else call.decided_at
    assert at is not None
    found = RankingList(call_id=call.id, kind=kind, at=at, by_id=by.id, content=content, hash="")
    found.hash = digest_of(content)
    db.add(found)
    db.flush()
    return found


def _tell(db: Session, call: Call, found: RankingList) -> None:
    about = {"id": call.id, "title_sr": call.title_sr, "title_en": call.title_en}
    about |= {name: getattr(call, name).isoformat() for name in ("insight_until", "objections_until") if getattr(call, name)}
    letter = "listed" if found.kind is ListKind.PRELIMINARY else "decided"
    for line in found.content["lines"]:
        own = {name: line[name] for name in ("application", "eligible", "reason", "place", "points", "amount")}
        for person in parties.people_of(db, line["party"]):
            key = f"tenders.{letter}:{line['application']}:{person.id}"
            outbox.post(db, f"tenders.{letter}", Recipient.of(person), {**about, **own}, about=(CALL, call.id), key=key)
