"""Other programs send reports by Open311: with a key, once each, checked as strictly as on the page."""

import io

import pytest
from sqlalchemy import func, select

from portal.features.problems.models import KIND, ApiKey, Channel, Problem
from portal.kernel import photos, worker
from portal.kernel.accounts.models import Throttle
from portal.kernel.audit import AuditLine
from portal.kernel.db import session
from portal.kernel.files.models import StoredFile
from portal.kernel.moderation.models import Verdict
from portal.kernel.photos.models import Photo
from tests.features.problems.open311.conftest import issued
from tests.features.problems.open311.programs import Program
from tests.features.problems.open311.test_reading import ERRORS, WORDS, WORDS_OR_NOTHING, fits, many, thing
from tests.kernel.photos import samples

SENT = many(thing({"service_request_id": WORDS}, service_notice=WORDS_OR_NOTHING, account_id=WORDS_OR_NOTHING), maxItems=1, minItems=1)
HOLE = {"service_code": "roads", "lat": "43.671", "long": "21.551", "description": "Велика рупа."}


def stored(app):
    with app.app_context():
        return session().scalars(select(Problem).order_by(Problem.id)).all()


def number(said):
    return fits(SENT, said)[0]["service_request_id"]


class TestAReport:
    def test_has_its_number_at_once_in_both_forms(self, app, sender):
        assert number(sender.posts(**HOLE)) == "2026-1"
        assert number(sender.posts(form="xml", **HOLE | {"description": "Друга рупа."})) == "2026-2"
        problem = stored(app)[0]
        assert (problem.channel, problem.text, problem.lat, problem.lon) == (Channel.OPEN311, "Велика рупа.", 43.671, 21.551)
        assert problem.published_at is None and problem.unit_id is not None, "the unit works, the public waits for a moderator"

    def test_says_when_the_answer_comes_and_when_everybody_can_read_it(self, sender):
        said = sender.posts(**HOLE, in_address={"lang": "en"})[0]["service_notice"]
        assert "25 November 2026, 10:00" in said and "moderator" in said

    def test_carries_everything_the_standard_knows(self, app, sender):
        sender.posts(
            **HOLE,
            address_string="Скорица, код моста\x00",
            email=" Pera@Primer.RS ",
            first_name="Пера",
            last_name="Перић",
            phone="064 123 456",
            account_id="17",
            device_id="abc",
            jurisdiction_id="razanj.rs",
        )
        problem = stored(app)[0]
        assert (problem.reporter_name, problem.reporter_email, problem.reporter_phone) == ("Пера Перић", "pera@primer.rs", "064 123 456")
        assert (problem.settlement_id, problem.place_text) == (named(app, "Скорица"), "код моста")

    def test_its_reporter_gets_the_letter_of_every_reporter_in_the_version_asked_for(self, sender, mailbox):
        sender.posts(**HOLE, email="pera@primer.rs", in_address={"lang": "en"})
        assert "You get an answer by 25 November 2026" in mailbox.last("pera@primer.rs").get_body(("plain",)).get_content()

    def test_is_read_by_everybody_once_a_moderator_has_looked_and_never_says_by_whom(self, sender, reporting):
        sender.posts(**HOLE, first_name="Тајна", last_name="Особа", email="tajna@primer.rs", phone="0645556667")
        sender.gets("requests/2026-1", 404)
        reporting.decided(1, Verdict.APPROVE)
        said = str(sender.gets("requests/2026-1"))
        assert "Велика рупа." in said and not any(word in said for word in ("Тајна", "Особа", "tajna", "0645556667"))

    @pytest.mark.parametrize(
        "place, settlement, text",
        [
            ({"address_string": "Витошевац, код школе"}, "Витошевац", "код школе"),
            ({"address_string": "код школе, Vitoševac"}, "Витошевац", "код школе, Vitoševac"),
            ({"address_string": "Витошевац"}, "Витошевац", "без ближег описа"),
            ({"address_string": "Витошевац", "lat": "43.6", "long": "21.5"}, "Витошевац", "43.60000, 21.50000"),
            ({"address_string": "vitosevac 12"}, "Витошевац", "vitosevac 12"),
            ({"address_string": "код цркве"}, None, "код цркве"),
            ({"lat": "43.6712345", "long": "21.5"}, None, "43.67123, 21.50000"),
        ],
    )
    def test_says_where_in_one_of_three_ways(self, app, sender, place, settlement, text):
        sender.posts(service_code="roads", description="Рупа.", **place)
        problem = stored(app)[0]
        assert (problem.settlement_id, problem.place_text) == (settlement and named(app, settlement), text)

    def test_says_where_by_the_id_that_reading_gives(self, app, sender, reporting):
        reporting.published(settlement="Витошевац")
        id = sender.gets("requests/2026-1")[0]["address_id"]
        sender.posts(service_code="roads", address_id=id)
        assert stored(app)[1].settlement_id == named(app, "Витошевац")
        assert stored(app)[1].text == "Улице и путеви", "who describes nothing says what it is about"

    def test_answers_the_questions_of_its_service(self, app, sender):
        water = HOLE | {"service_code": "water"}
        sender.posts(**water, **{"attribute[flows]": "burst"})
        sender.posts(**water, **{"attribute[flows][]": "none"})
        sender.posts(**water, **{"attribute[what]": "passed over"})
        assert [problem.extra for problem in stored(app)] == [{"flows": "burst"}, {"flows": "none"}, {}]

    def test_takes_answers_in_cyrillic(self, app, sender, reporting):
        reporting.category("roads", questions=[{"code": "lamp", "kind": "text", "label_sr": "Број", "label_en": "", "required": True}])
        sender.posts(**HOLE, **{"attribute[lamp]": " стуб № 5 "})
        assert stored(app)[0].extra == {"lamp": "стуб № 5"}

    def test_may_have_its_key_in_the_address_and_arguments_in_both(self, app, sender):
        sender.posts(**HOLE, api_key="", in_address={"jurisdiction_id": "x"}, expects=403)
        sender.posts(**HOLE, in_address={"jurisdiction_id": "razanj.rs"})
        body = {"address_string": "x", "api_key": "", "service_code": ""}
        answer = app.test_client().post(f"/open311/v2/requests.json?api_key={sender.key}&service_code=roads", data=body)
        assert answer.status_code == 200 and len(stored(app)) == 2

    def test_needs_no_headers_of_a_browser_and_heeds_no_cookie(self, app, sender, people):
        person = people.citizen()
        answer = person._client.post("/open311/v2/requests.json", data={**HOLE, "api_key": sender.key}, headers={"Origin": "https://other.example"})
        assert answer.status_code == 200 and stored(app)[0].person_id is None


