"""The door: everything a feature may declare has its effect in the house, for a feature of somebody else too.

A new field of `Feature` needs a class here (`TestField`) and a paragraph in docs/door.md.
"""

import dataclasses
import json
import sys
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Blueprint
from sqlalchemy import func, inspect, select

from portal import create_app
from portal.features.plan.models import Value
from portal.kernel import aftercare, demo, files, jobs, migrate, search, worker
from portal.kernel.access import may
from portal.kernel.accounts.models import Role
from portal.kernel.db import session, work
from portal.kernel.feature import Feature
from portal.kernel.files import store
from portal.kernel.jobs import Job
from portal.kernel.paths import PACKAGE, ROOT
from portal.kernel.words import VERSIONS, gettext, lazy, speaking
from tests.conftest import settings
from tests.guest.guest_feature import feature
from tests.guest.guest_feature.actions import WELCOME
from tests.guest.guest_feature.models import Note, State
from tests.support.browser import Browser

PDF = b"%PDF-1.7\n%%EOF\n"
WORDS = "Лепо ми је било, телефон 064 123 456."


@pytest.fixture
def writes(app, people):
    """A citizen writes in the book through its page."""

    def write(text=WORDS, author=None):
        author = author or people.citizen("Мара Маровић")
        author.opens("/sr/knjiga-utisaka/pisi/")
        author.submits(text=text)
        return author

    return write


@pytest.fixture
def noise(writes):
    """What somebody else wrote, and waits still."""
    return writes("Туђ утисак који нико није прочитао.")


@pytest.fixture
def published(writes, people, noise):
    """A note that a moderator has let pass; `noise` is not."""
    author = writes()
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    decides(moderator, WORDS, "approve")
    return author


def decides(moderator, text, verdict, **words):
    """Decide on the item with these words, by its form on the desk."""
    item = next(item for item in moderator.page.select("[data-item]") if text in item.text)
    moderator.submits(form=f"#{item['id']} form:has(button[value={verdict}])", verdict=verdict, **words)


def notes(app):
    with app.app_context():
        return {note.text: note for note in session().scalars(select(Note))}


class TestName:
    def test_names_blueprint_endpoints_and_console(self, app):
        assert "portal.guest.index" in app.view_functions
        shown = app.test_cli_runner().invoke(args=["portal", "features"]).output
        assert "guest\t/knjiga-utisaka/\ttests.guest.guest_feature" in shown

    @pytest.mark.parametrize("name", ["visitors book", "", "9", "portal"])
    def test_that_is_none_is_refused(self, name):
        with pytest.raises(ValueError, match="name must be an identifier of its own"):
            Feature(name=name, address="x", blueprint=Blueprint("x", __name__))


class TestAddress:
    def test_is_the_word_in_addresses_of_all_versions(self, nobody):
        for key in VERSIONS:
            nobody.opens(f"/{key}/knjiga-utisaka/")
            assert nobody.address == f"/{key}/knjiga-utisaka/"

    @pytest.mark.parametrize("address", ["књига", "utisci-posetilačke-knjige", "a/b", "a b", ""])
    def test_with_other_than_plain_latin_letters_is_refused(self, address):
        with pytest.raises(ValueError, match="plain Latin letters"):
            replace(feature, address=address)


class TestBlueprint:
    def test_its_pages_have_our_frame_and_its_own_templates(self, nobody):
        page = nobody.opens("/en/knjiga-utisaka/")
        assert page.select_one("header .brand") and page.select_one(".guest-note")

    def test_its_unsafe_requests_pass_our_gate(self, app, people, noise):
        person = people.citizen()
        person.sends("/sr/knjiga-utisaka/pisi/", text="x", headers={"Origin": "https://evil.example"}, expects=403)
        person.sends("/sr/knjiga-utisaka/pisi/", text="x", expects=422)
        assert "x" not in notes(app)

    def test_two_presses_write_one_note(self, app, people, noise):
        person = people.citizen()
        form = person.opens("/sr/knjiga-utisaka/pisi/").select_one("main form")
        sent = {field["name"]: field["value"] for field in form.select("input")} | {"text": WORDS}
        for _ in range(2):
            person.sends("/sr/knjiga-utisaka/pisi/", **sent)
        assert len(notes(app)) == 3

    def test_of_another_name_is_refused(self):
        with pytest.raises(ValueError, match="blueprint of the same name"):
            replace(feature, blueprint=Blueprint("visitors", __name__))


