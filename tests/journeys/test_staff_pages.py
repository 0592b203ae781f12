"""Every kind of page of one's own account and of the staff, in three versions: no barrier, nothing nameless, no foreign word, nothing that sticks out."""

import pytest

from tests.support.town import STAFF

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.mark.parametrize("place, kind", list(enumerate(STAFF)), ids=[kind.name for kind in STAFF])
def test_a_page_is_open_to_everybody_in_three_versions(examine, place, kind):
    faults = examine(kind, place)
    assert not faults, "\n".join(faults)
