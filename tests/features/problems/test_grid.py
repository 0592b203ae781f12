"""The grid under the map: what it finds is what lies in the box, and its numbers are those of the reports."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from portal.features.problems import actions, queries
from portal.features.problems.models import PUBLIC, Cell, Problem, State
from portal.features.problems.queries import maps
from portal.features.problems.rules import grid
from portal.kernel.db import work
from portal.kernel.moderation.models import Verdict
from tests.features.problems.reporting import ANSWER

LATS, LONS = st.floats(-90, 90), st.floats(-180, 180)
RAZANJ = (43.6, 21.4, 43.8, 21.7)
WORLD = (-90.0, -180.0, 90.0, 180.0)


@st.composite
def boxes(draw):
    lat, lon = draw(LATS), draw(LONS)
    high, wide = draw(st.floats(1e-5, 180)), draw(st.floats(1e-5, 360))
    return max(lat - high, -90), max(lon - wide, -180), min(lat + high, 90), min(lon + wide, 180)


@given(boxes(), LATS, LONS)
def test_what_lies_in_a_box_lies_in_its_cells_and_its_runs(box, lat, lon):
    south, west, north, east = box
    lat, lon = min(max(lat, south), north), min(max(lon, west), east)
    level, spot = grid.level_of(box), grid.spot(lat, lon)
    assert grid.cell_of(spot, level) in set(grid.cells(box, level))
    assert any(first <= spot <= last for first, last in grid.runs(box))


@given(boxes())
def test_a_box_has_few_cells_and_fewer_runs(box):
    assert len(list(grid.cells(box, grid.level_of(box)))) <= (grid.ACROSS + 1) ** 2
    assert len(grid.runs(box)) <= 40


@given(LATS, LONS, st.sampled_from(grid.LEVELS))
def test_a_spot_lies_in_the_box_of_its_cell(lat, lon, level):
    south, west, north, east = grid.box_of(grid.cell_of(grid.spot(lat, lon), level), level)
    assert south - 1e-9 <= lat <= north + 1e-9
    assert west - 1e-9 <= lon <= east + 1e-9


def kept(db):
    found = {(c.level, c.facet, c.cell): (c.number, c.lat, c.lon) for c in db.scalars(select(Cell)) if c.number}
    db.rollback()
    return found


def anew(db):
    sums = {}
    for problem in db.scalars(select(Problem).where(text(PUBLIC), Problem.lat.is_not(None))):
        facets = ["all", f"category:{problem.category_id}", f"state:{problem.state}"]
        facets += [f"settlement:{problem.settlement_id}"] if problem.settlement_id else []
        facets += [f"unit:{problem.unit_id}"] if problem.unit_id else []
        for level in grid.LEVELS:
            for facet in facets if level != grid.FINEST else ["all"]:
                key = level, facet, grid.spot(problem.lat, problem.lon) >> 2 * (grid.FINEST - level)
                number, lat, lon = sums.get(key, (0, 0, 0))
                sums[key] = number + 1, lat + round(problem.lat * 1e6), lon + round(problem.lon * 1e6)
    db.rollback()
    return sums


def test_the_numbers_follow_a_report_through_its_life(reporting, unit, db):
    dice = random.Random(7)
    places = [{"lat": 43.67 + dice.random() / 50, "lon": 21.54 + dice.random() / 50} for _ in range(6)]
    ids = [reporting.published(**place) for place in places]
    hidden, waiting = reporting.published(lat=43.7, lon=21.5), reporting.reported(lat=43.7, lon=21.5)
    nowhere = reporting.published()
    assert kept(db) == anew(db)
    assert sum(number for (level, facet, _), (number, *_) in kept(db).items() if level == 4 and facet == "all") == 7
    reporting.does(actions.answer, ids[0], ANSWER, by=unit)
    reporting.does(actions.refuse, hidden, by=unit, reason_sr="Ово није комунални проблем.", reason_en="")
    reporting.decided(waiting, Verdict.REFUSE, reason_text="Ово није комунални проблем.")
    reporting.does(lambda db, problem, by: actions.join(db, problem, db.get(Problem, ids[1]), by=by), ids[2], by=unit)
    assert kept(db) == anew(db)
    assert not any(actions.drift())
    looked = queries.overview(db)
    found = [db.get(Problem, id) for id in (*ids, hidden, waiting, nowhere)]
    seen = [problem for problem in found if problem.is_public and problem.joined_to_id is None]
    assert looked.reported == len(seen) == 6
    assert looked.open == len([problem for problem in seen if problem.state.is_open])


def test_the_numbers_above_the_list_know_who_is_late_to_the_minute(reporting, unit, db, clock):
    early, _late = reporting.published(), reporting.published()
    reporting.does(actions.answer, early, ANSWER, by=unit)
    assert (queries.overview(db).open, queries.overview(db).overdue) == (2, 0)
    clock.moves(hours=47, minutes=59)
    assert queries.overview(db).overdue == 0
    clock.moves(minutes=1)
    assert queries.overview(db).overdue == 1
    clock.moves(days=40)
    assert (queries.overview(db).overdue, queries.overview(db).reported) == (2, 0), "thirty days are over"
    reporting.does(actions.resolve, early, "", by=unit, has_photo=True)
    assert (queries.overview(db).open, queries.overview(db).overdue, queries.overview(db).resolved) == (1, 1, 0)


def test_the_nightly_recount_mends_the_numbers(app, reporting, db):
    reporting.published(lat=43.7, lon=21.5)
    with work() as writing:
        writing.execute(update(Cell).where(Cell.facet == "all").values(number=9))
    job = app.extensions["portal"].jobs["problems.recount"]
    found = job.before(db, {})
    reporting.published(lat=43.7, lon=21.5)
    with work() as writing:
        job.handler(writing, found)
    assert kept(db) == anew(db), "what happened while it counted is not lost"
    assert not any(actions.drift())


class TestMarkers:
    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr(maps, "MOST_MARKERS", 5)

    @pytest.fixture
    def eight(self, reporting, unit):
        """Eight reports about a place, three of them answered, and one at the other end of the municipality."""
        ids = [reporting.published(lat=43.67 + n / 1000, lon=21.54 + n / 1000) for n in range(8)]
        for id in ids[:3]:
            reporting.does(actions.answer, id, ANSWER, by=unit)
        return [*ids, reporting.published(lat=43.79, lon=21.69)]

    @pytest.mark.parametrize("more", [{}, {"states": (State.ANSWERED, State.ROUTED, State.RECEIVED)}, {"states": tuple(State), "late": False}])
    def test_many_are_numbers_that_add_up_and_lie_in_their_cells(self, eight, db, more):
        rows, clusters = queries.markers(db, queries.Filter(box=WORLD, **more))
        assert not rows
        assert sum(cluster.number for cluster in clusters) == 9
        for cluster in clusters:
            south, west, north, east = cluster.box
            assert south <= cluster.lat <= north
            assert west <= cluster.lon <= east

    def test_few_are_reports_and_only_those_in_the_box(self, eight, db):
        rows, clusters = queries.markers(db, queries.Filter(box=(43.785, 21.68, 43.8, 21.7)))
        assert [row.id for row in rows] == eight[-1:]
        assert not clusters

    def test_a_filter_by_one_thing_and_by_two_find_the_same_as_looking(self, eight, db):
        category = db.get(Problem, eight[0]).category_id
        for wanted in (queries.Filter(box=RAZANJ, states=(State.ANSWERED,)), queries.Filter(box=RAZANJ, states=(State.ANSWERED,), category_id=category)):
            rows, _clusters = queries.markers(db, wanted)
            assert sorted(row.id for row in rows) == eight[:3]

    def test_two_filters_with_many_are_counted(self, eight, db):
        category = db.get(Problem, eight[0]).category_id
        states = tuple(state for state in State if state is not State.REFUSED)
        rows, clusters = queries.markers(db, queries.Filter(box=RAZANJ, category_id=category, states=states))
        assert not rows
        assert sum(cluster.number for cluster in clusters) == 9

    @pytest.mark.parametrize("box", [WORLD, RAZANJ, (43.6695, 21.5395, 43.6735, 21.5435)])
    def test_the_list_beside_the_map_has_the_newest_of_the_box(self, eight, db, box):
        south, west, north, east = box
        newest = [p.id for p in db.scalars(select(Problem).order_by(Problem.shelf, Problem.id)) if south <= p.lat <= north and west <= p.lon <= east]
        found = queries.newest_in_box(db, queries.Filter(box=box), most=3)
        assert [row.id for row in found.rows] == newest[:3]
        assert bool(found.older) == (len(newest) > 3)


@pytest.mark.one_engine
def test_a_box_of_several_runs_is_searched_for_not_scanned(db):
    """Of conditions joined by OR SQLite once made a scan of all reports: 84 ms beside a million of them."""
    wanted = queries.Filter(box=(43.669749, 21.549749, 43.670251, 21.550251))
    assert len(grid.runs(wanted.box)) > 1
    found = maps._within(wanted, Problem.id).compile(db.get_bind(), compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in db.execute(text(f"EXPLAIN QUERY PLAN {found}"))]
    assert any("SEARCH portal_problem USING" in step for step in plan) and not any("SCAN portal_problem" in step for step in plan)