class TestPrograms:
    def test_hang_at_the_root_and_speak_the_version_asked_for(self, app, published):
        client = app.test_client()
        said = {key: client.get("/book/notes.json", query_string={"lang": key}).json for key in ("sr", "lat", "en", "sr-Latn", "")}
        called = {key: found["called"] for key, found in said.items()}
        assert called == {"sr": "Књига утисака", "lat": "Knjiga utisaka", "en": "Visitors' book", "sr-Latn": "Knjiga utisaka", "": "Књига утисака"}
        assert WORDS in said["sr"]["notes"]
        assert client.get("/sr/book/notes.json").status_code == 404

    def test_may_have_a_credential_of_their_own(self, app):
        assert app.test_client().post("/book/notes.json", headers={"Origin": "https://evil.example"}).status_code == 200


class TestPermissions:
    def test_stand_in_the_one_table(self, app):
        assert app.extensions["portal"].permissions["guest.count"] == {Role.CLERK}

    def test_are_enforced(self, app, people, nobody):
        people.clerk().opens("/sr/knjiga-utisaka/broj/")
        people.moderator().opens("/sr/knjiga-utisaka/broj/", expects=403)
        people.citizen().opens("/sr/knjiga-utisaka/broj/", expects=403)
        assert nobody.asks("/sr/knjiga-utisaka/broj/").status_code == 303

    def test_nobody_declared_raise(self, app, people, db):
        with pytest.raises(LookupError, match="no feature declares"):
            may(people.clerk().person(db), "guest.burn")

    def test_of_somebody_else_are_refused(self):
        with pytest.raises(ValueError, match=r"permission 'plan\.evidence' must start with 'guest\.'"):
            replace(feature, permissions={"plan.evidence": frozenset({Role.CITIZEN})})


class TestNav:
    @pytest.mark.parametrize(("key", "label"), [("sr", "Књига утисака"), ("lat", "Knjiga utisaka"), ("en", "Visitors' book")])
    def test_leads_there_from_every_page(self, nobody, key, label):
        for page in (f"/{key}/", f"/{key}/arhiva/"):
            link = nobody.opens(page).select_one(f'.main-nav a[href="/{key}/knjiga-utisaka/"]')
            assert link.text == label and not link.has_attr("aria-current")
        assert nobody.opens(f"/{key}/knjiga-utisaka/").select_one('.main-nav a[aria-current="page"]').text == label


class TestCards:
    def test_stand_on_the_home_page_in_their_place(self, nobody):
        cards = nobody.opens("/en/").select(".verbs a")
        assert cards[-1]["href"] == "/en/knjiga-utisaka/pisi/"
        assert cards[-1].text == "Write in the visitors' book"
        assert nobody.sees("Say how you liked it here.")

    def test_are_offered_to_who_found_nothing(self, nobody):
        assert nobody.opens("/en/arhiva/?q=qqqqqq").select_one('main a[href="/en/knjiga-utisaka/pisi/"]')


class TestPanels:
    def test_are_rendered_on_the_home_page(self, nobody, published):
        page = nobody.opens("/lat/")
        panel = next(panel for panel in page.select(".panels section") if panel.h2.text == "Iz knjige utisaka")
        assert "Lepo mi je bilo" in panel.text and "Tuđ utisak" not in panel.text
        assert panel.select_one(".more a")["href"] == "/lat/knjiga-utisaka/"


class TestDesk:
    def test_leads_there_with_what_waits(self, people, published):
        link = people.clerk().opens("/sr/radni-sto/").select_one('a[href="/sr/knjiga-utisaka/broj/"]')
        assert link.select_one(".desk-link__label").text == "Пребројте посетиоце"
        assert link.select_one(".desk-link__count").text == "1"

    def test_shows_nothing_to_who_may_not(self, people):
        assert not people.moderator().opens("/sr/radni-sto/").select('a[href="/sr/knjiga-utisaka/broj/"]')


