"""The demonstration of System 48: two hundred reports over thirteen months, told through the public verbs."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems import actions
from portal.features.problems.models import KIND, Category, Channel, Competence, Problem, State
from portal.features.problems.queries import monthly
from portal.features.problems.rules.places import FACT
from portal.kernel import demo
from portal.kernel.accounts.models import Person
from portal.kernel.clock import ZONE, clock, now
from portal.kernel.db import session, work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Fact, Settlement, Unit
from portal.kernel.paths import STARTER

REPORTS, MONTHS, SEED = 200, 13, 48


@dataclass
class _Told:
    """What every story draws on."""

    chance: random.Random
    texts: list[dict[str, Any]]
    places: list[str]
    answers: list[str]
    settlements: list[str]
    seat: str
    """The one settlement whose position is known: only its reports have a point."""
    ids: list[int] = field(default_factory=list)


def run() -> None:
    """Tell every story; then freeze each month that is over, on the day on which it was due."""
    with work() as db:
        actions.seed(db)
    content = yaml.safe_load((STARTER / "demo_problems.yaml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)  # noqa: S311 (stories, not secrets)
    names = list(session().scalars(select(Settlement.name_sr).order_by(Settlement.id)))
    told = _Told(chance, content["reports"], content["places"], content["answers"], names, content["seat"])
    today = now()
    moments = sorted(today - timedelta(minutes=chance.randrange(MONTHS * 30 * 24 * 60)) for _ in range(REPORTS - 14))
    moments += [today - timedelta(hours=hours) for hours in (70, 60, 52, 45, 40, 30, 26, 20, 15, 11, 8, 5, 3, 1)]
    for number, moment in enumerate(moments):
        with work() as db:
            Story(db, told, number, moment.astimezone(ZONE).replace(second=0, microsecond=0), today).tell()
    for moment in _set_days(moments[0], today):
        with clock.standing_at(moment), work() as db:
            actions.freeze_due(db)


def _set_days(first: datetime, today: datetime) -> list[datetime]:
    """Return the third of every month after the first report, at ten in the morning."""
    days, day = [], first.astimezone(ZONE).replace(day=3, hour=10, minute=0)
    while day < today:
        days.append(day)
        day = (day + timedelta(days=32)).replace(day=3)
    return [day for day in days if monthly.bounds(day.year, day.month)[0] > first]


class Story:
    """One report and what became of it."""

    def __init__(self, db: Session, told: _Told, number: int, moment: datetime, today: datetime) -> None:
        self.db, self.told, self.number, self.today, self.moment = db, told, number, today, moment
        self.chance = told.chance
        self.row = told.texts[number % len(told.texts)]
        self.fresh = today - moment < timedelta(hours=80)
        self.problem: Problem

    def tell(self) -> None:
        """Report; publish; then one of the things that become of reports."""
        self._at(timedelta(), self._report)
        if self.fresh and self.number % 5 == 0:
            return
        self._at(timedelta(hours=self.chance.uniform(1, 14)), self._publish)
        if self.problem.state is State.REFUSED or (self.fresh and self.number % 2):
            return
        if self.problem.unit_id is None:
            self._at(timedelta(hours=self.chance.uniform(14, 20)), self._to_some_unit)
        luck = self.chance.random()
        if luck < 0.04 and self.told.ids:
            self._at(timedelta(hours=22), self._join)
        elif luck < 0.09:
            self._at(timedelta(hours=24), self._hand_over)
        elif luck < 0.12:
            question = "Који стуб тачно, број или кућа поред?"
            self._at(timedelta(hours=20), lambda: actions.ask_reporter(self.db, self.problem, question, by=self._by()))
        elif luck > 0.98:
            return
        else:
            self._answer_and_resolve(luck)

    def _answer_and_resolve(self, luck: float) -> None:
        self._at(timedelta(hours=self.chance.uniform(15, 22)), lambda: actions.accept(self.db, self.problem, by=self._by()))
        late = luck > 0.88
        hours = self.chance.uniform(50, 120) if late else self.chance.uniform(23, 46)
        why = self.row.get("why_late", "Чекало се на набавку дела.") if late else ""
        text = self.told.answers[self.number % len(self.told.answers)]
        self._at(timedelta(hours=hours), lambda: actions.answer(self.db, self.problem, text, by=self._by(), why_late=why))
        recent = self.today - self.moment < timedelta(days=25)
        if luck > (0.8 if recent else 0.97) or self.problem.round.answered_at is None:
            return
        days = self.chance.uniform(3, 14)
        self._at(
            timedelta(days=days),
            lambda: actions.resolve(
                self.db, self.problem, self.row.get("done", "Урађено."), by=self._by(), has_photo=False,
                no_photo="Радник није имао апарат код себе.",
            ),
        )
        if self.problem.state is State.RESOLVED:
            true = self.chance.random() > 0.12
            why_not = "" if true else "Поново је исто као пре."
            self._at(
                timedelta(days=days + 2),
                lambda: actions.say_whether_true(self.db, self.problem, true=true, why=why_not),
            )
            if not true:
                self._once_more(timedelta(days=days + 2))

    def _once_more(self, since: timedelta) -> None:
        """Answer and resolve what the reporter opened again."""
        text = "Хвала на јављању. Екипа је поново изашла на терен и радови ће бити завршени до сутра."
        self._at(since + timedelta(hours=20), lambda: actions.answer(self.db, self.problem, text, by=self._by()))
        self._at(since + timedelta(hours=21), self._read_all)
        self._at(since + timedelta(days=3), self._resolve_again)

    def _read_all(self) -> None:
        for event in self.problem.events:
            if event.waits:
                actions.release(self.db, event, by=self._by())

    def _resolve_again(self) -> None:
        why = "Слика није успела."
        actions.resolve(self.db, self.problem, "Сада је урађено како треба.", by=self._by(), has_photo=False, no_photo=why)

    def _at(self, after: timedelta, act: Callable[[], object]) -> None:
        """Do something so long after the report, if that is not in the future yet."""
        moment = self.moment + after
        if moment <= self.today:
            with clock.standing_at(moment):
                act()
                self.db.flush()

    def _report(self) -> None:
        place = self.told.places[self.chance.randrange(len(self.told.places))]
        settlement = self.told.seat if self.chance.random() < 0.35 else self.chance.choice(self.told.settlements)
        known = self.db.scalars(select(Settlement).where(Settlement.name_sr == settlement)).one()
        by_phone = self.number % 6 == 4
        spot: dict[str, Any] = {}
        if settlement == self.told.seat and self.chance.random() < 0.7:
            middle = self.db.get_one(Fact, FACT).value
            lat, lon = middle["lat"] + self.chance.uniform(-0.012, 0.012), middle["lon"] + self.chance.uniform(-0.016, 0.016)
            spot = {"lat": lat, "lon": lon, "accuracy": self.chance.choice([8, 15, 30, 60])}
        report = actions.Report(
            category_key=self.row["category"],
            settlement_id=known.id,
            place=place,
            text=self.row["text"],
            email="" if self.number % 3 else f"prijavilac{self.number}@demo.example",
            channel=Channel.PHONE if by_phone else Channel.WEB,
            **spot,
        )
        clerk = demo.person(self.db, "service-centre") if by_phone else None
        self.problem = actions.submit(self.db, report, by=None, entered_by=clerk)

    def _publish(self) -> None:
        item = item_of(self.db, KIND, self.problem.id)
        assert item is not None
        refused = self.number % 37 == 19
        moderation.decide(
            self.db,
            current_app.extensions["portal"].queues[KIND],
            item.id,
            seen=item.version,
            verdict=Verdict.REFUSE if refused else Verdict.APPROVE,
            by=demo.person(self.db, "moderator"),
            reason_text="Текст је реклама и није пријава проблема." if refused else "",
        )
        self.told.ids.append(self.problem.id)

    def _by(self) -> Person:
        """Return who works for the report's unit: its own clerk, or the service centre."""
        unit = self.problem.unit.key if self.problem.unit else ""
        clerks = {str(row["works_for"]): str(row["key"]) for row in demo.content()["people"] if "works_for" in row}
        return demo.person(self.db, clerks.get(unit, "service-centre"))

    def _to_some_unit(self) -> None:
        unit = self.db.scalars(select(Unit).where(Unit.key == "jkp")).one()
        actions.assign(self.db, self.problem, unit, by=demo.person(self.db, "service-centre"))

    def _join(self) -> None:
        same = select(Problem).join(Category).where(
            Category.key == self.row["category"], Problem.joined_to_id.is_(None), Problem.id != self.problem.id,
            Problem.state.in_([State.ANSWERED, State.IN_PROGRESS, State.ROUTED]),
        )
        lead = self.db.scalars(same.order_by(Problem.id.desc()).limit(1)).first()
        if lead is not None:
            actions.join(self.db, self.problem, lead, by=demo.person(self.db, "service-centre"))

    def _hand_over(self) -> None:
        to = self.db.scalars(select(Competence).order_by(Competence.place).offset(self.number % 3).limit(1)).one()
        text = "Пријаву смо проследили надлежнима и тражили да нам јаве када ће изаћи на терен."
        actions.hand_over(self.db, self.problem, to, text, by=self._by(), reference=f"{self.number}-2026")
