"""The numbers of the plan that problems give are counted from what happened."""

import pytest

from portal.features.problems import actions, indicators
from portal.features.problems.models import Channel
from portal.kernel.accounts.models import Role
from portal.kernel.clock import now
from portal.kernel.moderation.models import Verdict
from tests.features.problems.reporting import ANSWER


def measured(reporting, measure):
    found = reporting._in_work(lambda db: measure(db, now()))
    return found.numerator, found.denominator


def test_only_promises_that_ended_count_and_refused_ones_made_none(reporting, unit, clock):
    reporting.answered(by=unit)
    late = reporting.published()
    reporting.decided(reporting.reported(), Verdict.REFUSE, reason_text="Реклама.")
    clock.moves(hours=49)
    reporting.does(actions.answer, late, ANSWER, by=unit)
    reporting.published()
    assert measured(reporting, indicators.answered_in_time) == (1, 2)
    clock.moves(days=31)
    assert measured(reporting, indicators.answered_in_time) == (0, 1), "the last one has become late, the others are past"


def test_the_utility_company_is_counted_apart(reporting, unit, clock, people):
    reporting.answered(by=unit)
    clerk = people.clerk("jkp")
    reporting.answered(category="water", by=clerk)
    reporting.published(category="waste")
    clock.moves(hours=49)
    assert measured(reporting, indicators.utility_answered) == (1, 2)


def test_a_report_with_a_point_is_counted(reporting):
    reporting.reported()
    reporting.reported(lat=43.67, lon=21.55, accuracy=60)
    assert measured(reporting, indicators.with_location) == (1, 2)


def test_a_month_counts_when_its_letter_has_left(reporting, unit, clock, people, mailbox):
    people.someone(Role.HEAD)
    reporting.answered(by=unit, channel=Channel.WEB)
    clock.moves(days=12)
    reporting._in_work(actions.freeze_due)
    assert measured(reporting, indicators.monthly_sent) == (0, 1)
    mailbox.sends()
    assert measured(reporting, indicators.monthly_sent) == (1, 1)


@pytest.mark.parametrize("metric", [one.metric for one in indicators.INDICATORS])
def test_every_metric_is_one_that_the_plan_names_or_a_part_of_it(metric):
    from portal.kernel.paths import STARTER

    assert metric in (STARTER / "plan.yaml").read_text(encoding="utf-8")
