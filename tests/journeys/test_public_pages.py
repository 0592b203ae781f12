"""Every kind of page of what everybody can read, in three versions: no barrier, nothing nameless, no foreign word, nothing that sticks out."""

import pytest

from tests.support.town import PUBLIC

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


# Findings that are still open (docs/open-findings.md): these pages are walked by `make test-all`, where they show.
OPEN = {"plan", "plan-filtered", "dev-mail"}
KINDS = [
    pytest.param(place, kind, id=kind.name, marks=[pytest.mark.slow] if kind.name in OPEN else [])
    for place, kind in enumerate(PUBLIC)
]


@pytest.mark.parametrize("place, kind", KINDS)
def test_a_page_is_open_to_everybody_in_three_versions(examine, place, kind):
    faults = examine(kind, place)
    assert not faults, "\n".join(faults)
