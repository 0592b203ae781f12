"""The working group asks again what it asked last year: from the clone over a changed questionnaire to the open survey."""

import json
from datetime import timedelta

import pytest

from portal.features.surveys.models import Stage
from portal.kernel.clock import local_date, now
from tests.features.surveys.surveying import Surveying
from tests.journeys.walking import follows, goes, shown, states, works, writes_day
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("sr", plain="lat")
SERBIAN, ENGLISH = "Општина се стара о својим грађанима.", "The municipality looks after its citizens."


@WALKS
def test_last_years_survey_is_asked_again(site, somebody, version, js):
    surveying = Surveying(site.app)
    first = surveying.closed(surveying.opened(surveying.begun()))
    second = first + 1
    group = somebody(version, js=js, be=surveying.group)
    group.opens("radni-sto/")
    follows(group, "Surveys: prepare, open and close")
    follows(group, "Begin a survey")
    group.presses("Ask again")
    assert group.sees("Begun, with the questions of the last one. Look at the title and the days.")

    changes_questions(group, second)
    tries_it_out(group)
    group.opens(f"ankete/sto/{second}/izmene/")
    assert sorted(states(group)) == sorted([group.word("new question"), group.word("changed")])

    group.opens(f"ankete/sto/{second}/")
    assert group.sees("the day on which it closes, still to come")
    follows(group, "Title, days and numbers")
    writes_day(group, "closes_on", local_date(now()) + timedelta(days=30))
    group.writes("How many ballots are made", "50")
    group.presses("Save")
    follows(group, "Open the survey")
    assert group.sees("What becomes fixed")
    group.presses("Open it")
    assert group.sees("Ballots are being made: %(made)s of %(ballots)s. It opens by itself.", made=0, ballots=50)
    works(site.app)
    group.page.reload()
    follows(group, "See it on the portal")
    assert group.sees("How to answer")

    group.opens(f"ankete/sto/{second}/")
    follows(group, "Close it now")
    group.presses("Close it")
    works(site.app)
    assert surveying.survey(second).stage is Stage.CLOSED


def changes_questions(group, survey_id) -> None:
    """Word one question anew, add one with its answers, take one out and bring it back."""
    follows(group, "Questionnaire")
    goes(group, "a[href$='/pitanje/cares/']")
    group.writes("Question in Serbian", SERBIAN)
    group.writes("Question in English", ENGLISH)
    group.presses("Save")
    assert group.reads(ENGLISH if group.version == "en" else shown(group, SERBIAN))

    section = group.page.locator("#s-trust")
    section.locator("select").select_option("multiple")
    goes(group, "form.add button", section)
    group.writes("Question in Serbian", "Одакле сазнајете о раду општине?")
    group.writes("Code", "sources")
    group.presses("Save")
    goes(group, "a[href$='/pitanje/sources/odgovori/']")
    group.writes("One on a line", "Са портала = From the portal\nОд комшија = From neighbours")
    group.presses("Add")
    assert group.page.locator("ol.build > li").count() == 2
    goes(group, "form[action$='/gore/'] button")
    assert group.sees("The order is saved.")

    group.opens(f"ankete/sto/{survey_id}/upitnik/")
    goes(group, "#q-sources form[action$='/brisanje/'] button")
    assert group.page.locator("#q-sources").count() == 0
    group.presses("Undo the last change")
    assert group.page.locator("#q-sources").count() == 1
    with group.page.expect_download() as saved:
        group.page.locator("main").get_by_role("link", name=group.word("Save as a file")).click()
    assert json.loads(saved.value.path().read_text())["format"] == 1


def tries_it_out(group) -> None:
    """Answer the questionnaire without anything being kept."""
    follows(group, "Try it out")
    for _part in range(2):
        group.presses("Next")
    group.presses("Next")
    assert group.page.locator("#q-eservices-error").count() == 1
    group.page.locator("input[name='q.eservices'][value=none]").check(force=True)
    group.presses("Next")
    group.presses("Next")
    group.presses("End of the trial")
    assert group.sees("Nothing was stored. This would have been counted:")