def named(app, settlement):
    from portal.kernel.municipality.models import Settlement

    with app.app_context():
        return session().scalar(select(Settlement.id).where(Settlement.name_sr == settlement))


class TestWhatIsWrong:
    """Each is said by the name of its argument, and nothing is stored."""

    @pytest.mark.parametrize(
        "sent, status, name",
        [
            ({"service_code": ""}, 404, "“”"),
            ({"service_code": "nema"}, 404, "“nema”"),
            ({"service_code": "heating"}, 400, "service_code"),
            ({"lat": "", "long": ""}, 400, "address_string"),
            ({"long": ""}, 400, "lat and long"),
            ({"lat": "x"}, 400, "“lat”"),
            ({"lat": "nan"}, 400, "“lat”"),
            ({"long": "181"}, 400, "“long”"),
            ({"address_id": "nema"}, 400, "“address_id”"),
            ({"email": "pera"}, 400, "“email”"),
            ({"description": "а" * 4001}, 400, "“description”"),
            ({"address_string": "а" * 301}, 400, "“address_string”"),
            ({"first_name": "а" * 101}, 400, "“first_name”"),
            ({"phone": "1" * 61}, 400, "“phone”"),
            ({"media_url": "http://127.0.0.1/secret.jpg"}, 400, "“media_url”"),
            ({"service_code": "water", "attribute[flows]": "a flood"}, 400, "“attribute[flows]”"),
        ],
    )
    def test_is_said_in_both_forms(self, app, sender, sent, status, name):
        for form in ("json", "xml"):
            fault = fits(ERRORS, sender.posts(status, form, **HOLE | sent, in_address={"lang": "en"}))[0]
            assert fault["code"] == status and name in fault["description"]
        assert stored(app) == []

    def test_a_missing_answer_names_its_question(self, app, sender, reporting):
        reporting.category("roads", questions=[{"code": "lamp", "kind": "text", "label_sr": "Број", "label_en": "", "required": True}])
        assert "attribute[lamp]" in sender.posts(400, **HOLE)[0]["description"]

    def test_a_switch_that_stops_says_whom_to_call(self, app, sender, reporting):
        burns = {"code": "burns", "kind": "switch", "label_sr": "Гори?", "label_en": "", "stops_sr": "Зовите 193.", "stops_en": ""}
        reporting.category("roads", questions=[burns])
        assert "Зовите 193." in sender.posts(400, **HOLE, **{"attribute[burns]": "yes"})[0]["description"]
        assert "attribute[burns]" in sender.posts(400, **HOLE, **{"attribute[burns]": "maybe"})[0]["description"]
        sender.posts(**HOLE, **{"attribute[burns]": "no"})
        assert len(stored(app)) == 1

    def test_a_position_beyond_the_municipality_is_taken(self, app, sender):
        sender.posts(**HOLE | {"lat": "10", "long": "10"})
        assert stored(app)[0].outside

    def test_what_is_no_form_is_refused_and_not_a_fault_of_ours(self, app, sender):
        for body, kind in ((b"{}", "application/json"), (b"\xff\xfe", "application/x-www-form-urlencoded"), (b"--x", "multipart/form-data; boundary=x")):
            answer = app.test_client().post("/open311/v2/requests.json", data=body, content_type=kind, query_string={"api_key": sender.key})
            assert answer.status_code == 404 and answer.json[0]["code"] == 404


