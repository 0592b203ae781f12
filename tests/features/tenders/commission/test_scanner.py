"""The scanner at an opening: what is harmful is named and given to nobody; where it is away the minutes wait, then say so."""

import pytest

from tests.features.tenders.commission.commissioning import PDF, Commissioning
from tests.kernel.files import samples
from tests.kernel.files.clamd import Clamd


@pytest.fixture
def scanner():
    found = Clamd()
    yield found
    found.stops()


def sealed(app, clock):
    """A call whose opening has come, with a harmful file and a clean one."""
    commissioning = Commissioning(app)
    found = commissioning.open_call()
    files = [("dobro.pdf", PDF), ("virus.pdf", PDF + samples.EICAR)]
    commissioning.applies(found.call, commissioning.people.citizen(), *files)
    clock.moves(days=20, hours=2)
    return commissioning, found


def test_what_is_harmful_is_named_in_the_minutes_and_given_to_nobody(make_app, scanner, clock):
    commissioning, found = sealed(make_app(PORTAL_CLAMD=scanner.address), clock)
    [one] = commissioning.opens(found).minutes["applications"]
    assert [(file["name"], file["verdict"]) for file in one["files"]] == [("dobro.pdf", "clean"), ("virus.pdf", "refused")]
    commissioning.states(found)
    who = found.people[0]
    who.signs_in_again()
    for file, status in zip(commissioning.found(found.call), (200, 404), strict=True):
        answer = who.asks(f"/en/konkursi/komisija/datoteke/{file.id}/{file.name}")
        assert answer.status_code == status
        answer.close()


def test_where_the_scanner_is_away_the_minutes_wait_and_then_say_so(make_app, clock):
    commissioning, found = sealed(make_app(PORTAL_CLAMD="127.0.0.1:1"), clock)
    assert commissioning.opens(found).finished_at is None
    for _ in range(45):
        clock.moves(seconds=15)
        commissioning.works()
    [one] = commissioning.opening(found.call).minutes["applications"]
    assert [file["verdict"] for file in one["files"]] == ["waiting", "waiting"]
