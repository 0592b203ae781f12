"""Calls of the town that are assessed: before the statement, with points half given, before the list, listed, decided."""

from datetime import timedelta
from typing import Any

from portal.features.tenders.actions import checking, listing, objecting, scoring, stating
from portal.features.tenders.models import Call
from portal.features.tenders.queries import assessing
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import clock, now
from portal.kernel.db import work
from tests.support.people import People
from tests.support.stories_tenders import opened_call

NAMES = ("Удружење „Млади за Ражањ“", "Спортско друштво Морава")


class _Telling:
    def __init__(self, app: Any, chair_id: int, applicant_id: int) -> None:
        people = People(app)
        self.chair, self.applicant = chair_id, applicant_id
        self.voters = [chair_id, *(people.someone(Role.COMMISSION, name=name).id for name in ("Мирјана Ђорђевић", "Зоран Љубић"))]
        self.others = [people.citizen(name).id for name in NAMES]

    def opened(self, title: str) -> tuple[int, list[int]]:
        with work() as db:
            return opened_call(db, self.voters, [f"p{id}" for id in (self.applicant, *self.others)], title=title)

    def stated(self, call: int, applications: list[int]) -> None:
        with work() as db:
            for id in self.voters:
                barred = applications[2:] if id == self.voters[1] else []
                stating.state_conflicts(db, call, barred=barred, text="Члан сам управе." if barred else "", by=db.get_one(Person, id))
            chair = db.get_one(Person, self.chair)
            for place, one in enumerate(applications):
                reason = "Недостаје извод из регистра." if place == 1 else ""
                checking.check(db, call, one, is_eligible=place != 1, reason=reason, by=chair, seen=0)

    def confirmed(self, call: int) -> None:
        with work() as db:
            checking.confirm_checks(db, call, by=db.get_one(Person, self.chair), seen=db.get_one(Call, call).version)

    def scored(self, call: int) -> None:
        for number, id in enumerate(self.voters):
            with work() as db:
                me, sheet = db.get_one(Person, id), assessing.sheet(db, db.get_one(Call, call))
                member = next(each for each in sheet.members if each.person_id == id)
                for one in sheet.asked(member):
                    points = {each.id: each.most - number * 3 - one.number for each in sheet.criteria}
                    scoring.give_points(db, call, one.id, points, by=me)
                scoring.hand_in(db, call, by=me)

    def listed(self, call: int) -> None:
        with work() as db:
            listing.publish_list(db, call, by=db.get_one(Person, self.chair), seen=db.get_one(Call, call).version)

    def objected(self, call: int, application: int, *, answered: bool) -> int:
        with work() as db:
            by = db.get_one(Person, self.applicant)
            found = objecting.object_to(db, call, application, "Оправданост трошкова је боља него што бодови кажу.", by=by)
            if answered:
                text = "Комисија је проверила буџет и остаје при бодовима."
                objecting.answer(db, found.id, is_accepted=False, text=text, by=db.get_one(Person, self.chair), seen=1)
            return found.id

    def decided(self, call: int, application: int) -> None:
        said = listing.Decision(text_sr="Средства се додељују по коначној листи.", act="II-400-12/2026", amounts={application: "250.000 РСД"})
        with work() as db:
            listing.decide(db, call, said, by=db.get_one(Person, self.chair), seen=db.get_one(Call, call).version)


def told(app: Any, chair_id: int, applicant_id: int) -> dict[str, int]:
    """Bring calls to their states, chaired by one person, with another among the applicants. Returns their numbers."""
    telling, found = _Telling(app, chair_id, applicant_id), {}
    found["unstated"], _ = telling.opened("Средства за културу младих")
    for state in ("checking", "scoring", "scored", "listed", "free"):
        found[state], applications = telling.opened(f"Средства за спорт: {state}")
        telling.stated(found[state], applications)
        found[f"{state}-one"] = applications[0]
        if state != "checking":
            telling.confirmed(found[state])
        if state in {"scored", "listed", "free"}:
            telling.scored(found[state])
        if state in {"listed", "free"}:
            telling.listed(found[state])
    found["objection"] = telling.objected(found["listed"], found["listed-one"], answered=False)
    with clock.standing_at(now() - timedelta(days=20)):
        found["decided"], applications = telling.opened("Средства за манифестације")
        found["decided-one"] = applications[0]
        telling.stated(found["decided"], applications)
        telling.confirmed(found["decided"])
        telling.scored(found["decided"])
        telling.listed(found["decided"])
        telling.objected(found["decided"], applications[0], answered=True)
    telling.decided(found["decided"], applications[0])
    return found