class TestKeys:
    def test_without_a_good_one_nothing_is_taken(self, app, sender, people):
        for wrong in ("", "x", sender.key[:-1], sender.key.upper(), "\x00", "ћ" * 5000):
            for form in ("json", "xml"):
                fault = fits(ERRORS, sender.posts(403, form, **HOLE, api_key=wrong))[0]
                assert fault["code"] == 403 and "api_key" in fault["description"]
        assert stored(app) == []

    def test_a_revoked_one_is_none(self, app, sender, people):
        revoked(app, people, "Моја улица")
        sender.posts(403, **HOLE)
        other = Program(app, issued(app, people, "Нови")[1])
        other.posts(**HOLE)

    def test_guessing_is_counted_and_a_good_one_goes_on(self, app, sender):
        wrong = [sender.posts(expects, **HOLE, api_key="wrong") for expects in [403] * 60 + [429]]
        assert fits(ERRORS, wrong[-1])[0]["code"] == 429
        sender.posts(**HOLE)

    def test_each_has_its_own_limit(self, app, sender, people, monkeypatch):
        from portal.features.problems.programs import views

        monkeypatch.setattr(views, "A_KEY", 2)
        other = Program(app, issued(app, people, "Други")[1])
        for place, expects in enumerate([200, 200, 429]):
            sender.posts(expects, **HOLE | {"description": f"Рупа {place}."})
        assert fits(ERRORS, sender.posts(429, "xml", **HOLE))[0]["code"] == 429
        other.posts(**HOLE)

    def test_a_flood_day_of_one_helper_fits_into_its_limit(self):
        from portal.features.problems.programs import views

        assert views.A_KEY * 4 >= 2000

    def test_its_use_is_written_down(self, app, sender, clock):
        clock.moves(hours=1)
        sender.posts(**HOLE)
        with app.app_context():
            mine, other = (session().scalar(select(ApiKey).where(ApiKey.name == name)) for name in ("Моја улица", "Туђ програм"))
            line = session().scalar(select(AuditLine).where(AuditLine.act == "problems.by_key"))
            assert mine.last_used_at is not None and other.last_used_at is None
            assert (line.subject_kind, line.subject_id, line.details) == (KIND, "1", {"key": mine.id})

    def test_is_kept_nowhere(self, app, sender):
        with app.app_context():
            db = session()
            tables = (ApiKey, AuditLine, Throttle)
            everything = " ".join(str(vars(row)) for table in tables for row in db.scalars(select(table)))
            assert sender.key not in everything and db.scalar(select(func.count()).select_from(ApiKey)) == 2


