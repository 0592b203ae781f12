"""The assessment of the demonstration: opened by two, checked, scored, listed, objected to, decided; all by public verbs."""

import json
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from portal.features.tenders.actions import checking, listing, minutes, objecting, opening, scoring, stating
from portal.features.tenders.demo.shared import KEYS, SEATS, at
from portal.features.tenders.models import Call, Opening
from portal.features.tenders.queries import assessing, commission
from portal.features.tenders.queries.assessing import Sheet
from portal.kernel import demo
from portal.kernel.clock import clock
from portal.kernel.db import work
from portal.kernel.jobs import run_one
from portal.kernel.settings import instance


def decide(call_id: int, row: dict[str, Any], today: datetime) -> None:
    """Bring a call from its closed envelopes to its decision, on the days that its row names."""
    told = row["assessed"]
    _open(call_id, row["key"], at(today, *told["opened"]))
    with clock.standing_at(at(today, told["checked"])):
        _state_and_check(call_id, told["applications"])
    with clock.standing_at(at(today, told["scored"])):
        _score(call_id, told["applications"])
    with clock.standing_at(at(today, told["listed"])), work() as db:
        listing.publish_list(db, call_id, by=_chair(db), seen=_seen(db, call_id))
    objection_id = _objected(call_id, told["objection"], today)
    with clock.standing_at(at(today, told["objection"]["answered"])), work() as db:
        text = told["objection"]["answer"]
        objecting.answer(db, objection_id, is_accepted=False, text=text, by=_chair(db), seen=1)
    with clock.standing_at(at(today, told["decided"])), work() as db:
        amounts = {one.id: told["applications"][one.number - 1].get("gets", "") for one in _sheet(db, call_id).eligible}
        said = listing.Decision(text_sr=told["text_sr"], text_en=told["text_en"], act=told["act"], amounts=amounts)
        listing.decide(db, call_id, said, by=_chair(db), seen=_seen(db, call_id))


def _open(call_id: int, key: str, moment: datetime) -> None:
    """Let two members open with their keys, the worker open every file, and the chair publish the minutes."""
    secrets = json.loads((instance() / KEYS).read_text(encoding="utf-8"))[key]
    jobs = current_app.extensions["portal"].jobs
    with clock.standing_at(moment):
        for verb, (name, _part) in zip((opening.begin, opening.join), SEATS, strict=True):
            with work() as db:
                verb(db, call_id, 1, key=secrets[name], by=demo.person(db, name))
        looks = True
        while looks:
            looks = run_one(jobs)
        with work() as db:
            seen = _opened(db, call_id).version
            minutes.publish_minutes(db, call_id, 1, by=_chair(db), seen=seen)


def _state_and_check(call_id: int, lines: list[dict[str, Any]]) -> None:
    for name, _part in SEATS:
        with work() as db:
            stating.state_conflicts(db, call_id, barred=[], text="", by=demo.person(db, name))
    with work() as db:
        for one in _sheet(db, call_id).applied:
            reason = lines[one.number - 1].get("refused", "")
            checking.check(db, call_id, one.id, is_eligible=not reason, reason=reason, by=_chair(db), seen=0)
    with work() as db:
        checking.confirm_checks(db, call_id, by=_chair(db), seen=_seen(db, call_id))


def _score(call_id: int, lines: list[dict[str, Any]]) -> None:
    for place, (name, _part) in enumerate(SEATS):
        with work() as db:
            me, sheet = demo.person(db, name), _sheet(db, call_id)
            for one in sheet.eligible:
                given = lines[one.number - 1]["points"][place]
                points = {criterion.id: number for criterion, number in zip(sheet.criteria, given, strict=True)}
                scoring.give_points(db, call_id, one.id, points, by=me)
            scoring.hand_in(db, call_id, by=me)


def _objected(call_id: int, told: dict[str, Any], today: datetime) -> int:
    with clock.standing_at(at(today, told["days"])), work() as db:
        one = next(each for each in _sheet(db, call_id).applied if each.number == told["number"])
        return objecting.object_to(db, call_id, one.id, told["text"], by=demo.person(db, told["who"])).id


def _opened(db: Session, call_id: int) -> Opening:
    found = commission.opening_of(db, call_id, 1)
    assert found is not None
    return found


def _sheet(db: Session, call_id: int) -> Sheet:
    return assessing.sheet(db, db.get_one(Call, call_id))


def _chair(db: Session) -> Any:
    return demo.person(db, SEATS[0][0])


def _seen(db: Session, call_id: int) -> int:
    return db.get_one(Call, call_id).version
