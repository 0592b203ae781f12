"""What the plan counts of calls."""

from datetime import timedelta

from portal.features.tenders import feature, panels, queries
from portal.features.tenders.actions import collecting
from portal.features.tenders.models import Access
from portal.kernel.clock import now
from portal.kernel.words import speaking

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