def revoked(app, people, name):
    """Revoke a key on the page."""
    administrator = people.administrator()
    administrator.opens("/sr/problemi/postavke/kljucevi/")
    entry = next(entry for entry in administrator.page.select("article") if name in entry.text)
    form = entry.select_one("form")
    administrator.submits(form=f'form[action="{form["action"]}"]')
    return administrator


class TestTheSameTwice:
    def test_within_ten_minutes_is_one_report(self, app, sender, clock):
        first = number(sender.posts(**HOLE))
        clock.moves(minutes=9)
        assert number(sender.posts(form="xml", **HOLE)) == first == "2026-1"
        assert len(stored(app)) == 1

    def test_after_ten_minutes_is_another_and_again_for_ten(self, app, sender, clock):
        sender.posts(**HOLE)
        clock.moves(minutes=11)
        assert number(sender.posts(**HOLE)) == "2026-2"
        clock.moves(minutes=9)
        assert number(sender.posts(**HOLE)) == "2026-2"

    @pytest.mark.parametrize("other", [{"description": "Друга."}, {"lat": "43.6"}, {"email": "a@primer.rs"}, {"device_id": "2"}, {"service_code": "waste"}])
    def test_in_anything_else_is_another(self, app, sender, other):
        sender.posts(**HOLE, device_id="1")
        sender.posts(**{**HOLE, "device_id": "1", **other})
        assert len(stored(app)) == 2

    def test_of_another_program_is_another(self, app, sender, people):
        sender.posts(**HOLE)
        Program(app, issued(app, people, "Други")[1]).posts(**HOLE)
        assert len(stored(app)) == 2

    def test_a_key_of_the_client_tells_them_apart(self, app, sender):
        for header in ("a", "b", "a"):
            sender.posts(**HOLE, headers={"Idempotency-Key": header})
        assert len(stored(app)) == 2

    def test_what_was_refused_first_is_not_taken_for_sent(self, app, sender, reporting):
        reporting.category("roads", open=False)
        sender.posts(400, **HOLE)
        reporting.category("roads", open=True)
        assert number(sender.posts(**HOLE)) == "2026-1"


