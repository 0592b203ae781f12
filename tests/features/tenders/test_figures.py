"""What the plan counts of calls."""

from datetime import date, timedelta

from portal.features.plan import queries as plan
from portal.features.tenders import feature, panels, queries
from portal.features.tenders.actions import collecting
from portal.features.tenders.models import Access
from portal.features.tenders.personal import forget
from portal.features.tenders.queries.figures import SENT
from portal.kernel import months
from portal.kernel.accounts import actions as accounts
from portal.kernel.accounts import session as sessions
from portal.kernel.accounts.models import Person, SignIn
from portal.kernel.accounts.session import WITH_PASSWORD, WITH_SECOND_FACTOR
from portal.kernel.clock import local_date, now
from portal.kernel.db import work
from portal.kernel.words import speaking
from tests.features.tenders.applications.applying import Applying

MONTH = timedelta(days=30)


def test_collecting_and_asking_count_as_use_for_thirty_days(calling, people, clock):
    call_id = calling.open(access=Access.SIGNED_IN)
    used = lambda: calling.acts(lambda db, _me: queries.used(db, now() - MONTH, now() + timedelta(seconds=1)))  # noqa: E731
    assert used() == 0
    calling.collected(call_id, people.citizen())
    calling.asked(call_id)
    assert used() == 2
    clock.moves(days=31)
    assert used() == 0


def test_sign_ins_are_counted_by_method_and_collections_by_organisation(calling, people, organised):
    call_id = calling.open(access=Access.SIGNED_IN)
    calling.collected(call_id, people.citizen())
    member, organisation_id = organised
    calling.acts(lambda db, me: collecting.collect(db, call_id, f"o{organisation_id}", by=me), by=member)
    parts = calling.acts(lambda db, _me: dict(panels.sign_ins(db, now() + timedelta(seconds=1)).parts))
    assert (parts["documents collected"], parts["organisations that collected"]) == (2, 1)
    assert parts["sign-ins with a password and a second factor"] >= 4
    assert parts["sign-ins with a password"] == 0


def test_the_plan_says_that_nobody_signs_in_by_certificate_or_eid(app):
    found = next(each for each in feature.indicators if each.metric == "auth.logins_by_method")
    with app.app_context(), speaking("en"):
        assert "there is no sign-in by certificate or eID" in str(found.explain)


def by_month(calling, metric) -> list[tuple]:
    def act(db, _me):
        [(table, rows)] = plan.by_month(db, metric, now())
        return [(row.first.month, *(row.numbers[name] for name, _ in table.columns)) for row in rows]

    return calling.acts(act)


def test_collections_and_organisations_are_counted_by_month_and_stay_when_a_person_goes(calling, people, organised, clock):
    call_id = calling.open(access=Access.SIGNED_IN, lasts=40)
    ana = people.citizen()
    calling.collected(call_id, ana)
    member, organisation_id = organised
    for _ in range(2):
        calling.acts(lambda db, me: collecting.collect(db, call_id, f"o{organisation_id}", by=me), by=member)
    calling.acts(forget, by=ana)
    clock.moves(days=20)
    calling.acts(lambda db, me: collecting.collect(db, call_id, f"o{organisation_id}", by=me), by=member)
    assert by_month(calling, "features.two_way_enabled") == [(12, 1, 1, 0), (11, 3, 1, 0)]


def test_applications_are_counted_in_their_month_once_the_call_is_opened(app, clock):
    applying = Applying(app)
    months_of = lambda: applying.reads(lambda db: [(row.first.month, row.numbers[SENT]) for row in months.table(db, [SENT], local_date(now()))])  # noqa: E731
    ana, zoran, mira = (applying.people.citizen() for _ in range(3))
    for who in (ana, zoran, mira):
        application = applying.ready(who)
        applying.submits(application, who)
        if who is zoran:
            applying.submits(application, who)
        if who is mira:
            applying.withdraws(application, who)
    clock.moves(days=20, hours=2)
    assert months_of() == [], "until the opening nobody may know how many there are"
    applying.commissioning.opens(applying.commission)
    assert months_of() == [(12, 0), (11, 2)]


def test_a_sign_in_counts_once_it_is_whole(app, db, people):
    ways = lambda: [months.table(db, [name], date(2026, 11, 23)) for name in (WITH_PASSWORD, WITH_SECOND_FACTOR)]  # noqa: E731
    citizen, clerk = people.citizen(), people.clerk()
    with work() as writing:
        before = numbers(ways())
        for who in (citizen, clerk):
            sessions.begin(writing, writing.get(Person, who.id), "browser")
    db.rollback()
    assert numbers(ways()) == [before[0] + 1, before[1]]
    with work() as writing:
        half = writing.query(SignIn).filter_by(person_id=clerk.id, second_factor_at=None).one()
        accounts.complete(writing, half.id)
        accounts.complete(writing, half.id)
    db.rollback()
    assert numbers(ways()) == [before[0] + 1, before[1] + 1]


def numbers(found) -> list[int]:
    return [next(iter(rows[0].numbers.values())) if rows else 0 for rows in found]


def test_the_plan_shows_both_tables(calling, people, nobody):
    calling.collected(calling.open(access=Access.SIGNED_IN), people.citizen())
    people.clerk()
    for activity, words, cell in (("3.1.1", "Competition documents, month by month", "November 2026"), ("2.1.11", "Sign-ins, month by month", "November 2026")):
        nobody.opens(f"/en/plan/{activity}/")
        assert nobody.sees(words)
        assert nobody.sees(cell)
