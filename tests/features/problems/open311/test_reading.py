"""Other programs read reports by Open311: the same in XML and JSON, and only what everybody may see."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from portal.features.problems import actions
from portal.features.problems.models import Problem
from portal.kernel.moderation.models import Verdict
from tests.features.problems.open311.programs import Program, spark
from tests.features.problems.reporting import ANSWER

WORDS = {"type": "string", "minLength": 1}
WORDS_OR_NOTHING = {"type": ["string", "null"], "minLength": 1}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}


def thing(required, **optional):
    every = {**required, **optional}
    return {"type": "object", "properties": every, "required": sorted(every), "additionalProperties": False}


def many(items, **more):
    return {"type": "array", "items": items, **more}


SERVICES = many(
    thing(
        {"service_code": WORDS, "service_name": WORDS, "metadata": {"type": "boolean"}, "type": {"enum": ["realtime", "batch", "blackbox"]}},
        description=WORDS_OR_NOTHING,
        keywords=WORDS_OR_NOTHING,
        group=WORDS_OR_NOTHING,
    )
)
ATTRIBUTE = {
    "type": "object",
    "properties": {
        "variable": {"type": "boolean"},
        "code": WORDS,
        "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
        "required": {"type": "boolean"},
        "datatype_description": WORDS_OR_NOTHING,
        "order": {"type": "integer", "minimum": 1},
        "description": WORDS,
        "values": many(thing({"key": WORDS, "name": WORDS}), minItems=1),
    },
    "required": ["variable", "code", "datatype", "required", "datatype_description", "order", "description"],
    "additionalProperties": False,
}
DEFINITION = thing({"service_code": WORDS, "attributes": many(ATTRIBUTE)})
REQUESTS = many(
    thing(
        {
            "service_request_id": WORDS,
            "status": {"enum": ["open", "closed"]},
            "service_name": WORDS,
            "service_code": WORDS,
            "requested_datetime": MOMENT,
            "updated_datetime": MOMENT,
        },
        status_notes=WORDS_OR_NOTHING,
        description=WORDS_OR_NOTHING,
        agency_responsible=WORDS_OR_NOTHING,
        service_notice=WORDS_OR_NOTHING,
        expected_datetime={"anyOf": [MOMENT, {"type": "null"}]},
        address=WORDS_OR_NOTHING,
        address_id=WORDS_OR_NOTHING,
        zipcode=WORDS_OR_NOTHING,
        lat={"type": ["number", "null"]},
        long={"type": ["number", "null"]},
        media_url=WORDS_OR_NOTHING,
    )
)
ERRORS = many(thing({"code": {"type": "integer"}, "description": WORDS}), minItems=1)
ENDPOINT = thing(
    {"specification": WORDS, "url": WORDS, "changeset": MOMENT, "type": {"enum": ["production", "test"]}, "formats": many(WORDS, minItems=2)}
)
DISCOVERY = thing({"changeset": MOMENT, "contact": WORDS, "key_service": WORDS, "endpoints": many(ENDPOINT, minItems=2)})
DAY = timedelta(days=1)


def fits(schema, said):
    Draft4Validator.check_schema(schema)
    faults = [f"{list(fault.absolute_path)}: {fault.message}" for fault in Draft4Validator(schema).iter_errors(said)]
    assert faults == []
    return said


@pytest.fixture
def story(reporting, unit, centre):
    """Reports in every state, some of which nobody may see."""
    reporting.published(lat=43.67, lon=21.55)
    reporting.answered(by=unit, place="код <школе> & „млина“")
    reporting.resolved(by=unit, settlement="Витошевац")
    reporting.published(category="water", answers={"flows": "burst"}, settlement="нема")
    reporting.reported(place="чека")
    reporting.decided(reporting.reported(place="одбијено"), Verdict.REFUSE, reason_text="Не.")


CALLS = {
    "services": SERVICES,
    "services/water": DEFINITION,
    "services/dump": DEFINITION,
    "services/waste": DEFINITION,
    "requests": REQUESTS,
    "requests/2026-2": REQUESTS,
    "requests/2026-5": ERRORS,
    "services/none": ERRORS,
    "tokens/1": ERRORS,
    "nothing": ERRORS,
}


class TestBothForms:
    def test_fit_the_standard_and_say_the_same(self, reader, story):
        for call, schema in CALLS.items():
            for lang in ("sr", "lat", "en"):
                expects = 404 if schema is ERRORS else 200
                said = fits(schema, reader.gets(call, expects, lang=lang))
                assert reader.gets(call, expects, "xml", lang=lang) == said

    def test_xml_says_its_encoding_and_has_no_namespace(self, nobody, story):
        answer = nobody.asks("/open311/v2/requests.xml")
        assert answer.data.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        assert ElementTree.fromstring(answer.data).tag == "service_requests" and b"xmlns" not in answer.data
        assert "код &lt;школе&gt; &amp; „млина“".encode() in answer.data

    def test_json_writes_letters_as_they_are(self, nobody, story):
        assert "Витошевац".encode() in nobody.asks("/open311/v2/requests.json").data

    def test_any_page_may_ask_and_no_cookie_is_set(self, nobody, story):
        answer = nobody.asks("/open311/v2/requests.json")
        assert answer.headers["Access-Control-Allow-Origin"] == "*" and "Set-Cookie" not in answer.headers
        assert "Accept-Language" in answer.headers["Vary"]


class TestDiscovery:
    @pytest.mark.parametrize("address", ["/open311/discovery", "/open311/v2/discovery"])
    def test_names_two_endpoints_in_both_forms(self, nobody, address):
        said = fits(DISCOVERY, nobody.asks(f"{address}.json").json)
        assert spark(ElementTree.fromstring(nobody.asks(f"{address}.xml").data)) == said
        assert {one["type"]: one["url"] for one in said["endpoints"]} == {
            "production": "http://localhost/open311/v2",
            "test": "http://localhost/open311/test/v2",
        }
        assert said["endpoints"][0]["formats"] == ["text/xml", "application/json"]
        assert said["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"

    def test_both_endpoints_answer(self, app, story):
        for end in ("/open311/v2", "/open311/test/v2"):
            assert len(Program(app, root=end).gets("requests")) == 4

    def test_stands_where_the_portal_is_mounted(self, make_app):
        app = make_app(PORTAL_URL_PREFIX="/grad", PORTAL_BASE_URL="https://razanj.example")
        said = app.test_client().get("/grad/open311/discovery.json").json
        assert said["endpoints"][0]["url"] == "https://razanj.example/grad/open311/v2"
        assert app.test_client().get("/grad/open311/v2/services.json").status_code == 200

    def test_its_changeset_grows_with_the_services(self, nobody, people, clock):
        before = nobody.asks("/open311/discovery.json").json["changeset"]
        clock.moves(days=3)
        administrator = people.administrator()
        administrator.opens("/sr/problemi/postavke/oblasti/nova/")
        administrator.submits(name_sr="Нешто ново")
        after = nobody.asks("/open311/discovery.json").json
        assert after["changeset"] == after["endpoints"][0]["changeset"] > before


class TestServices:
    def test_are_the_categories_in_their_order_with_examples_as_keywords(self, reader):
        first = reader.gets("services")[0]
        assert (first["service_code"], first["service_name"], first["metadata"], first["type"]) == ("water", "Водовод", True, "realtime")
        assert first["keywords"].split(",")[:2] == ["пукла цев", "нема воде"]

    def test_speak_the_version_asked_for(self, reader, app):
        assert reader.gets("services", lang="en")[0]["service_name"] == "Water supply"
        assert reader.gets("services", lang="lat")[0]["service_name"] == "Vodovod"
        assert reader.gets("services", lang="sr-Latn")[0]["service_name"] == "Vodovod"
        assert reader.gets("services", lang="xx")[0]["service_name"] == "Водовод"
        said = app.test_client().get("/open311/v2/services.json", headers={"Accept-Language": "en-GB,en;q=0.9"}).json
        assert said[0]["service_name"] == "Water supply"

    def test_leave_out_a_closed_category_whose_reports_can_still_be_read(self, reader, reporting):
        reporting.published(category="water")
        reporting.category("water", open=False)
        assert "water" not in {one["service_code"] for one in reader.gets("services")}
        assert reader.gets("services/water")["service_code"] == "water"
        assert reader.numbers(service_code="water") == ["2026-1"]

    def test_definition_has_the_questions_in_order(self, reader, reporting):
        choices = [{"code": "a", "label_sr": "Ајкула", "label_en": "Shark"}, {"code": "b", "label_sr": "Бик", "label_en": ""}]
        reporting.category(
            "roads",
            questions=[
                {"code": "what", "kind": "choice", "label_sr": "Шта?", "label_en": "What?", "required": True, "choices": choices},
                {"code": "lamp", "kind": "text", "label_sr": "Број", "label_en": "Number"},
                {"code": "deep", "kind": "number", "label_sr": "Дубина", "label_en": "Depth"},
                {"code": "burns", "kind": "switch", "label_sr": "Гори?", "label_en": "Burning?", "stops_sr": "Зовите 193.", "stops_en": "Call 193."},
            ],
        )
        said = fits(DEFINITION, reader.gets("services/roads", lang="en"))["attributes"]
        assert [(one["order"], one["code"], one["datatype"], one["required"]) for one in said] == [
            (1, "what", "singlevaluelist", True),
            (2, "lamp", "string", False),
            (3, "deep", "number", False),
            (4, "burns", "singlevaluelist", False),
        ]
        assert said[0]["values"] == [{"key": "a", "name": "Shark"}, {"key": "b", "name": "Бик"}]
        assert said[3]["values"] == [{"key": "yes", "name": "Yes"}, {"key": "no", "name": "No"}]
        assert "Call 193." in said[3]["datatype_description"] and "values" not in said[1]


class TestOneRequest:
    def test_says_everything_that_is_public(self, reader, reporting, unit, clock):
        id = reporting.published(lat=43.671234, lon=21.551234, place="код моста", name="Пера Перић", phone="064 1", email="pera@primer.rs")
        clock.moves(hours=3)
        reporting.does(actions.answer, id, ANSWER, by=unit)
        said = reader.gets("requests/2026-1")[0]
        due = said.pop("expected_datetime")
        assert said == {
            "service_request_id": "2026-1",
            "status": "open",
            "status_notes": ANSWER,
            "service_name": "Улице и путеви",
            "service_code": "roads",
            "description": "Велика рупа на путу, кола не могу да прођу.",
            "agency_responsible": "Одељење за урбанизам, грађевинарство и стамбено-комуналне послове",
            "service_notice": "одговорено",
            "requested_datetime": "2026-11-23T10:00:00+01:00",
            "updated_datetime": "2026-11-23T13:00:00+01:00",
            "address": "Скорица, код моста",
            "address_id": said["address_id"],
            "zipcode": None,
            "lat": 43.671234,
            "long": 21.551234,
            "media_url": None,
        }
        assert due == "2026-12-14T15:00:00+01:00", "after the answer the promise of the resolution runs"
        assert said["address_id"].isdigit()

    def test_expects_the_answer_within_the_promise_first(self, reader, reporting):
        reporting.published()
        assert reader.gets("requests/2026-1")[0]["expected_datetime"] == "2026-11-25T10:00:00+01:00"

    def test_in_latin_is_latin_throughout(self, reader, reporting, unit):
        reporting.answered(by=unit)
        said = reader.gets("requests/2026-1", lang="lat")[0]
        assert said["address"] == "Skorica, kod drugog mosta" and said["description"].startswith("Velika rupa")
        assert said["status_notes"].startswith("Ekipa izlazi") and said["service_notice"] == "odgovoreno"

    def test_in_english_says_what_was_said_in_english(self, reader, reporting, unit):
        id = reporting.published()
        reporting.does(actions.answer, id, ANSWER, by=unit, text_en="The crew comes on Wednesday.")
        assert reader.gets("requests/2026-1", lang="en")[0]["status_notes"] == "The crew comes on Wednesday."

    def test_closed_says_when_it_was_closed(self, reader, reporting, unit, clock):
        id = reporting.answered(by=unit)
        clock.moves(days=2)
        unit.signs_in_again()
        reporting.does(actions.resolve, id, "Попуњено.", by=unit, has_photo=False, no_photo="Мрак је.")
        clock.moves(days=1)
        reporting.does(actions.say_whether_true, id, true=True)
        said = reader.gets("requests/2026-1")[0]
        assert (said["status"], said["expected_datetime"]) == ("closed", None)
        assert said["updated_datetime"] == "2026-11-25T10:00:00+01:00"

    def test_what_nobody_has_read_yet_is_not_said(self, reader, reporting, unit):
        id = reporting.answered(by=unit)
        reporting.does(actions.say_news, id, "Пише ко год има везу.", by=None, by_link=True)
        assert reader.gets("requests/2026-1")[0]["status_notes"] == ANSWER

    def test_a_joined_one_leads_on(self, reader, reporting, centre):
        stays, goes = reporting.published(), reporting.published()
        reporting.does(lambda db, problem, by: actions.join(db, problem, actions.load(db, stays), by=by), goes, by=centre)
        fault = reader.gets("requests/2026-2", 404, lang="en")[0]
        assert "“2026-1”" in fault["description"]

    @pytest.mark.parametrize("number", ["2026-9", "x", "1", "2026-0001x", "9999-999999999", "-1", "2026-99999999999999999999"])
    def test_that_does_not_exist_is_not_found(self, reader, reporting, number):
        reporting.published()
        assert reader.gets(f"requests/{number}", 404)[0]["code"] == 404


QUESTIONS = (
    {},
    {"service_request_id": "2026-2"},
    {"service_request_id": "2026-1,2026-2"},
    {"service_code": "roads"},
    {"status": "open,closed"},
    {"start_date": "2026-11-01T00:00:00Z", "end_date": "2026-12-01T00:00:00Z"},
    {"updated_after": "2026-11-01T00:00:00Z"},
    {"lat": "43.7", "long": "21.6", "radius": "50000"},
    {"bbox": "20,43,22,44"},
    {"page": "2", "page_size": "1"},
)
"""One of each kind; the hidden report would be found by all of them."""


class TestAHiddenReport:
    """Tried through every call and argument: nothing of it comes out."""

    @pytest.fixture(params=["waiting", "refused", "hidden", "joined", "joined while waiting"])
    def secret(self, request, reporting, unit, centre):
        noise = reporting.published(place="јавно место", lat=43.6, lon=21.5)
        hidden = {"place": "тајно место", "lat": 43.7, "lon": 21.6, "name": "Тајна Особа", "phone": "0645556667"}
        if request.param == "waiting":
            return reporting.reported("Тајни текст пријаве.", **hidden)
        if request.param == "refused":
            id = reporting.reported("Тајни текст пријаве.", **hidden)
            reporting.decided(id, Verdict.REFUSE, reason_text="Не.")
            return id
        report = reporting.reported if "waiting" in request.param else reporting.published
        id = report("Тајни текст пријаве.", **hidden)
        if request.param.startswith("joined"):
            reporting.does(lambda db, problem, by: actions.join(db, problem, actions.load(db, noise), by=by), id, by=centre)
            return id
        reporting.does(actions.answer, id, "Тајни одговор који је довољно дугачак да би се рачунао.", by=unit)
        reporting.look(id, lambda problem: setattr(problem, "hidden_at", problem.submitted_at))
        return id

    def test_is_in_no_list(self, app, secret):
        for arguments in QUESTIONS:
            for root in ("/open311/v2", "/open311/test/v2"):
                for form in ("json", "xml"):
                    said = app.test_client().get(f"{root}/requests.{form}", query_string=arguments).text
                    assert not any(word in said for word in ("тајн", "Тајн", "2026-2", "0645556667", "reporter")), arguments
        assert "2026-1" in app.test_client().get("/open311/v2/requests.json").text

    def test_has_no_answer_of_its_own(self, app, secret):
        for root in ("/open311/v2", "/open311/test/v2"):
            for form in ("json", "xml"):
                answer = app.test_client().get(f"{root}/requests/2026-2.{form}")
                assert answer.status_code == 404 and "ајн" not in answer.text

    def test_looks_as_one_that_never_was(self, app, secret, request):
        if request.node.callspec.id == "joined":
            return
        said = [app.test_client().get(f"/open311/v2/requests/{number}.json").text for number in ("2026-2", "2026-7")]
        assert said[0] == said[1].replace("2026-7", "2026-2")


WRONG = (
    {"start_date": "2026-08-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
    {"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
    {"updated_after": "2026-08-01T00:00:00Z", "updated_before": "2026-11-01T00:00:00Z"},
    {"start_date": "2026-11-01"},
    {"start_date": "2026-11-01T00:00:00"},
    {"end_date": "yesterday"},
    {"end_date": "0001-01-01T00:00:00Z"},
    {"start_date": "9999-12-31T23:59:59-01:00"},
    {"start_date": "\x00"},
    {"status": "half"},
    {"status": "open,half"},
    {"page": "0"},
    {"page": "x"},
    {"page": "1.5"},
    {"page": "1e99"},
    {"page_size": "1001"},
    {"page_size": "0"},
    {"page_size": "-1"},
    {"page_size": "nan"},
    {"lat": "43.6"},
    {"long": "21.5"},
    {"lat": "91", "long": "21"},
    {"lat": "inf", "long": "21"},
    {"lat": "43,6", "long": "21"},
    {"lat": "43.6", "long": "21.5", "radius": "0"},
    {"lat": "43.6", "long": "21.5", "radius": "100000"},
    {"bbox": "1,2,3"},
    {"bbox": "a,b,c,d"},
    {"bbox": "22,43,21,44"},
    {"bbox": "nan,43,21,44"},
)
OTHER = ("lat", "long")
"""Of two that come together the missing one is named."""


class TestFilters:
    @pytest.fixture
    def three(self, reporting, unit, clock):
        """2026-1 of long ago, 2026-2 answered, 2026-3 resolved, each a day apart; 2026-4 waits."""
        reporting.published(category="water", lat=43.60, lon=21.50)
        clock.moves(days=100)
        reporting.answered(by=unit, lat=43.67, lon=21.55)
        clock.moves(days=1)
        reporting.resolved(by=unit, lat=43.671, lon=21.551)
        clock.moves(days=1)
        reporting.reported()

    def test_the_usual_is_the_last_90_days_newest_first(self, reader, three):
        assert reader.numbers() == ["2027-2", "2027-1"]

    def test_numbers_stand_above_everything_else(self, reader, three):
        assert reader.numbers(service_request_id=" 2026-1, 2027-2 ,2027-3,9-9,x", status="open", start_date="nonsense") == ["2027-2", "2026-1"]

    def test_of_services(self, reader, three):
        time = {"start_date": "2026-11-20T00:00:00Z", "end_date": "2026-12-20T00:00:00Z"}
        assert reader.numbers(service_code="water", **time) == ["2026-1"]
        assert reader.numbers(service_code="roads, water") == ["2027-2", "2027-1"]
        assert reader.numbers(service_code="waste") == []

    def test_of_a_status(self, reader, three):
        assert reader.numbers(status="closed") == ["2027-2"]
        assert reader.numbers(status="open") == ["2027-1"]
        assert reader.numbers(status="open,closed") == ["2027-2", "2027-1"]

    def test_empty_arguments_are_none_and_unknown_ones_are_passed_over(self, reader, three):
        empty = dict.fromkeys(("status", "service_code", "start_date", "page", "lat", "long", "bbox", "service_request_id"), "")
        assert reader.numbers(**empty, jurisdiction_id="razanj.rs", extensions="true", what="ever") == ["2027-2", "2027-1"]

    def test_of_a_time_from_one_end(self, reader, three):
        assert reader.numbers(start_date="2026-11-01T00:00:00Z") == ["2026-1"], "the 90 days after it"
        assert reader.numbers(end_date="2026-12-01T00:00:00Z") == ["2026-1"], "the 90 days before it"
        assert reader.numbers(start_date="2027-03-04T00:00:00Z") == ["2027-2"]

    def test_a_time_takes_both_ends_in(self, reader, three):
        moment = reader.gets("requests/2027-1")[0]["requested_datetime"]
        assert reader.numbers(start_date=moment, end_date=moment) == ["2027-1"]

    @pytest.mark.parametrize("plus", ["+01:00", " 01:00", " 0100"])
    def test_a_plus_may_arrive_as_a_blank(self, app, three, plus):
        address = f"/open311/v2/requests.json?start_date=2027-03-03T00:00:00{plus}"
        assert len(app.test_client().get(address).json) == 2

    def test_a_zone_is_heeded(self, reader, three):
        assert reader.numbers(start_date="2027-03-04T09:59:59+01:00") == ["2027-2"]
        assert reader.numbers(start_date="2027-03-04T10:00:01+01:00") == []
        assert reader.numbers(start_date="2027-03-04T08:59:59Z") == ["2027-2"]

    def test_of_when_something_changed_last_first(self, reader, reporting, three, centre):
        reporting.does(actions.say_news, 1, "Радови почињу у понедељак ујутру.", by=centre)
        assert reader.numbers(updated_after="2027-03-01T00:00:00Z") == ["2026-1", "2027-2", "2027-1"]
        assert reader.numbers(updated_after="2027-03-05T00:00:00Z") == ["2026-1"]
        assert reader.numbers(updated_before="2027-03-03T12:00:00Z") == ["2027-1"]

    def test_around_a_position(self, reader, three):
        here = {"lat": "43.67", "long": "21.55"}
        assert reader.numbers(**here, radius="100") == ["2027-1"]
        assert reader.numbers(**here) == ["2027-2", "2027-1"], "a kilometre where nothing is said"
        assert reader.numbers(lat="43.60", long="21.50", radius="200") == []
        assert reader.numbers(lat="43.60", long="21.50", radius="200", start_date="2026-11-01T00:00:00Z") == ["2026-1"]

    def test_around_a_position_is_a_circle_of_metres(self, reader, reporting):
        reporting.published(lat=43.67, lon=21.55 + 100 / (111_195 * 0.7233))
        for radius, found in (("99", 0), ("101", 1)):
            assert len(reader.numbers(lat="43.67", long="21.55", radius=radius)) == found
        reporting.published(lat=43.67 + 80 / 111_195, lon=21.55 + 80 / (111_195 * 0.7233))
        assert reader.numbers(lat="43.67", long="21.55", radius="101") == ["2026-1"], "113 m away, in the box of 101 m"

    def test_in_a_box(self, reader, three):
        assert reader.numbers(bbox="21.5495,43.6695,21.5505,43.6705") == ["2027-1"]
        assert reader.numbers(bbox="21.4,43.4,21.7,43.9") == ["2027-2", "2027-1"]

    def test_pages(self, reader, three):
        assert reader.numbers(page_size="1") == ["2027-2"]
        assert reader.numbers(page_size="1", page="2") == ["2027-1"]
        assert reader.numbers(page_size="1", page="3") == [], "what waits takes no place on a page"
        assert reader.numbers(page="2") == []

    def test_never_more_than_a_thousand(self, reader, reporting, app):
        template = reporting.published()
        reporting.does(lambda db, problem: copies(db, problem, 1001), template)
        found = reader.numbers()
        assert len(found) == 1000 == len(set(found))
        assert len(reader.numbers(page="2")) == 2

    def test_what_cannot_be_read_is_refused_by_name(self, reader, three):
        for arguments in WRONG:
            for form in ("json", "xml"):
                fault = fits(ERRORS, reader.gets("requests", 400, form, lang="en", **arguments))[0]
                assert fault["code"] == 400 and any(f"“{name}”" in fault["description"] for name in (*OTHER, *arguments))

    def test_an_unknown_service_is_not_found(self, reader, three):
        assert "“nema”" in reader.gets("requests", 404, service_code="roads,nema", lang="en")[0]["description"]


def copies(db, problem, number):
    """Rows as a year brings them; the verbs would take minutes."""
    columns = [column.name for column in Problem.__table__.columns if column.name not in {"id", "number"}]
    values = {name: getattr(problem, name) for name in columns}
    db.add_all([Problem(**values, number=1000 + place) for place in range(number)])


class TestErrors:
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("address", ["/open311/v2/services", "/open311/x/requests", "/open311/"])
    def test_an_unknown_call_says_where_to_look(self, app, method, address):
        answer = getattr(app.test_client(), method)(f"{address}.json" if not address.endswith("/") else address, query_string={"lang": "en"})
        assert answer.status_code == 404 and "http://localhost/open311/discovery.json" in answer.text

    def test_a_fault_of_ours_is_said_in_the_form_asked_for(self, app, monkeypatch, caplog):
        from portal.features.problems.programs import views

        monkeypatch.setattr(views.queries, "categories", lambda db: 1 / 0)
        for form in ("json", "xml"):
            fault = Program(app).gets("services", 500, form)
            assert fault[0]["code"] == 500 and "ZeroDivision" not in fault[0]["description"]
        assert "unexpected fault at /open311/v2/services.json" in caplog.text

    def test_speak_the_version_asked_for(self, reader):
        assert "Нема" in reader.gets("requests/2026-9", 404)[0]["description"]
        assert "Nema" in reader.gets("requests/2026-9", 404, lang="lat")[0]["description"]
