"""What a municipality begins with: categories, routes, the directory, and the promises of System 48."""

from typing import Any

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.problems.models import KIND, Canned, Category, Competence, Route
from portal.features.problems.rules.places import FACT
from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.deadlines import Policy
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.municipality.actions.common import last_place
from portal.kernel.municipality.models import Fact, Promise, Unit
from portal.kernel.paths import STARTER

CLOCKS = ("problem_answer", "problem_resolution")


def seed(db: Session) -> None:
    """Fill in what is missing; what somebody has changed stays. Runs after every upgrade."""
    known = set(db.scalars(select(Promise.name)))
    starter: dict[str, Any] = yaml.safe_load((STARTER / "problems.yaml").read_text(encoding="utf-8"))
    for name, rules in starter["policies"].items():
        if name in CLOCKS:
            Policy.of(rules)
        if name not in known:
            db.add(Promise(name=name, version=1, rules=rules, since=now()))
    for key, value in ((FACT, starter["map"]), ("problems", starter["problems"])):
        if db.get(Fact, key) is None:
            db.add(Fact(key=key, value=value))
    if not db.scalar(select(func.count()).select_from(Category)):
        _lists(db, starter)
        audit.note(db, "problems.seed", "profile", "starter", by=None)
    if not db.scalar(select(func.count()).select_from(Route)):
        _routes(db, starter)
    db.flush()


def _lists(db: Session, starter: dict[str, Any]) -> None:
    for place, row in enumerate(starter["categories"]):
        db.add(Category(place=place, **{name: value for name, value in row.items() if name != "unit"}))
    for place, row in enumerate(starter["competences"]):
        db.add(Competence(place=place, **row))
    categories = {category.key: category.id for category in db.scalars(select(Category))}
    for place, row in enumerate(starter["canned"]):
        db.add(Canned(place=place, category_id=categories.get(row.pop("category", "")), **row))
    for row in starter["reasons"]:
        db.add(Reason(kind=KIND, verdict=Verdict.REFUSE, place=last_place(db, Reason), **row))
    db.flush()


def _routes(db: Session, starter: dict[str, Any]) -> None:
    """Route each category to the unit that the starter names; units may come later than the categories."""
    units = {unit.key: unit.id for unit in db.scalars(select(Unit))}
    categories = {category.key: category.id for category in db.scalars(select(Category))}
    for place, row in enumerate(starter["categories"]):
        if row.get("unit") in units and row["key"] in categories:
            db.add(Route(unit_id=units[row["unit"]], category_id=categories[row["key"]], place=place))
