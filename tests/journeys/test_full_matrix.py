"""Every kind of page at every width, contrast and size, in three versions, with and without scripts."""

import pytest

from tests.support import seeing
from tests.support.site import VERSIONS
from tests.support.town import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_engine]
LOOKS = [(width, contrast, size) for width in (360, 1280) for contrast in ("normal", "high") for size in ("m", "xxl")]


@pytest.mark.parametrize("js", (True, False), ids=("js", "no-js"))
@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_page_is_open_however_it_is_looked_at(town, chromium, kind, js):
    """axe is a script itself: for a page without scripts the page's own ones are withheld, which leaves the same page."""
    faults = []
    for version in VERSIONS:
        walker = town.visits(chromium, kind, version, scripts=js)
        for width, contrast, size in LOOKS:
            seeing.looks(walker.page, width=width, contrast=contrast, size=size)
            found = (*seeing.barriers(walker.page), *seeing.sticks_out(walker.page))
            faults += [f"{version} {width} {contrast} {size}: {fault}" for fault in found]
        walker.heard()
    assert not faults, "\n".join(faults)
