"""Two clocks: an answer in 48 hours, a resolution; they stand still only for the reporter, and never lie."""

from datetime import timedelta

import pytest

from portal.features.problems import actions
from portal.features.problems.models import Channel, EventKind, State
from portal.features.problems.refusals import NoAnswerYet, NoProof, NotYours, NoWayBack, TooShort
from portal.kernel.clock import now
from portal.kernel.moderation.models import Verdict
from portal.kernel.municipality.actions import promise_anew
from portal.kernel.municipality.queries import promise
from tests.features.problems.reporting import ANSWER

TWO_DAYS = timedelta(hours=48)


def test_a_report_has_its_number_its_unit_and_its_promise_at_once(reporting, clock):
    id = reporting.reported()
    assert reporting.look(id, lambda p: (p.reference, p.state, p.unit.key)) == ("2026-1", State.ROUTED, "urbanizam")
    assert reporting.look(id, lambda p: p.due_at) == now() + TWO_DAYS, "the clock runs from the submission, before any moderator"


def test_a_category_without_a_route_waits_for_those_who_dispatch(reporting):
    id = reporting.reported(category="other")
    assert reporting.look(id, lambda p: (p.state, p.unit_id)) == (State.RECEIVED, None)


def test_taking_on_and_news_stop_no_clock(reporting, unit, clock):
    id = reporting.published()
    due = reporting.look(id, lambda p: p.due_at)
    reporting.does(actions.accept, id, by=unit)
    reporting.does(actions.say_news, id, "Послали смо екипу да погледа.", by=unit)
    assert reporting.look(id, lambda p: (p.state, p.due_at, p.round.answered_at)) == (State.IN_PROGRESS, due, None)


def test_a_text_that_says_nothing_is_no_answer(reporting, unit):
    id = reporting.published()
    with pytest.raises(TooShort):
        reporting.does(actions.answer, id, "Примљено к знању.", by=unit)
    assert reporting.look(id, lambda p: p.round.answered_at) is None


def test_an_answer_stops_the_first_clock_and_the_second_goes_on(reporting, unit, clock):
    id = reporting.published()
    clock.moves(hours=5)
    reporting.does(actions.answer, id, ANSWER, by=unit)
    answered, due, resolve_due = reporting.look(id, lambda p: (p.round.answered_at, p.due_at, p.round.resolve_due_at))
    assert answered == now() and due == resolve_due > now() + TWO_DAYS


def test_the_first_answer_counts_later_ones_change_nothing(reporting, unit, clock):
    id = reporting.answered(by=unit)
    first = reporting.look(id, lambda p: p.round.answered_at)
    clock.moves(hours=5)
    reporting.does(actions.answer, id, ANSWER + " Још нешто.", by=unit)
    assert reporting.look(id, lambda p: p.round.answered_at) == first


def test_both_clocks_stand_still_while_the_reporter_is_asked(reporting, unit, clock):
    id = reporting.published()
    clock.moves(hours=10)
    reporting.does(actions.ask_reporter, id, "Који мост мислите, код школе или на излазу?", by=unit)
    assert reporting.look(id, lambda p: p.due_at) is None
    clock.moves(hours=30)
    reporting.does(actions.reply, id, "Код школе.", by=None)
    assert reporting.look(id, lambda p: p.due_at) == now() + timedelta(hours=38), "48 less the 10 that had run"


def test_a_broken_promise_stays_broken_over_a_pause(reporting, unit, clock):
    id = reporting.published()
    clock.moves(hours=50)
    due = reporting.look(id, lambda p: p.due_at)
    reporting.does(actions.ask_reporter, id, "Који мост мислите?", by=unit)
    clock.moves(hours=5)
    reporting.does(actions.reply, id, "Код школе.", by=None)
    assert reporting.look(id, lambda p: p.due_at) == due


def test_a_pause_ends_by_itself(reporting, unit, clock):
    id = reporting.published()
    reporting.does(actions.ask_reporter, id, "Који мост мислите?", by=unit)
    clock.moves(days=9)
    reporting._in_work(actions.end_pauses)
    assert reporting.look(id, lambda p: (p.round.paused_at, p.due_at)) == (None, now() + TWO_DAYS)


