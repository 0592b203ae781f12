"""Pages by key: every row once, in order, forwards and back, whatever comes in between."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select
from werkzeug.datastructures import MultiDict

from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.jobs import JobRow
from portal.kernel.paging import Way, paged

ORDER = JobRow.run_at, JobRow.tries, JobRow.id


@pytest.fixture
def rows(db):
    """Twenty-five rows in the order of their names; five share each moment, to the microsecond."""
    with work() as writing:
        writing.execute(delete(JobRow))
        for n in range(25):
            moment = now() + timedelta(microseconds=n // 5)
            writing.execute(insert(JobRow).values(name=f"{n:02}", run_at=moment, made_at=now(), payload={}, tries=n % 5, fault=""))
    return db


def page(db, way=None, most=4):
    return paged(db, select(JobRow.name), ORDER, way, most=most)


def names(found):
    return [row.name for row in found.rows]


def all_names(number=25):
    return [f"{n:02}" for n in range(number)]


@pytest.mark.parametrize("most", [1, 4, 5, 24, 25, 26])
def test_walking_on_sees_every_row_once_and_walking_back_the_same(rows, most):
    seen, found = [], page(rows, most=most)
    assert not found.newer, "nothing is newer than the first page"
    while True:
        seen += names(found)
        if not found.older:
            break
        found = page(rows, Way(after=found.older), most=most)
    assert seen == all_names()
    back = names(found)
    while found.newer:
        found = page(rows, Way(before=found.newer), most=most)
        back = names(found) + back
    assert back == all_names()


def test_what_is_added_before_or_taken_away_moves_no_page(rows):
    first = page(rows)
    with work() as writing:
        writing.execute(delete(JobRow).where(JobRow.name == "03"))
        early = now() - timedelta(days=1)
        writing.execute(insert(JobRow).values(name="early", run_at=early, made_at=now(), payload={}, tries=0, fault=""))
    assert names(page(rows, Way(after=first.older))) == ["04", "05", "06", "07"], "though its last row is gone"


@pytest.mark.parametrize(
    "given",
    ["", "x", "1", "1.2", "1.2.3.4", "1.2.x", "9" * 80, "1.2." + "9" * 30, "-9000000000000000000.1.1", "4611686018427387900.1.1", "1.٢.x"],
)
def test_what_is_no_place_of_this_list_is_its_beginning(rows, given):
    way = Way.read(MultiDict({"posle": given}))
    assert names(page(rows, way)) == all_names(4)


def test_the_ways_on_are_words_of_an_address_and_each_takes_the_other_away(rows):
    found = page(rows, Way(after=page(rows).older))
    shown = found.at(lambda **words: str(sorted(words.items())))
    assert shown.newer == str([("posle", ""), ("pre", found.newer)])
    assert shown.older == str([("posle", found.older), ("pre", "")])
    assert Way.read({"posle": found.older}) == Way(after=found.older)


def test_an_empty_list_leads_nowhere(db):
    with work() as writing:
        writing.execute(delete(JobRow))
    for way in (None, Way(after="1.1.1"), Way(before="1.1.1")):
        found = page(db, way)
        assert (list(found.rows), found.newer, found.older) == ([], "", "")


def test_a_page_takes_something_else_in_place_of_its_rows(rows):
    assert page(rows).of(lambda row: int(row.name)).rows == [0, 1, 2, 3]
