"""Pictures of the pages, to be looked at: `python -m tools.screenshots [--all] [name …]` fills test-results/."""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import settings
from tests.support.site import VERSIONS, launch
from tests.support.town import KINDS, Kind, Town

FOLDER = Path("test-results")
LOOKS = (
    ("sr", 360, "normal", "m"),
    ("sr", 1280, "normal", "m"),
    ("lat", 360, "normal", "m"),
    ("en", 1280, "normal", "m"),
    ("sr", 360, "high", "m"),
    ("sr", 1280, "high", "m"),
    ("sr", 320, "normal", "xxl"),
)
TOGETHER = """
<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; background: #e9e2d4; } div { display: flex; gap: 28px; align-items: flex-start; padding: 28px; width: max-content; }
  img { display: block; height: 860px; object-fit: cover; object-position: top; border-radius: 14px; box-shadow: 0 2px 18px rgb(60 40 10 / 25%); }
</style><div><img id="phone" width="360" alt=""><img id="desk" width="1000" alt=""></div>
"""


def main() -> None:
    """Take the pictures that were asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", help="kinds of pages; none = the main ones")
    asked.add_argument("--all", action="store_true", help="every kind of page")
    asked.add_argument("--look", action="append", help="version:width:contrast:size, for example en:360:high:m")
    asked.add_argument("--picture", action="store_true", help="make docs/pictures/portal.png and nothing else")
    given = asked.parse_args()
    looks = [(v, int(w), c, s) for v, w, c, s in (look.split(":") for look in given.look or ())] or LOOKS
    kinds = [k for k in KINDS if k.name in given.names or given.all or (k.main and not given.names)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        town = Town(Path(folder), settings(Path(folder), f"sqlite:///{folder}/portal.db"))
        browser = launch(playwright)
        try:
            if given.picture:
                picture(town, browser)
            else:
                shoot(town, browser, kinds, looks)
        finally:
            town.close()
            browser.close()


def shoot(
    town: Town,
    browser: Browser,
    kinds: list[Kind],
    looks: list[tuple[str, int, str, str]] | tuple[tuple[str, int, str, str], ...],
) -> None:
    """Take a picture of each kind of page in each look."""
    FOLDER.mkdir(exist_ok=True)
    for kind in kinds:
        for version in VERSIONS:
            wanted = [look for look in looks if look[0] == version]
            page = town.visits(browser, kind, version).page if wanted else None
            for _version, width, contrast, size in wanted:
                page.set_viewport_size({"width": width, "height": 800})
                page.evaluate(
                    "([contrast, size]) => Object.assign(document.documentElement.dataset, { contrast, size })", [contrast, size]
                )
                name = f"{kind}-{version}-{width}-{contrast}-{size}.png"
                page.screenshot(path=FOLDER / name, full_page=True, animations="disabled")
        print(kind)


def picture(town: Town, browser: Browser) -> None:
    """Put the home page on a phone beside a question on a screen, for the README."""
    kinds = {kind.name: kind for kind in KINDS}
    shots = {}
    for place, name, width in (("phone", "home", 360), ("desk", "question-answered", 1000)):
        page = town.visits(browser, kinds[name], "sr").page
        page.set_viewport_size({"width": width, "height": 860})
        page.goto(page.url)
        shots[place] = FOLDER / f"{place}.png"
        FOLDER.mkdir(exist_ok=True)
        page.screenshot(path=shots[place], animations="disabled")
    context = browser.new_context(viewport={"width": 1444, "height": 916})
    page = context.new_page()
    sheet = FOLDER / "together.html"
    sheet.write_text(TOGETHER.replace('id="phone"', 'src="phone.png"').replace('id="desk"', 'src="desk.png"'), encoding="utf-8")
    page.goto(sheet.resolve().as_uri())
    target = Path("docs/pictures/portal.png")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    context.close()
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
