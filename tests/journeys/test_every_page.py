"""Every kind of page, in three versions: no barrier, nothing nameless, no foreign word, nothing that sticks out."""

import difflib

import pytest

from tests.conftest import settings
from tests.support import seeing
from tests.support.site import VERSIONS
from tests.support.town import KINDS, Town

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WIDTHS, CONTRASTS, SIZES = (360, 1280), ("normal", "high"), ("m", "xxl")
ALWAYS_NEW = {"codes"}


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    found = Town(folder, settings(folder, f"sqlite:///{folder / 'portal.db'}"))
    yield found
    found.close()


@pytest.mark.parametrize("place, kind", list(enumerate(KINDS)), ids=[kind.name for kind in KINDS])
def test_a_kind_of_page_is_open_to_everybody_in_three_versions(town, chromium, place, kind):
    faults, trees = [], {}
    for turn, version in enumerate(VERSIONS, place):
        walker = town.visits(chromium, kind, version)
        page, trees[version] = walker.page, seeing.tree(walker.page)
        seeing.looks(page, width=WIDTHS[turn % 2], contrast=CONTRASTS[turn // 2 % 2])
        faults += [f"{version}: {fault}" for fault in (*seeing.barriers(page), *seeing.nameless(trees[version]), *seeing.foreign_words(page, version))]
        seeing.looks(page, width=320, size="xxl", spacing=("normal", "wide")[turn % 2])
        faults += [f"{version}: sticks out: {fault}" for fault in seeing.sticks_out(page)]
        faults += walker.faults
        walker.faults.clear()
    if not kind.path == "/dev/mail/" and kind.name not in ALWAYS_NEW:
        faults += compared(trees)
    assert not faults, "\n".join(faults)


def compared(trees):
    """The Latin version says what the Cyrillic one says, letter by letter; the English one has the same parts."""
    cyrillic, latin = (seeing.in_latin(trees[version]) for version in ("sr", "lat"))
    told = difflib.unified_diff(cyrillic, latin, "sr in Latin letters", "lat", lineterm="", n=0)
    built = difflib.unified_diff(seeing.skeleton(trees["sr"]), seeing.skeleton(trees["en"]), "sr", "en", lineterm="", n=1)
    return [*told, *built]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
@pytest.mark.parametrize("js", (True, False), ids=("js", "no-js"))
def test_a_kind_of_page_is_open_at_every_width_contrast_and_size(town, chromium, kind, js):
    """Without JavaScript axe cannot run either: the page's own scripts are withheld instead, which leaves the same page."""
    faults = []
    for version in VERSIONS:
        walker = town.visits(chromium, kind, version, scripts=js)
        for width in WIDTHS:
            for contrast in CONTRASTS:
                for size in SIZES:
                    seeing.looks(walker.page, width=width, contrast=contrast, size=size)
                    where = f"{version} {width} {contrast} {size}"
                    faults += [f"{where}: {fault}" for fault in (*seeing.barriers(walker.page), *seeing.sticks_out(walker.page))]
        walker.faults.clear()
    assert not faults, "\n".join(faults)