def test_resolved_needs_an_answer_and_a_proof(reporting, unit):
    id = reporting.published()
    with pytest.raises(NoAnswerYet):
        reporting.does(actions.resolve, id, "Готово.", by=unit, has_photo=True)
    reporting.does(actions.answer, id, ANSWER, by=unit)
    with pytest.raises(NoProof):
        reporting.does(actions.resolve, id, "Готово.", by=unit, has_photo=False)
    reporting.does(actions.resolve, id, "Готово.", by=unit, has_photo=False, no_photo="Пада снег.")
    assert reporting.look(id, lambda p: (p.state, p.due_at)) == (State.RESOLVED, None)


def test_no_opens_the_report_again_and_the_first_result_stays(reporting, unit, clock):
    id = reporting.resolved(by=unit)
    resolved = reporting.look(id, lambda p: p.round.resolved_at)
    clock.moves(days=1)
    reporting.does(actions.say_whether_true, id, true=False, why="Рупа је и даље ту.")
    rounds = reporting.look(id, lambda p: [(r.place, r.resolved_at) for r in p.rounds])
    assert rounds == [(1, resolved), (2, None)]
    assert reporting.look(id, lambda p: (p.state, p.due_at)) == (State.ROUTED, now() + TWO_DAYS)


def test_yes_is_said_once(reporting, unit):
    from portal.features.problems.refusals import NotResolved

    id = reporting.resolved(by=unit)
    reporting.does(actions.say_whether_true, id, true=True)
    with pytest.raises(NotResolved):
        reporting.does(actions.say_whether_true, id, true=False)


def test_a_policy_that_counts_from_the_validation_waits_for_the_moderator(reporting, clock, people):
    def anew(db):
        known = promise(db, "problem_answer")
        known.rules = {**known.rules, "start": "validated"}

    reporting._in_work(anew)
    id = reporting.reported()
    assert reporting.look(id, lambda p: p.due_at) is None
    clock.moves(hours=3)
    reporting.decided(id, Verdict.APPROVE)
    assert reporting.look(id, lambda p: p.due_at) == now() + TWO_DAYS


def test_a_new_policy_rules_over_new_reports_only(reporting, clock):
    old = reporting.reported()
    before = reporting.look(old, lambda p: p.due_at)

    def anew(db):
        known = promise(db, "problem_answer")
        promise_anew(db, "problem_answer", {**known.rules, "amount": 24}, seen=known.version, by=None)

    reporting._in_work(anew)
    new = reporting.reported()
    assert reporting.look(new, lambda p: p.due_at) == now() + timedelta(hours=24)
    assert reporting.look(old, lambda p: p.due_at) == before


def test_another_unit_has_no_say(reporting, people):
    id = reporting.published()
    with pytest.raises(NotYours):
        reporting.does(actions.answer, id, ANSWER, by=people.clerk("jkp"))


def test_a_state_that_the_table_does_not_know_is_refused(reporting, unit):
    id = reporting.resolved(by=unit)
    with pytest.raises(NoWayBack):
        reporting.does(actions.answer, id, ANSWER, by=unit)


def test_not_mine_goes_back_and_the_clock_runs_on(reporting, unit, centre):
    id = reporting.published()
    due = reporting.look(id, lambda p: p.due_at)
    reporting.does(actions.not_mine, id, "Ово је државни пут.", by=unit)
    assert reporting.look(id, lambda p: (p.state, p.unit_id, p.due_at)) == (State.RECEIVED, None, due)


def test_every_event_carries_what_a_recount_needs(reporting, unit):
    id = reporting.resolved(by=unit)
    events = reporting.look(id, lambda p: [(e.kind, e.state, e.data["answer_due"], e.data["category"]) for e in p.events])
    assert [kind for kind, *_ in events] == [
        EventKind.SUBMITTED, EventKind.ROUTED, EventKind.PUBLISHED, EventKind.ANSWERED, EventKind.RESOLVED,
    ]
    assert all(due and category for _, _, due, category in events)


def test_an_assisted_report_is_counted(reporting, centre):
    from portal.kernel.db import counted

    reporting.reported()
    reporting.reported(channel=Channel.PHONE, entered_by=centre, email="")
    assert reporting._in_work(lambda db: (counted(db, "problems.assisted"), counted(db, "problems.submitted"))) == (1, 2)
