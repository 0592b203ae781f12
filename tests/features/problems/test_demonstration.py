"""The demonstration of System 48 is told through the verbs: every state is there, and the months are what the log says."""

import pytest
from sqlalchemy import func, select

from portal.features.problems import actions
from portal.features.problems.models import Channel, Month, Problem, State
from portal.kernel.clock import now
from portal.kernel.db import session


@pytest.fixture
def told(told):
    app, _people = told
    with app.app_context():
        yield session()


def test_a_newcomer_sees_every_state_and_the_finished_months(told):
    states = dict(told.execute(select(Problem.state, func.count()).group_by(Problem.state)).all())
    assert sum(states.values()) == 60
    assert {State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.RESOLVED} <= set(states)
    assert states[State.RESOLVED] > 20
    months = told.scalars(select(Month).order_by(Month.number)).all()
    assert len(months) >= 3 and [actions.verify(told, month) for month in months] == [[]] * len(months)


def test_nothing_of_the_demonstration_lies_in_the_future(told):
    assert told.scalar(select(func.max(Problem.updated_at))) <= now()


def test_some_came_by_telephone_and_some_have_a_point(told):
    assert told.scalar(select(func.count()).where(Problem.channel == Channel.PHONE)) > 3
    assert told.scalar(select(func.count()).where(Problem.lat.is_not(None))) > 3
