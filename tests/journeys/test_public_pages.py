"""Every kind of page of what everybody can read, in three versions: no barrier, nothing nameless, no foreign word, nothing that sticks out."""

import pytest

from tests.support.town import PUBLIC

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.mark.parametrize("place, kind", list(enumerate(PUBLIC)), ids=[kind.name for kind in PUBLIC])
def test_a_page_is_open_to_everybody_in_three_versions(examine, place, kind):
    faults = examine(kind, place)
    assert not faults, "\n".join(faults)
