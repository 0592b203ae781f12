"""Every kind of page of what everybody can read, in its versions: no barrier, nothing nameless, no foreign word, nothing that sticks out."""

import pytest
from playwright.sync_api import expect

from tests.support.town import PUBLIC, walks

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.mark.parametrize("place, kind, versions", walks(PUBLIC))
def test_a_page_is_open_to_everybody_in_its_versions(examine, place, kind, versions):
    faults = examine(kind, place, versions)
    assert not faults, "\n".join(faults)


REFUSED_FORM = """
- alert:
  - heading "Питање још није послато" [level=2]
  - list:
    - listitem:
      - link "Упишите питање у једној реченици.":
        - /url: "#title"
    - listitem:
      - link "Упишите своје име и презиме.":
        - /url: "#name"
    - listitem:
      - link "Упишите своју адресу електронске поште.":
        - /url: "#email"
- heading "Поставите питање" [level=1]
- paragraph: "Грешка: Упишите питање у једној реченици."
- textbox "Ваше питање у једној реченици" [invalid]
- textbox "Појединости (није обавезно)"
- combobox "Кога питате?"
- combobox "О чему се ради?"
- combobox "Ваше насеље (није обавезно)"
- paragraph: "Грешка: Упишите своје име и презиме."
- textbox "Ваше име и презиме" [invalid]
- group "Како да прикажемо Ваше име?":
  - radio "Само иницијали, на пример М. П." [checked]
  - radio "Име и презиме"
- paragraph: "Грешка: Упишите своју адресу електронске поште."
- textbox "Ваша адреса електронске поште" [invalid]
- button "Пошаљите питање"
- complementary "Шта бива после"
"""
ANSWERED = """
- navigation "You are here"
- article:
  - heading "Зашто више нема аутобуса Витошевац–Ражањ у подне?" [level=1]
  - region "Answer":
    - heading "Answer" [level=2]
  - paragraph:
    - link "Write to me about news"
  - region "What happened":
    - heading "What happened" [level=2]
    - list:
      - listitem:
        - paragraph: "Asked: Mayor (President of the Municipality)"
      - listitem:
        - paragraph: Published by a moderator
      - listitem:
        - paragraph: Answered
"""


@pytest.mark.parametrize("name, version, told", [("ask-errors", "sr", REFUSED_FORM), ("question-answered", "en", ANSWERED)])
def test_a_page_is_read_out_in_its_order_with_names_and_mistakes(town, chromium, name, version, told):
    page = town.visits(chromium, next(kind for kind in PUBLIC if kind.name == name), version).page
    expect(page.locator("main")).to_match_aria_snapshot(told)
