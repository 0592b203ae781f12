"""A problem as its reporter walks with it: at phone width, in three versions, without JavaScript, by keyboard alone."""

import re

import pytest

from portal.features.problems import actions
from tests.features.problems.reporting import ANSWER, Reporting
from tests.kernel.photos import samples
from tests.support.site import versions, ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("lat", plain="sr")
TEXT, PLACE = "Велика рупа, кола не могу да прођу.", "код другог моста"


@pytest.fixture
def reporting(site):
    return Reporting(site.app)


def shown(walker, text):
    """Return a text that somebody wrote, as the version shows it."""
    from portal.kernel.texts import to_latin

    return to_latin(text) if walker.version == "lat" else text


def settlement(walker, name="Скорица"):
    """Return the settlement's number in the select of the page."""
    from portal.kernel.texts import to_latin

    names = {name, to_latin(name)}
    walker.page.locator("#naselje option").nth(1).wait_for(state="attached")
    return next(o.get_attribute("value") for o in walker.page.locator("#naselje option").all() if o.inner_text() in names)


def begins(reporter, category="roads"):
    """Go from the home page to the second step."""
    reporter.opens("")
    reporter.page.locator(".verb a", has_text=reporter.word("Report a problem")).click()
    reporter.page.locator("#naselje").select_option(settlement(reporter))
    reporter.page.locator(f"input[value={category}]").check()
    reporter.presses("Continue")


@WALKS
def test_a_villager_reports_at_phone_width_and_says_at_the_end_that_it_is_not_true(site, somebody, reporting, version, js):
    reporter, unit = somebody(version, js=js, width=360), site.people.clerk("urbanizam")
    begins(reporter)
    reporter.writes("Where exactly?", PLACE)
    reporter.writes("What is the problem?", TEXT)
    reporter.page.locator("#pictures").set_input_files({"name": "rupa.jpg", "mimeType": "image/jpeg", "buffer": samples.jpeg()})
    if js:
        reporter.page.locator("[data-shrink-said]").get_by_text(reporter.word("The photos are ready for sending.")).wait_for()
    reporter.presses("Send the report")
    assert reporter.sees("Your report was sent") and reporter.page.evaluate("document.documentElement.scrollWidth") <= 360
    number, code = reporter.page.locator(".number-and-code .number").all_inner_texts()
    sms = reporter.page.locator("a[href^='sms:']").get_attribute("href")
    assert number in sms and code.replace(" ", "") in sms

    reporter.opens("problemi/")
    reporter.page.get_by_role("link", name=reporter.word("Follow your report")).click()
    reporter.writes("Number of the report", number)
    reporter.writes("Secret code", code)
    reporter.presses("Find")
    assert reporter.sees("It is with the people who work on it") and reporter.reads(shown(reporter, TEXT))
    own = reporter.page.url.removeprefix(site.url)

    id = int(re.search(r"/moje/(\d+)/", own)[1])
    reporting.decided(id, "approve")
    reporting.does(actions.answer, id, ANSWER, by=unit)
    reporting.does(actions.resolve, id, "Попуњено.", by=unit, has_photo=False, no_photo="Мрак је.")
    reporter.opens(own)
    assert reporter.reads(shown(reporter, ANSWER))
    reporter.writes("If not: what is still wrong? (not obligatory)", "Рупа је и даље ту.")
    reporter.presses("No, it is not")
    assert reporter.sees("The report is open again, with a new deadline.")
    reporter.page.get_by_role("link", name=reporter.word("See it as everybody sees it")).click()
    assert reporter.sees("opened again") and not reporter.reads(shown(reporter, "и даље ту"))


@WALKS
def test_one_of_the_reports_shown_is_the_same_and_one_press_is_enough(site, somebody, reporting, version, js):
    id = reporting.published("Рупа код другог моста, опасно.")
    reporter = somebody(version, js=js, width=360)
    begins(reporter)
    reporter.writes("Where exactly?", PLACE)
    reporter.writes("What is the problem?", "Рупа на мосту, зовите 064 123 45 67.")
    reporter.presses("Send the report")
    assert reporter.sees("Your text contains personal data, and everybody would see it:")
    reporter.presses("Me too", within=reporter.page.locator("#noticed"))
    assert reporter.sees("Thank you, it counts")
    assert reporting.look(id, lambda p: p.same_count) == 1
    reporter.page.locator(f"main a[href$='/problemi/{id}/']").click()
    assert reporter.sees("%(num)s more person sees it", "%(num)s more people see it", 1)


