"""Clients that somebody else wrote (PyPI) against a real server: to them we must be a city like any other."""

import json

import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client, ValidationError
from civicbot.registry import Endpoint
from georeport import GeoReport
from requests import HTTPError

from portal.kernel.moderation.models import Verdict
from tests.conftest import settings
from tests.features.problems.open311.conftest import issued
from tests.features.problems.reporting import ANSWER, Reporting
from tests.support.site import Site

FORMS = ("json", "xml")


@pytest.fixture(scope="module")
def city(database, tmp_path_factory):
    """A city on loopback: 2026-1 answered, 2026-2 resolved, 2026-3 waits for a moderator."""
    folder = tmp_path_factory.mktemp("city")
    site = Site(settings(folder, database(folder)))
    reporting, unit = Reporting(site.app), site.people.clerk("urbanizam")
    reporting.answered(by=unit, lat=43.671, lon=21.551)
    reporting.resolved("Лампа не гори.", by=unit)
    reporting.reported("Тајна.")
    yield site
    site.close()


def georeport(city, form):
    return GeoReport(f"{city.url}/open311/v2/", jurisdiction="razanj.rs", output_format=form)


@pytest.fixture
def civicbot(city):
    """The client, without its politeness towards real cities."""
    endpoint = Endpoint(id="here", name="Here", base_url=f"{city.url}/open311/v2", write=True)
    return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0)), jurisdiction_id="razanj.rs")


@pytest.mark.parametrize("form", FORMS)
class TestGeoreport:
    def test_finds_services_and_their_definitions(self, city, form):
        client = georeport(city, form)
        services = {one["service_code"]: one for one in client.get_service_list()}
        assert services["water"]["service_name"] == "Водовод" and services["water"]["metadata"] in {True, "true"}
        definition = client.get_service_definition("water")
        assert definition["service_code"] == "water" and "flows" in json.dumps(definition)

    def test_reads_requests(self, city, form):
        client, year = georeport(city, form), city.inside(this_year)
        found = client.get_service_requests()
        assert [one["service_request_id"] for one in found] == [f"{year}-2", f"{year}-1"]
        closed = client.get_service_requests(status="closed", service_code="roads")
        assert "Лампа не гори." in json.dumps(closed, ensure_ascii=False) and ANSWER not in json.dumps(closed, ensure_ascii=False)
        asked = client.get_service_requests(service_request_id=f"{year}-1,{year}-3")
        assert (asked[0] if form == "json" else asked)["status_notes"] == ANSWER

    def test_reads_one_request(self, city, form):
        said = georeport(city, form).get_service_request(f"{city.inside(this_year)}-1")
        assert (said["service_code"], said["status"], float(said["lat"]), float(said["long"])) == ("roads", "open", 43.671, 21.551)

    def test_hears_of_errors(self, city, form):
        client, year = georeport(city, form), city.inside(this_year)
        for number in ("1900-1", f"{year}-3"):
            with pytest.raises(HTTPError, match="404"):
                client.get_service_request(number)
        with pytest.raises(HTTPError, match="400"):
            client.get_service_requests(start_date="2010-01-01T00:00:00Z", end_date="2011-01-01T00:00:00Z")


def this_year():
    from portal.kernel.clock import ZONE, now

    return now().astimezone(ZONE).year


class TestCivicbot:
    def test_reads_everything(self, civicbot, city):
        year = city.inside(this_year)
        assert {one["service_code"] for one in civicbot.list_services()} >= {"roads", "water", "waste"}
        assert civicbot.get_service_definition("water")["attributes"][0]["datatype"] == "singlevaluelist"
        assert [one["service_request_id"] for one in civicbot.list_requests(page_size=1)] == [f"{year}-2"]
        assert civicbot.list_requests(status="closed", service_code="roads")[0]["service_request_id"] == f"{year}-2"
        assert civicbot.get_request(f"{year}-1")["status_notes"] == ANSWER
        with pytest.raises(HttpError) as fault:
            civicbot.get_token("1")
        assert fault.value.status == 404 and json.loads(fault.value.body)[0]["code"] == 404

    def test_sends_a_report_that_is_read_after_a_moderator(self, civicbot, city):
        reporting = Reporting(city.app)
        secret = issued(city.app, city.people)[1]
        report = {"lat": 43.67, "lng": 21.55, "description": "Чесма пред школом цури.", "email": "ana@primer.rs", "device_id": "civicbot"}
        send = {"dry_run": False, "confirm": "SEND", "api_key": secret, "validate_remote": True, "attributes": {"flows": "burst"}}
        number = civicbot.create_request("water", **send, **report).response[0]["service_request_id"]
        assert civicbot.create_request("water", **send, **report).response[0]["service_request_id"] == number
        with pytest.raises(HttpError):
            civicbot.get_request(number)
        reporting.decided(int(number.split("-")[1]), Verdict.APPROVE)
        assert civicbot.get_request(number)["description"] == "Чесма пред школом цури."

    def test_checks_its_answers_by_our_definition(self, civicbot):
        with pytest.raises(ValidationError, match="not in"):
            civicbot.create_request("water", lat=43.67, lng=21.55, attributes={"flows": "flood"}, validate_remote=True)
        with pytest.raises(ValidationError, match="not offered"):
            civicbot.create_request("heating", lat=43.67, lng=21.55, validate_remote=True)

    def test_hears_why_it_is_refused(self, civicbot, city):
        send = {"dry_run": False, "confirm": "SEND", "address_string": "код моста"}
        secret = issued(city.app, city.people)[1]
        for code, key, status in (("roads", "wrong", 403), ("none", secret, 404), ("heating", secret, 400)):
            with pytest.raises(HttpError) as fault:
                civicbot.create_request(code, api_key=key, **send)
            said = json.loads(fault.value.body)[0]
            assert fault.value.status == status == said["code"] and said["description"]