class TestQueues:
    def test_what_was_sent_waits_on_the_desk_and_a_decision_is_applied(self, app, people, writes, noise):
        author, moderator = writes(), people.moderator()
        moderator.opens("/sr/radni-sto/moderacija/?vrsta=guest_note")
        assert moderator.sees("Утисак") and moderator.sees(WORDS) and moderator.sees(author.name)
        decides(moderator, WORDS, "approve")
        assert notes(app)[WORDS].state is State.PUBLIC
        assert notes(app)["Туђ утисак који нико није прочитао."].state is State.WAITING
        assert not moderator.sees(WORDS)

    def test_redaction_blacks_out(self, app, people, writes, nobody):
        writes()
        moderator = people.moderator()
        moderator.opens("/sr/radni-sto/moderacija/")
        decides(moderator, WORDS, "redact", black="064 123 456")
        nobody.opens("/sr/knjiga-utisaka/")
        assert nobody.sees("Лепо ми је било, телефон ███") and not nobody.sees("064")

    def test_refusal_keeps_it_away(self, app, people, writes, nobody, mailbox):
        author, moderator = writes(), people.moderator()
        moderator.opens("/sr/radni-sto/moderacija/")
        decides(moderator, WORDS, "refuse", words="Ово није утисак.")
        assert notes(app)[WORDS].state is State.REFUSED
        nobody.opens("/sr/knjiga-utisaka/")
        assert not nobody.sees("Лепо ми је било")
        assert mailbox.letters(author.email) == []

    def test_its_moves_lead_to_its_own_addresses(self, app, people, writes):
        writes()
        moderator = people.moderator()
        moderator.opens("/sr/radni-sto/moderacija/")
        note = notes(app)[WORDS]
        assert moderator.page.select_one(f'[data-item] a[href="/sr/knjiga-utisaka/broj/?note={note.id}"]')


class TestDiscussions:
    def test_what_the_guest_lets_people_discuss_has_pages_rules_and_a_place_on_the_desk(self, app, people, nobody, published, noise):
        public, hidden = next(note.id for note in notes(app).values() if note.text == WORDS), noise_of(app)
        citizen, moderator = people.citizen(), people.moderator()
        citizen.opens(f"/en/komentari/utisci/{public}/pisanje/")
        citizen.submits(text="Слажем се.")
        moderator.opens("/sr/radni-sto/moderacija/?vrsta=comment")
        decides(moderator, "Слажем се.", "approve")
        nobody.opens(f"/sr/komentari/utisci/{public}/")
        assert nobody.sees("Слажем се.")
        nobody.opens(f"/sr/komentari/utisci/{hidden}/", expects=404)
        people.administrator().opens("/sr/radni-sto/uprava/obecanja/comments_guest_note/")


def noise_of(app):
    return next(note.id for note in notes(app).values() if note.state is not State.PUBLIC)


class TestNotices:
    def test_a_letter_is_written_in_the_readers_version(self, published, mailbox, noise):
        letter = mailbox.last(published.email)
        assert letter["Subject"] == "Хвала на утиску"
        text = letter.get_body(("plain",)).get_content()
        assert "Поштовани Мара Маровић," in text and "Ваш утисак је у књизи." in text
        assert "http://localhost/sr/knjiga-utisaka/" in text
        assert "Ваш утисак је у књизи." in letter.get_body(("html",)).get_content()
        assert mailbox.letters(noise.email) == []

    def test_of_somebody_else_are_refused(self):
        with pytest.raises(ValueError, match=r"notice 'questions\.answered' must start with 'guest\.'"):
            replace(feature, notices={"questions.answered": feature.notices["guest.thanks"]})


class TestActs:
    def test_stand_in_words_in_the_log(self, people, writes):
        writes()
        page = people.administrator().opens("/sr/radni-sto/dnevnik/?radnja=guest.write")
        told = page.select_one("main .cards").get_text()
        assert "Утисак" in told and "guest.write" not in told


