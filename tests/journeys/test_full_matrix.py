"""Every kind of page at every width, contrast and size, in three versions, with and without scripts."""

import pytest

from tests.support import seeing
from tests.support.site import VERSIONS
from tests.support.town import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_engine]
WIDTHS = (360, 1280)
LOOKS = [(width, contrast, size) for width in WIDTHS for contrast in ("normal", "high") for size in ("m", "xxl")]
RULES: dict[tuple[str, str], tuple[str, ...]] = {("normal", "m"): (), ("high", "m"): seeing.COLOURS, ("normal", "xxl"): seeing.SIZES}


def seen(page, widths):
    """What is wrong with a page in eight looks, and what axe finds at some widths.

    axe looks once with all its rules, then at the colours of the other contrast and at how the largest letters fit:
    that is what can still differ, since larger letters never need more contrast and colours do not move anything.
    """
    for width, contrast, size in LOOKS:
        seeing.looks(page, width=width, contrast=contrast, size=size)
        found = seeing.sticks_out(page)
        if width in widths and (contrast, size) in RULES:
            found += seeing.barriers(page, RULES[contrast, size])
        yield from (f"{width} {contrast} {size}: {fault}" for fault in found)


@pytest.mark.parametrize("js", (True, False), ids=("js", "no-js"))
@pytest.mark.parametrize("place, kind", list(enumerate(KINDS)), ids=[kind.name for kind in KINDS])
def test_a_page_is_open_however_it_is_looked_at(town, chromium, place, kind, js):
    """axe is a script itself: for a page without scripts the page's own ones are withheld, which leaves the same page.

    The three versions have the same parts, which the walks through all pages prove: in one of them, by turns, axe looks at
    both widths, in the others at one, or at none when there are no scripts. All of them may stick out, being of other words.
    """
    faults = []
    for turn, version in enumerate(VERSIONS, place):
        walker = town.visits(chromium, kind, version, scripts=js)
        closely = turn == place + place % len(VERSIONS)
        widths = WIDTHS if closely else (WIDTHS[turn % 2],) if js else ()
        faults += [f"{version} {fault}" for fault in seen(walker.page, widths)]
        walker.heard()
    assert not faults, "\n".join(faults)
