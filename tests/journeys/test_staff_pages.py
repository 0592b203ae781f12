"""Every kind of page of one's own account and of the staff, in its versions: no barrier, nothing nameless, no foreign word, nothing that sticks out."""

import pytest
from playwright.sync_api import expect

from tests.support.town import STAFF, walks

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.mark.parametrize("place, kind, versions", walks(STAFF))
def test_a_page_is_open_to_everybody_in_its_versions(examine, place, kind, versions):
    faults = examine(kind, place, versions)
    assert not faults, "\n".join(faults)


ITEM = """
- article "Zašto niko ne podiže slušalicu kad zovem opštinu?":
  - heading "Zašto niko ne podiže slušalicu kad zovem opštinu?" [level=2]
  - list "Šta je mašina primetila":
    - listitem:
      - strong: broj telefona
      - text: ": 064 123 45 67 Možda je nečiji lični podatak: zacrnite ga, osim ako treba da bude javan."
    - listitem:
      - strong: adresa elektronske pošte
      - text: ": ana@primer.rs Možda je nečiji lični podatak: zacrnite ga, osim ako treba da bude javan."
  - term: Autor
  - definition: Milica Jovanović (M. J.)
  - term: Funkcija
  - definition: Predsednik opštine
  - 'button "Objavite : Zašto niko ne podiže slušalicu kad zovem opštinu?"'
  - 'link "Uputite drugoj funkciji : Zašto niko ne podiže slušalicu kad zovem opštinu?"'
  - group: "Objavite sa zacrnjivanjem : Zašto niko ne podiže slušalicu kad zovem opštinu?"
  - group: "Odbijte ili vratite : Zašto niko ne podiže slušalicu kad zovem opštinu?"
"""


def test_an_item_of_the_desk_is_read_out_with_all_that_a_moderator_needs(town, chromium):
    page = town.visits(chromium, next(kind for kind in STAFF if kind.name == "moderation"), "lat").page
    expect(page.locator("main")).to_match_aria_snapshot(ITEM)