class TestThings:
    def test_are_called_by_their_name_in_the_log(self, people, writes):
        writes()
        page = people.administrator().opens("/sr/radni-sto/dnevnik/")
        assert "guest_note" not in page.select_one("main .cards").get_text()


class TestCommands:
    def test_stand_beside_those_of_the_house(self, app, published):
        said = app.test_cli_runner().invoke(args=["portal", "guest", "notes"])
        assert said.exit_code == 0 and said.output.endswith(" notes\n")


class TestJobs:
    def test_the_worker_runs_them_by_the_timetable(self, app, people, writes, noise, clock):
        writes()
        moderator = people.moderator()
        moderator.opens("/sr/radni-sto/moderacija/")
        decides(moderator, WORDS, "refuse", words="Не.")
        worker.once(app)
        assert WORDS in notes(app)
        clock.moves(days=31)
        worker.once(app)
        assert set(notes(app)) == {WELCOME, "Туђ утисак који нико није прочитао."}
        with app.app_context():
            done = select(func.count()).where(jobs.JobRow.name == "guest.tidy", jobs.JobRow.done_at.is_not(None))
            assert session().scalar(done) == 1  # the sweep has forgotten the one of a month ago

    def test_of_somebody_else_are_refused(self):
        with pytest.raises(ValueError, match=r"job 'house\.sweep' must start with 'guest\.'"):
            replace(feature, jobs=(Job(name="house.sweep", label=lazy("x"), handler=lambda db, payload: None),))


class TestIndicators:
    def test_the_plan_shows_the_number_and_what_it_means(self, app, nobody, published):
        page = nobody.opens(f"/sr/plan/{activity(app, 'opendata.datasets_machine_readable')}/")
        assert "Утисци у књизи које свако може да прочита." in page.select_one("main").text

    def test_the_plans_job_keeps_it(self, app, published):
        worker.once(app)
        with app.app_context():
            kept = session().scalars(select(Value).where(Value.metric == "opendata.datasets_machine_readable")).one()
            assert (kept.numerator, kept.denominator, kept.definition) == (2, 3, 1)


class TestByMonth:
    def test_the_plan_shows_the_months_beside_the_metric(self, app, nobody, published):
        page = nobody.opens(f"/en/plan/{activity(app, 'opendata.datasets_machine_readable')}/")
        table = next(each for each in page.select("table") if "Visitors' notes by month" in each.text)
        assert [" ".join(cell.text.split()) for cell in table.select("tbody td")] == ["Visitors' notes 2"]


class TestTwoWay:
    def test_the_plan_counts_the_option_as_used(self, app, nobody, writes, clock):
        address = f"/en/plan/{activity(app, 'features.two_way_enabled')}/"
        clock.moves(days=40)
        assert "1" not in option(nobody.opens(address))
        writes()
        assert "1" in option(nobody.opens(address))


class TestServices:
    def test_what_it_does_for_people_is_known_to_who_asks_after_it(self, app):
        with app.app_context():
            assert "guest.visit" in {service.name for service in aftercare.services()}


class TestAsksAfter:
    def test_it_asks_after_its_own_service_where_nobody_else_does(self, make_guest_app):
        app = make_guest_app(ours=())
        with app.test_request_context(), speaking("sr"):
            assert aftercare.address("guest.visit", "visit:1").endswith("/knjiga-utisaka/pisi/")
            assert aftercare.address("questions.answer", "question:1") == ""


def activity(app, metric):
    from portal.features.plan import queries

    with app.app_context():
        return next(a.key for a in queries.current(session()).activities if a.indicator and a.indicator.metric == metric)


def option(page):
    """What the plan says about the option that the guest offers."""
    row = next(row for row in page.select("main li, main tr, main dl > div") if "Comments below news" in row.text)
    return row.text.replace("Comments below news", "")


class TestSearchables:
    def test_the_archive_finds_it_under_its_kind(self, nobody, published):
        nobody.opens("/en/arhiva/?q=lepo&vrsta=guest_note")
        assert nobody.sees("Visitors' notes") or nobody.sees("Visitor's note")
        assert nobody.page.select_one('main a[href="/en/knjiga-utisaka/"]')
        assert not nobody.sees("Туђ")

    def test_the_kind_is_called_by_its_name(self, nobody, published):
        nobody.opens("/sr/arhiva/?q=lepo")
        assert "Утис" in nobody.page.select_one("main").text