class TestPhotos:
    @pytest.mark.parametrize("name", ["media", "media[]", "photo1"])
    def test_come_as_files_whatever_their_field_is_called(self, app, sender, reporting, name):
        sender.posts(**HOLE, **{name: (io.BytesIO(samples.jpeg()), "rupa.jpg")})
        worker.once(app)
        reporting.decided(1, Verdict.APPROVE)
        address = sender.gets("requests/2026-1")[0]["media_url"]
        assert address.startswith("http://localhost/uploads/photos/")
        picture = app.test_client().get(address.removeprefix("http://localhost"))
        assert picture.status_code == 200 and picture.mimetype == "image/jpeg"
        picture.close()

    def test_several_belong_to_the_report_and_the_first_is_shown(self, app, sender, reporting):
        sender.posts(**HOLE, photo1=(io.BytesIO(samples.jpeg()), "1.jpg"), photo2=(io.BytesIO(samples.png()), "2.png"))
        worker.once(app)
        reporting.decided(1, Verdict.APPROVE)
        with app.app_context():
            first, second = photos.of(session(), KIND, 1)
            assert (first.place, second.place) == (1, 2)
        assert f"/uploads/photos/{first.id}/" in sender.gets("requests/2026-1")[0]["media_url"]

    def test_are_not_named_before_their_pictures_are_made(self, app, sender, reporting):
        sender.posts(**HOLE, media=(io.BytesIO(samples.jpeg()), "rupa.jpg"))
        reporting.decided(1, Verdict.APPROVE)
        assert sender.gets("requests/2026-1")[0]["media_url"] is None

    def test_that_are_none_refuse_the_report(self, app, sender):
        for form in ("json", "xml"):
            fault = fits(ERRORS, sender.posts(400, form, **HOLE, media=(io.BytesIO(b"%PDF-1.7"), "rupa.jpg")))[0]
            assert "rupa.jpg" in fault["description"]
        assert stored(app) == []

    def test_more_than_five_refuse_the_report(self, app, sender):
        six = {f"photo{n}": (io.BytesIO(samples.jpeg()), f"{n}.jpg") for n in range(6)}
        assert "media" in sender.posts(400, **HOLE, **six)[0]["description"]
        assert stored(app) == []

    def test_another_photo_is_another_report(self, app, sender):
        for picture in (samples.jpeg(), samples.png(), samples.jpeg()):
            sender.posts(**HOLE, media=(io.BytesIO(picture), "rupa.jpg"))
        assert len(stored(app)) == 2
        with app.app_context():
            assert session().scalar(select(func.count()).select_from(Photo)) == 2

    def test_that_are_too_large_are_refused_readably(self, app, sender):
        whole = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(81 * 1024 * 1024)}
        answer = app.test_client().post("/open311/v2/requests.json", environ_overrides=whole)
        assert answer.status_code == 413 and fits(ERRORS, answer.json)[0]["code"] == 413
        body = b'--x\r\nContent-Disposition: form-data; name="media"; filename="r.jpg"\r\n\r\n' + b"x" * (16 * 1024 * 1024) + b"\r\n--x--\r\n"
        address = {"api_key": sender.key, **HOLE}
        answer = app.test_client().post(
            "/open311/v2/requests.json", query_string=address, data=body, content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code == 413 and "r.jpg" in answer.json[0]["description"]

    def test_an_empty_field_is_none(self, app, sender):
        sender.posts(**HOLE, media=(io.BytesIO(b""), ""))
        assert len(stored(app)) == 1


class TestTheTestEndpoint:
    def test_checks_everything_and_keeps_nothing(self, app, sender, mailbox):
        trying = Program(app, sender.key, "/open311/test/v2")
        said = trying.posts(**HOLE, email="pera@primer.rs", media=(io.BytesIO(samples.jpeg()), "rupa.jpg"), in_address={"lang": "en"})
        assert number(said) == "test-2026-1" and "test" in said[0]["service_notice"]
        trying.posts(404, **HOLE | {"service_code": "nema"})
        trying.posts(403, **HOLE, api_key="x")
        trying.posts(400, **HOLE, media=(io.BytesIO(b"x"), "rupa.jpg"))
        assert stored(app) == [] and mailbox.letters("pera@primer.rs") == []
        with app.app_context():
            assert session().scalar(select(func.count()).select_from(Photo)) == 0
            assert session().scalar(select(func.count()).select_from(StoredFile)) == 0
            assert session().scalar(select(AuditLine).where(AuditLine.act.startswith("problems.by"))) is None
        assert number(sender.posts(**HOLE)) == "2026-1", "what was tried is not taken for sent, and used up no number"