def test_the_whole_way_by_keyboard_alone(site, somebody, reporting):
    reporter = somebody("sr", width=1280)
    keys = reporter.page.keyboard

    def tab_to(selector, most=90):
        for _ in range(most):
            keys.press("Tab")
            if reporter.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the Tab key does not reach {selector}")

    reporter.opens("problemi/")
    tab_to("main a[href$='/problemi/prijavi/']")
    keys.press("Enter")
    reporter.page.wait_for_url("**/prijavi/")
    tab_to("#naselje")
    while "Скорица" not in reporter.page.locator("#naselje option:checked").inner_text():
        keys.press("ArrowDown")
    tab_to("input[name=oblast]")
    for _ in range(5):
        keys.press("ArrowDown")
    tab_to("main button")
    keys.press("Enter")
    reporter.page.wait_for_url("**oblast=roads")
    tab_to("input[name=extra_passable]")
    keys.press("Space")
    tab_to("#place")
    keys.type(PLACE)
    tab_to("#text")
    keys.type(TEXT)
    tab_to("#email")
    keys.press("Enter")
    reporter.page.wait_for_url("**/poslato/**")
    assert reporter.sees("Your report was sent")
    tab_to("main a[href*='/moje/']")
    keys.press("Enter")
    reporter.page.wait_for_url("**/moje/**")
    assert reporter.reads(PLACE) and reporter.reads("Да")


@versions("en")
def test_a_position_is_added_with_its_accuracy_and_taken_away_again(site, somebody, reporting, version):
    reporter = somebody(version, width=360, geolocation={"latitude": 43.66, "longitude": 21.55, "accuracy": 24}, permissions=["geolocation"])
    begins(reporter)
    reporter.page.get_by_role("button", name=reporter.word("Use my position")).click()
    reporter.page.get_by_text(reporter.word("Your position is added, exact to ±{n} m.").replace("{n}", "24")).wait_for()
    assert reporter.page.locator("input[name=lat]").input_value() == "43.660000"
    reporter.page.get_by_role("button", name=reporter.word("Remove the position")).click()
    assert reporter.page.locator("input[name=lat]").input_value() == "" and reporter.sees("The position was removed.")


def test_a_position_that_nobody_may_know_stops_nothing(site, somebody):
    reporter = somebody("sr", width=360)
    begins(reporter)
    reporter.page.get_by_role("button", name=reporter.word("Use my position")).click()
    reporter.page.get_by_text(reporter.word("The telephone did not say where you are. The place in words is enough.")).wait_for()


@versions("en")
def test_similar_reports_come_while_one_is_typing(site, somebody, reporting, version):
    id = reporting.published("Рупа код другог моста, опасно.")
    reporter = somebody(version)
    begins(reporter)
    reporter.field("What is the problem?").press_sequentially("rupa kod mosta", delay=10)
    hint = reporter.page.locator("#text-similar")
    hint.get_by_role("link", name=re.compile(f"^{re.escape(reporter.word('Me too'))}")).click()
    reporter.page.wait_for_url(f"**/problemi/{id}/i-ja/")


@versions("en")
def test_the_map_shows_in_its_box_what_the_list_beside_it_shows(site, somebody, reporting, version):
    middle = {"lat": 43.712, "lon": 21.589}  # of the outline, where the map begins
    near, far = reporting.published(**middle, place="мост"), reporting.published(lat=43.80, lon=21.72, place="шума")
    reader = somebody(version)
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.opens("problemi/mapa/")
    reader.page.locator("[data-map][data-loaded='2']").wait_for()
    assert reader.page.locator(".map .pin").count() == 2 and reader.page.locator("[data-map-list] article").count() == 2
    for _ in range(4):
        reader.page.get_by_role("button", name=reader.word("Closer")).click()
        reader.page.wait_for_timeout(400)
    reader.page.locator("[data-map][data-loaded='1']").wait_for()
    assert reader.page.locator("[data-map-list] article").get_attribute("data-problem") == str(near)
    reader.page.locator(".map .pin").click()
    reader.page.locator(".leaflet-popup a").click()
    reader.page.wait_for_url(f"**/problemi/{near}/")
    assert not [url for url in asked if not url.startswith((site.url, "data:"))], "nothing comes from elsewhere"
    reader.opens(f"problemi/{far}/")


def test_without_javascript_the_map_page_is_the_list(site, somebody, reporting):
    reporting.published(lat=43.672, lon=21.549)
    reporting.published()
    reader = somebody("sr", js=False)
    reader.opens("problemi/mapa/")
    assert reader.page.locator("[data-map-list] article").count() == 2 and not reader.page.locator(".map").is_visible()
    assert reader.sees("The map needs JavaScript. The list below has the same reports.")


def test_a_place_is_chosen_on_the_map(site, somebody):
    reporter = somebody("sr")
    begins(reporter)
    reporter.unfolds("Choose the place on a map")
    reporter.page.locator("[data-map].leaflet-container").click(position={"x": 150, "y": 150})
    reporter.page.get_by_text(reporter.word("The place you touched on the map is added.")).wait_for()
    assert 43 < float(reporter.page.locator("input[name=lat]").input_value()) < 45