class TestPersonalData:
    def test_everybody_can_take_theirs_away(self, published, noise):
        kept = json.loads(published.asks("/sr/nalog/preuzimanje/").get_data(as_text=True))
        assert kept["guest"] == {"notes": [WORDS]}

    def test_it_is_forgotten_with_the_account(self, app, published, noise):
        published.opens("/sr/nalog/brisanje/")
        published.submits(password="lozinka za probu 1")
        mine, other = notes(app)[WORDS], notes(app)["Туђ утисак који нико није прочитао."]
        assert (mine.person_id, mine.name) == (None, "")
        assert other.person_id == noise.id


class TestFeeds:
    def test_every_page_names_them(self, nobody):
        page = nobody.opens("/en/arhiva/")
        named = page.select_one('head link[type="application/atom+xml"][href="/en/knjiga-utisaka/novo.atom"]')
        assert named["title"] == "New in the visitors' book"
        assert page.select_one('footer a[href="/en/knjiga-utisaka/novo.atom"]')
        assert nobody.asks("/en/knjiga-utisaka/novo.atom").mimetype == "application/atom+xml"


class TestVisibility:
    def test_a_file_is_everybodys_where_the_guest_says_that_its_note_is(self, app, nobody, published, noise):
        addresses = {}
        with app.app_context():
            for text, note in notes(app).items():
                received = files.Received(digest=store.put(PDF), size=len(PDF), kind="application/pdf", name="a.pdf")
                with work() as db:
                    file = files.attach(db, received, kind="guest_note", id=note.id, by=None)
                    addresses[text] = f"/uploads/{file.id}/a.pdf"
        worker.once(app)
        answers = {text: nobody.asks(address) for text, address in addresses.items()}
        for answer in answers.values():
            answer.close()
        seen = {text: answer.status_code for text, answer in answers.items()}
        assert seen == {WELCOME: 200, WORDS: 200, "Туђ утисак који нико није прочитао.": 404}


class TestSeed:
    def test_an_upgrade_brings_what_belongs_there_from_the_start_once(self, app):
        assert list(notes(app)) == [WELCOME]
        with app.app_context():
            from portal.kernel.house import after_upgrade

            after_upgrade()
        assert list(notes(app)) == [WELCOME]


class TestDemo:
    def test_a_demonstration_tells_its_story(self, make_guest_app):
        app = make_guest_app(ours=())
        with app.app_context():
            demo.run()
        assert "Измишљен утисак." in notes(app)


class TestMigrations:
    def test_are_a_history_apart(self, make_guest_app):
        app = make_guest_app(upgrade=False)
        with app.app_context():
            ours, guests = migrate.histories()
            assert not migrate.is_current() and migrate.standing(ours) == ours.head
            migrate.upgrade()
            assert migrate.is_current()
            assert (guests.table, migrate.standing(guests)) == ("portal_version_guest", "0001_first")
            assert "guest_note" in inspect(migrate.engine()).get_table_names()

    def test_agree_with_its_models_and_ours_do_not_know_it(self, app):
        with app.app_context():
            for history in migrate.histories():
                assert migrate.differences(history) == []

    def test_are_nobody_elses_before_they_ran_either(self, make_guest_app, tmp_path):
        """Neither our history nor a second guest's proposes to make or to remove this one's tables."""
        with make_guest_app(upgrade=False).app_context():
            assert migrate.differences(migrate.OURS) == []
            assert migrate.differences(migrate.History("other", tmp_path)) == []
            assert len(migrate.differences(migrate.histories()[1])) == 1

    def test_belong_to_backups_and_not_to_the_hosts_alembic(self, app):
        from portal.kernel.operations.backup import tables_of

        assert not migrate.include_name("guest_note", "table", {})
        with app.app_context(), migrate.engine().connect() as connection:
            assert {"guest_note", "portal_version_guest", "portal_person"} <= set(tables_of(connection))

    def test_taken_back_leave_ours(self, app):
        with app.app_context():
            migrate.downgrade(migrate.histories()[1])
            left = inspect(migrate.engine()).get_table_names()
            assert "guest_note" not in left and "portal_person" in left


class TestTranslations:
    def test_its_words_are_spoken_and_latin_is_made_from_cyrillic(self, app):
        with app.test_request_context():
            said = {}
            for key in VERSIONS:
                with speaking(key):
                    said[key] = gettext("Read it")
        assert said == {"sr": "Прочитајте", "lat": "Pročitajte", "en": "Read it"}

    def test_templates_speak_them_too(self, nobody):
        assert nobody.opens("/lat/knjiga-utisaka/").h1.text == "Knjiga utisaka"

    def test_ours_are_still_spoken(self, nobody):
        assert nobody.opens("/lat/knjiga-utisaka/").select_one(".govuk-skip-link").text == "Preskoči na sadržaj"


def test_every_field_of_the_door_has_a_class_here():
    here = {name.removeprefix("Test") for name in vars(sys.modules[__name__]) if name.startswith("Test")}
    wanted = {field.name.title().replace("_", "") for field in fields(Feature)}
    assert wanted == here


def test_the_guest_uses_every_field():
    """A field that no feature fills in would be proved by nothing."""
    empty = [field.name for field in fields(Feature) if not getattr(feature, field.name)]
    assert empty == []


def test_every_field_of_the_door_is_in_the_docs():
    written = (ROOT / "docs" / "door.md").read_text(encoding="utf-8")
    assert [field.name for field in fields(Feature) if f"`{field.name}`" not in written] == []


def test_a_declaration_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        feature.name = "other"


def test_an_installed_package_is_mounted_by_its_entry_point(database, tmp_path, clock, monkeypatch):
    """What `pip install` of the guest leaves behind is enough: no line of ours, no setting."""
    known = tmp_path / "site" / "visitors_book-1.0.dist-info"
    known.mkdir(parents=True)
    (known / "METADATA").write_text("Metadata-Version: 2.1\nName: visitors-book\nVersion: 1.0\n")
    (known / "entry_points.txt").write_text("[portal.features]\nguest = tests.guest.guest_feature:feature\n")
    monkeypatch.syspath_prepend(str(known.parent))
    app = create_app(**settings(tmp_path, database(tmp_path)))
    assert feature in app.extensions["portal"].features
    with app.app_context():
        migrate.upgrade()
    page = Browser(app).opens("/en/knjiga-utisaka/")
    with app.app_context():
        session().get_bind().dispose()
    assert page.select_one('.main-nav a[href="/en/knjiga-utisaka/"]') and page.select_one('.main-nav a[href="/en/pitanja/"]')


def test_nothing_of_ours_knows_the_guest():
    for file in [*PACKAGE.rglob("*.py"), *(ROOT / "templates").rglob("*.html")]:
        assert "guest_note" not in file.read_text(encoding="utf-8"), file


def test_what_is_no_feature_is_refused(monkeypatch):
    import portal.features.archive as room
    from portal.kernel.feature import load

    monkeypatch.setattr(room, "feature", "archive")
    with pytest.raises(TypeError, match="is no Feature"):
        load("archive")


def test_documents_of_a_feature_that_is_gone_break_nothing(app, make_guest_app, published, nobody):
    """The guest is switched off; its document is still in the search."""
    gone = create_app(**{**app.config, "PORTAL_FEATURES": ("archive",)})
    with gone.app_context():
        assert search.find(session(), "lepo").count == 1
    Browser(gone).opens("/sr/arhiva/?q=lepo")
    with gone.app_context():
        session().get_bind().dispose()


def test_the_clock_of_the_guest_is_the_houses(app, clock):
    clock.moment = datetime(2027, 1, 1, tzinfo=UTC) - timedelta(hours=1)
    with app.app_context(), work() as db:
        note = Note(text="x", name="y", written_at=clock.moment)
        db.add(note)
    assert notes(app)["x"].written_at == clock.moment
