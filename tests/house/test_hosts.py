"""The portal in strangers' Flask sites: each a small site of its own, with the portal mounted last."""

import contextvars
import re
import sqlite3
from xml.etree import ElementTree

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup
from flask import Flask, g, render_template_string, request
from flask_babel import Babel, get_locale, gettext
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from sqlalchemy import event, inspect, text
from wtforms import StringField

from portal import Portal, create_app, wrap
from portal.kernel import audit, migrate
from portal.kernel.accounts.session import COOKIE
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.db import Counter, Model, count, counted, session, work
from portal.kernel.municipality.models import Fact
from portal.kernel.outbox import Recipient, post
from portal.kernel.settings import SettingsError
from portal.kernel.words import speaking
from tests.conftest import settings
from tests.support.browser import SAME_ORIGIN, Browser
from tests.support.mailbox import Mailbox
from tests.support.people import People

pytestmark = pytest.mark.one_engine
PREFIX = "/grad"


@pytest.fixture
def make_host(database, tmp_path, clock):
    """A function that makes a site: `before(app)` sets up what the host has, then the portal is mounted.

    Every host of a test has the same database, filled like that of a portal alone. `db` gives the host an SQLAlchemy.
    """
    address, made = database(tmp_path), []

    def make(before=lambda app: None, *, name="host", db=True, mount=True, **config):
        app = Flask(name, root_path=str(tmp_path), template_folder=str(tmp_path / "templates"), static_folder=None)
        app.config.update(settings(tmp_path, address, PORTAL_URL_PREFIX=PREFIX), SECRET_KEY="the-secret-of-the-host")
        app.config.update({"SQLALCHEMY_DATABASE_URI": address, "PORTAL_DATABASE_URL": "", **config})
        if db:
            app.extensions["host_db"] = SQLAlchemy(app)
        before(app)
        if mount:
            Portal(app)
        made.append(app)
        return app

    yield make
    for app in made:
        if "sqlalchemy" in app.extensions:
            with app.app_context():
                app.extensions["sqlalchemy"].engine.dispose()


def fresh(act, *args, **kwargs):
    """Run as a server does, in a context of its own."""
    return contextvars.Context().run(act, *args, **kwargs)


def said(app, address, **how):
    return fresh(app.test_client().get, address, **how).get_data(as_text=True)


class TestDatabase:
    """(a) A host with its own Flask-SQLAlchemy."""

    @pytest.fixture
    def host(self, make_host):
        def before(app):
            db = app.extensions["host_db"]

            class Page(db.Model):
                id = db.Column(db.Integer, primary_key=True)
                title = db.Column(db.String(50))

            app.extensions["page"] = Page

        app = make_host(before)
        with app.app_context():
            app.extensions["host_db"].create_all()
            yield app

    @pytest.fixture
    def page(self, host):
        return host.extensions["page"]

    def test_one_session_one_database(self, host):
        assert session() is host.extensions["host_db"].session()
        assert list(host.extensions).count("sqlalchemy") == 1

    def test_one_transaction_holds_rows_of_both(self, host, page):
        with work() as db:
            db.add(page(title="host"))
            audit.note(db, "host.wrote", "page", 1, by=None)
        assert session().query(page).count() == 1 and session().query(AuditLine).filter_by(act="host.wrote").count() == 1

    def test_a_rollback_undoes_both(self, host, page):
        with pytest.raises(ZeroDivisionError), work() as db:
            db.add(page(title="host"))
            count(db, "ours")
            db.flush()
            1 / 0
        assert session().query(page).count() == 0 and counted(session(), "ours") == 0

    def test_the_hosts_create_all_makes_its_own_tables_only(self, make_host, tmp_path):
        app = make_host(mount=False, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'empty.db'}")
        db = app.extensions["host_db"]
        type("Page", (db.Model,), {"__tablename__": "page", "id": db.Column(db.Integer, primary_key=True)})
        Portal(app)
        with app.app_context():
            db.create_all()
            assert inspect(db.engine).get_table_names() == ["page"]
            assert not set(db.metadata.tables) & set(Model.metadata.tables)

    def test_our_upgrade_makes_our_tables_beside_and_leaves_the_hosts(self, make_host, tmp_path):
        app = make_host(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'empty.db'}")
        with app.app_context():
            session().execute(text("CREATE TABLE page (id INTEGER PRIMARY KEY)"))
            session().commit()
            migrate.upgrade()
            assert {"page", "portal_person", "portal_version"} <= set(inspect(migrate.engine()).get_table_names())
            migrate.downgrade()
            assert "page" in inspect(migrate.engine()).get_table_names()

    def test_the_hosts_engine_is_left_as_it_is(self, host):
        with migrate.engine().connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0

    def test_a_verb_takes_the_write_lock_at_once(self, host, tmp_path):
        with work():
            assert is_locked(tmp_path / "portal.db")
        assert not is_locked(tmp_path / "portal.db")

    def test_also_where_the_host_begins_transactions_itself(self, make_host, tmp_path):
        """SQLAlchemy's own recipe for SQLite: no driver's transactions, a BEGIN of one's own."""
        app = make_host()
        with app.app_context():
            engine = migrate.engine()

            @event.listens_for(engine, "connect")
            def _(connection, _record):
                connection.isolation_level = None

            @event.listens_for(engine, "begin")
            def _(connection):
                connection.exec_driver_sql("BEGIN")

            session().scalars(text("SELECT 1")).all()
            with work() as db:
                assert is_locked(tmp_path / "portal.db")
                count(db, "ours")
            assert counted(session(), "ours") == 1

    @pytest.mark.parametrize(
        "write",
        [
            lambda page: session().add(page(title="pending")),
            lambda page: (session().add(page(title="flushed")), session().flush()),
            lambda page: session().execute(page.__table__.insert().values(title="core")),
            lambda page: session().execute(text("INSERT INTO page (title) VALUES ('text')")),
            lambda page: session().query(page).filter_by(title="x").delete(),
        ],
        ids=["pending", "flushed", "core", "text", "deleted"],
    )
    def test_what_the_host_has_begun_is_refused_in_a_sentence_and_not_lost(self, host, page, write):
        write(page)
        with pytest.raises(RuntimeError, match="changes made before work\\(\\) would be lost"), work():
            pass
        session().commit()
        with work() as db:
            count(db, "ours")
        assert counted(session(), "ours") == 1

    def test_what_the_host_has_read_or_committed_is_no_hindrance(self, host, page):
        session().add(page(title="kept"))
        session().commit()
        session().query(page).all()
        session().execute(text("  select 1"))
        with work() as db:
            count(db, "ours")
        assert session().query(page).count() == 1

    def test_a_savepoint_of_the_host_does_not_hide_what_it_has_begun(self, host, page):
        with session().begin_nested():
            session().add(page(title="inner"))
        with pytest.raises(RuntimeError, match="would be lost"), work():
            pass

    def test_a_visit_counted_by_the_host_on_our_pages_is_kept(self, host, page, make_host):
        def before(app):
            @app.before_request
            def count_visit():
                app.extensions["host_db"].session.execute(text("INSERT INTO page (title) VALUES ('visit')"))

            @app.after_request
            def keep(answer):
                app.extensions["host_db"].session.commit()
                return answer

        app = make_host(before, name="counting")
        assert fresh(app.test_client().get, f"{PREFIX}/en/pitanja/").status_code == 200
        assert session().execute(text("SELECT count(*) FROM page")).scalar() == 1

    def test_an_unsaved_visit_stops_a_verb_with_our_page_and_a_sentence_in_the_log(self, host, page, make_host, caplog):
        def before(app):
            @app.before_request
            def count_visit():
                app.extensions["host_db"].session.execute(text("INSERT INTO page (title) VALUES ('visit')"))

        app = make_host(before, name="counting")
        reader = Browser(app)
        reader.opens(f"{PREFIX}/en/nalog/prijava/")
        reader.submits(email="a@test.example", password="x", expects=500)
        assert "would be lost" in caplog.text

    def test_a_site_without_sqlalchemy_names_our_database(self, make_host, tmp_path):
        app = make_host(db=False, PORTAL_DATABASE_URL=f"sqlite:///{tmp_path / 'portal.db'}")
        Browser(app).opens(f"{PREFIX}/sr/pitanja/")


def is_locked(file) -> bool:
    """Tell whether somebody holds the write lock of an SQLite file."""
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        other.close()
    return False


class TestUsers:
    """(b) A host with its own Flask-Login users."""

    @pytest.fixture
    def host(self, make_host):
        def before(app):
            class User(UserMixin):
                def __init__(self, id, email=""):
                    self.id, self.email = id, email

            app.extensions["users"] = {str(n): User(str(n), f"User{n}@host.example") for n in range(1, 50)}
            LoginManager(app).user_loader(app.extensions["users"].get)

            @app.route("/in/<id>")
            def come_in(id):
                login_user(app.extensions["users"][id])
                return "in"

            @app.route("/who")
            def who():
                return getattr(current_user, "email", "nobody")

        return make_host(before)

    def test_there_is_one_login_manager_and_it_is_the_hosts(self, host):
        assert host.login_manager._user_callback == host.extensions["users"].get
        assert host.login_manager._request_callback is None
        assert [f for f in host.after_request_funcs[None] if "remember" in f.__name__].__len__() == 1

    def test_a_host_without_one_gets_none(self, make_host):
        assert not hasattr(make_host(), "login_manager")

    def test_the_hosts_user_is_nobody_here_whatever_the_id(self, host):
        person = People(host).citizen()
        reader = Browser(host)
        reader.asks(f"/in/{person.id}")
        assert reader.asks("/who").text == f"User{person.id}@host.example"
        assert reader.asks(f"{PREFIX}/en/nalog/").status_code == 303
        assert reader._client.get_cookie(COOKIE, path=f"{PREFIX}/") is None

    def test_who_signs_in_here_is_nobody_there(self, host):
        person = People(host).citizen()
        reader = Browser(host)
        reader.opens(f"{PREFIX}/en/nalog/prijava/")
        reader.submits(email=person.email, password="lozinka za probu 1")
        assert reader.opens(f"{PREFIX}/en/nalog/") and reader.sees(person.name)
        assert reader.asks("/who").text == "nobody"

    def test_signing_out_here_leaves_the_host_alone(self, host):
        person = People(host).citizen()
        reader = Browser(host, person.token)
        reader.asks("/in/7")
        reader.opens(f"{PREFIX}/en/nalog/odjava/")
        reader.submits()
        assert reader.asks("/who").text == "User7@host.example"

    def test_the_bridge_lets_the_hosts_user_in_as_the_person_of_that_address(self, host):
        host.config["PORTAL_HOST_PERSON"] = lambda: getattr(current_user, "email", None)
        people = People(host)
        host.extensions["users"]["7"].email = people.citizen(name="Мира Марић").email.upper()
        reader = Browser(host)
        assert reader.asks(f"{PREFIX}/en/nalog/").status_code == 303
        reader.asks("/in/8")
        assert reader.asks(f"{PREFIX}/en/nalog/").status_code == 303
        reader.asks("/in/7")
        reader.opens(f"{PREFIX}/sr/nalog/")
        assert reader.sees("Мира Марић")


class TestForms:
    """(c) A host with Flask-WTF's CSRFProtect."""

    @pytest.fixture
    def host(self, make_host):
        def before(app):
            CSRFProtect(app)

            class HostForm(FlaskForm):
                word = StringField()

            @app.route("/form", methods=["GET", "POST"])
            def form():
                found = HostForm()
                return found.word.data or "taken" if request.method == "POST" else str(found.csrf_token)

        return make_host(before)

    def test_a_citizen_asks(self, host):
        reader = Browser(host)
        reader.opens(f"{PREFIX}/en/pitanja/pitaj/")
        options = [option["value"] for option in reader.page.select("#topic option")]
        reader.submits(
            title="Када ће се поправити пут?", text="Пут је пун рупа већ годину дана.", topic=options[1],
            office="predsednik-opstine", name="Пера Перић", email="pera@test.example",
        )  # fmt: skip
        assert "/poslato/" in reader.address

    def test_signing_in_works(self, host):
        person = People(host).citizen()
        reader = Browser(host)
        reader.opens(f"{PREFIX}/en/nalog/prijava/")
        reader.submits(email=person.email, password="lozinka za probu 1")
        assert reader.opens(f"{PREFIX}/en/nalog/")

    @pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
    def test_a_foreign_origin_is_still_refused_by_us(self, host, headers):
        Browser(host).sends(f"{PREFIX}/en/nalog/prijava/", email="a@b.rs", password="x", headers=headers, expects=403)

    def test_a_signed_in_persons_form_needs_our_token(self, host):
        person = People(host).citizen()
        reader = Browser(host, person.token)
        reader.sends(f"{PREFIX}/en/nalog/podaci/", name="Nova", version_key="en", expects=422)

    def test_the_hosts_own_form_stays_protected(self, host):
        client = host.test_client()
        assert client.post("/form", data={"word": "x"}, headers=SAME_ORIGIN).status_code == 400
        token = re.search(r'value="([^"]+)"', client.get("/form").text)[1]
        assert client.post("/form", data={"word": "x", "csrf_token": token}).text == "x"


@pytest.fixture
def write_words(tmp_path):
    """A function that writes the host's catalogue of one locale."""

    def write(locale, words, domain="messages"):
        folder = tmp_path / "translations" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog(locale=locale)
        for source, target in words.items():
            catalogue.add(source, target)
        with (folder / f"{domain}.mo").open("wb") as out:
            write_mo(out, catalogue)

    return write


def with_babel(locale):
    """What a host does that speaks `locale` on its own pages."""

    def before(app):
        Babel(app, locale_selector=lambda: g.get("locale", locale))

        @app.route("/page")
        def page():
            return f"{gettext('Restaurant')}|{gettext('Search')}|{get_locale()}"

        @app.route("/letter")
        def letter():
            """A page of the host that uses ours in passing."""
            first = gettext("Restaurant")
            with speaking("sr"):
                ours = gettext("Search")
            return f"{first}|{ours}|{gettext('Search')}|{gettext('Restaurant')}|{get_locale()}"

    return before


class TestWords:
    """(d) A host with its own Babel and catalogue `messages`."""

    def test_our_pages_speak_our_catalogue_and_the_hosts_pages_theirs(self, make_host, write_words):
        write_words("de", {"Restaurant": "Gasthaus"})
        app = make_host(with_babel("de"))
        client = Browser(app)
        for _ in range(2):
            assert client.asks("/page").text == "Gasthaus|Search|de"
            for key, words in {"sr": "Претражите", "lat": "Pretražite", "en": "Search"}.items():
                page = client.opens(f"{PREFIX}/{key}/")
                assert page.select_one("form.search button").text.strip() == words

    def test_the_hosts_page_is_as_before_after_it_used_ours(self, make_host, write_words):
        write_words("sr", {"Restaurant": "Кафана"})
        app = make_host(with_babel("sr"))
        assert said(app, "/letter") == "Кафана|Претражите|Search|Кафана|sr"

    def test_a_host_that_sets_up_babel_after_us_is_heard_too(self, make_host, write_words):
        write_words("de", {"Restaurant": "Gasthaus"})
        app = make_host()
        with_babel("de")(app)
        assert said(app, "/page") == "Gasthaus|Search|de"
        assert Browser(app).opens(f"{PREFIX}/lat/").select_one("form.search button").text.strip() == "Pretražite"

    def test_the_host_may_say_one_of_our_strings_its_way(self, make_host, write_words):
        write_words("sr", {"Search": "Тражи"})
        write_words("sr_Latn", {"Search": "Nađi"})
        write_words("en", {"Search": "Find"})
        app = make_host(with_babel("en"))
        for key, words in {"sr": "Тражи", "lat": "Nađi", "en": "Find"}.items():
            page = Browser(app).opens(f"{PREFIX}/{key}/")
            assert page.select_one("form.search button").text.strip() == words
            assert page.select_one(".govuk-skip-link").text != "Skip to content" or key == "en"

    def test_a_host_that_has_only_cyrillic_brings_no_cyrillic_into_latin(self, make_host, write_words):
        write_words("sr", {"Search": "Тражи", ("%(num)s thing", "%(num)s things"): ("%(num)s ствар", "%(num)s ствари", "%(num)s ствари")})
        app = make_host(with_babel("sr"))
        assert Browser(app).opens(f"{PREFIX}/lat/").select_one("form.search button").text.strip() == "Traži"
        assert said(app, "/page") == "Restaurant|Тражи|sr"

    def test_the_hosts_words_reach_our_letters(self, make_host, write_words, tmp_path):
        write_words("en", {"Checkpoint of the audit log": "Seal of the log"})
        app = make_host(with_babel("en"))
        with app.app_context(), work() as db:
            post(db, "house.checkpoint", Recipient("head@test.example", "en"), {"checkpoint": "1:x"})
        assert fresh(Mailbox(app).last, "head@test.example")["Subject"] == "Seal of the log"

    def test_several_catalogues_of_a_host_are_read_as_the_host_reads_them(self, make_host, write_words, tmp_path):
        write_words("en", {"Search": "Find"}, domain="messages")
        write_words("en", {"Menu": "Contents"}, domain="more")
        folders = f"{tmp_path / 'translations'};{tmp_path / 'translations'}"
        app = make_host(with_babel("en"), BABEL_TRANSLATION_DIRECTORIES=folders, BABEL_DOMAIN="messages;more")
        page = Browser(app).opens(f"{PREFIX}/en/")
        assert page.select_one("form.search button").text.strip() == "Find"
        assert page.select_one(".menu-fold summary").text.strip() == "Contents"

    def test_what_the_host_keeps_in_g_stays(self, make_host):
        def before(app):
            app.url_value_preprocessor(lambda endpoint, values: setattr(g, "babel_choice", "hr"))
            app.after_request(lambda answer: answer.headers.update({"X-Choice": g.get("babel_choice", "lost")}) or answer)

        assert fresh(make_host(before).test_client().get, f"{PREFIX}/sr/").headers["X-Choice"] == "hr"


class TestTemplates:
    """(e) A host that overrides a page."""

    def test_a_file_of_the_same_name_wins(self, make_host, tmp_path):
        folder = tmp_path / "templates" / "portal" / "questions"
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(
            '{% extends "portal/base.html" %}{% block title %}Наша страна{% endblock %}'
            '{% block main %}<h1>{{ _("Questions and answers") }} – по нашем</h1>{% endblock %}'
        )
        reader = Browser(make_host())
        assert reader.opens(f"{PREFIX}/lat/pitanja/").h1.text == "Pitanja i odgovori – по нашем"
        assert reader.opens(f"{PREFIX}/lat/pitanja/pitaj/").h1.text == "Postavite pitanje"

    def test_the_hosts_own_base_and_context_do_not_disturb_ours(self, make_host, tmp_path):
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "base.html").write_text("host's base")

        def before(app):
            app.context_processor(lambda: {"lang": "xx", "nav": "host's nav", "version": "9", "_host": request.path})

        reader = Browser(make_host(before))
        assert reader.opens(f"{PREFIX}/en/").html["lang"] == "en"
        assert reader.page.select(".main-nav a")

    def test_a_letter_is_written_outside_requests_as_if_we_were_alone(self, make_host):
        """The worker has no request, which a host's context processors may count on; blanks are ours as well."""

        def before(app):
            app.context_processor(lambda: {"here": request.path})

        app = make_host(before)
        with app.app_context(), work() as db:
            post(db, "house.checkpoint", Recipient("head@test.example", "sr"), {"checkpoint": "1:x"})
        text = fresh(Mailbox(app).last, "head@test.example").get_body(("plain",)).get_content()
        assert "1:x" in text and "\n\n\n" not in text.replace("\r", "")


class TestFailures:
    """(f) A host with its own pages of failure."""

    @pytest.fixture
    def host(self, make_host):
        def before(app):
            app.register_error_handler(404, lambda fault: ("host: not here", 404))
            app.register_error_handler(405, lambda fault: ("host: not so", 405))
            app.register_error_handler(413, lambda fault: ("host: too much", 413))
            app.register_error_handler(Exception, lambda fault: ("host: broken", 500))
            app.add_url_rule("/broken", "broken", lambda: 1 / 0)

        return make_host(before)

    @pytest.mark.parametrize("address", ["/sr/nema/", "/sr/pitanja/999999/", "/nema", "/nema/ovoga/", "/de/pitanja/"])
    def test_inside_the_prefix_ours(self, host, address):
        page = Browser(host).opens(PREFIX + address, expects=404)
        assert page.html["lang"] == "sr-Cyrl" and page.select_one("header .brand")

    def test_the_version_of_the_reader_is_spoken_where_the_address_has_none(self, host):
        page = Browser(host).opens(f"{PREFIX}/nema", expects=404, **{"Accept-Language": "en"})
        assert page.html["lang"] == "en"

    def test_a_method_that_no_page_takes_is_refused_by_ours(self, host):
        reader = Browser(host)
        reader.sends(f"{PREFIX}/en/pitanja/", expects=405)
        assert reader.answer.headers["Allow"] == "GET"
        assert reader.page.select_one("header .brand")

    def test_a_form_that_is_too_long_is_refused_by_ours(self, host):
        host.config["MAX_CONTENT_LENGTH"] = 1000
        reader = Browser(host)
        reader.sends(f"{PREFIX}/en/nalog/prijava/", email="x" * 2000, expects=413)
        assert reader.page.select_one("header .brand")

    def test_addresses_without_their_slash_still_lead_on(self, host):
        reader = Browser(host)
        for address in ("/sr", "/sr/pitanja"):
            assert reader.asks(PREFIX + address).status_code == 308

    def test_outside_the_hosts(self, host):
        assert said(host, "/nema/") == "host: not here"
        assert said(host, "/sr/pitanja/") == "host: not here"
        assert said(host, "/broken") == "host: broken"
        assert fresh(host.test_client().post, "/broken").text == "host: not so"

    def test_a_portal_at_the_root_of_a_site_leaves_unknown_addresses_to_it(self, make_host):
        app = make_host(lambda app: app.register_error_handler(404, lambda fault: ("host: not here", 404)), PORTAL_URL_PREFIX="")
        assert said(app, "/nema/") == "host: not here"
        Browser(app).opens("/sr/nema/", expects=404)


class TestAddresses:
    """(g) The prefix is in everything, whatever stands before it."""

    PAGES = ("/sr/", "/lat/pitanja/", "/en/pitanja/pitaj/", "/en/nalog/prijava/", "/sr/plan/", "/sr/podesavanja/")

    @pytest.mark.parametrize("root", ["", "/site"])
    def test_every_address_of_a_page_has_it(self, make_host, root):
        app = make_host(PORTAL_BASE_URL=f"http://localhost{root}")
        for page in self.PAGES:
            answer = fresh(app.test_client().get, PREFIX + page, environ_overrides={"SCRIPT_NAME": root})
            assert answer.status_code == 200
            found = BeautifulSoup(answer.text, "html5lib")
            addresses = [tag.get(name) for tag in found.select("*") for name in ("href", "src", "action") if tag.get(name)]
            assert len(addresses) > 20
            wrong = [a for a in addresses if not a.startswith((f"{root}{PREFIX}/", "#", "mailto:", "tel:", "http", "/static-of-host"))]
            assert wrong == []
            whole = {a for a in addresses if a.startswith("http")}
            assert all(a.startswith((f"http://localhost{root}{PREFIX}/", "https://")) for a in whole)

    @pytest.mark.parametrize("root", ["", "/site"])
    def test_hreflang_and_canonical_are_whole_and_lead_there(self, make_host, root):
        app = make_host(PORTAL_BASE_URL=f"http://localhost{root}")
        answer = fresh(app.test_client().get, f"{PREFIX}/lat/pitanja/", environ_overrides={"SCRIPT_NAME": root})
        found = BeautifulSoup(answer.text, "html5lib")
        assert found.select_one("link[rel=canonical]")["href"] == f"http://localhost{root}{PREFIX}/lat/pitanja/"
        others = {link["hreflang"]: link["href"] for link in found.select("link[hreflang]")}
        assert others == {
            lang: f"http://localhost{root}{PREFIX}/{key}/pitanja/" for lang, key in {"sr-Cyrl": "sr", "sr-Latn": "lat", "en": "en"}.items()
        }

    def test_static_files_are_there(self, make_host):
        reader = Browser(make_host())
        style = reader.opens(f"{PREFIX}/sr/").select_one("link[rel=stylesheet]")["href"]
        assert style.startswith(f"{PREFIX}/static/portal.css?v=")
        with reader.asks(style) as answer:
            assert answer.status_code == 200 and answer.mimetype == "text/css"

    def test_feeds_and_the_start_have_it(self, make_host):
        reader = Browser(make_host())
        assert reader.asks(f"{PREFIX}/").location == f"{PREFIX}/sr/"
        feed = ElementTree.fromstring(reader.asks(f"{PREFIX}/sr/pitanja/novo.atom").data)
        links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
        assert links and all(link.startswith(f"http://localhost{PREFIX}/sr/pitanja/") for link in links)

    def test_links_in_letters_are_whole(self, make_host):
        app = make_host(PORTAL_BASE_URL="http://localhost/site")
        reader = Browser(app)
        reader.opens(f"{PREFIX}/lat/nalog/zaboravljena-lozinka/")
        people = People(app)
        person = people.citizen()
        reader.submits(email=person.email)
        letter = fresh(Mailbox(app).last, person.email)
        for kind in ("plain", "html"):
            text = letter.get_body((kind,)).get_content()
            assert f"http://localhost/site{PREFIX}/sr/nalog/nova-lozinka/" in text
            assert re.findall(rf"http://localhost(?!/site{PREFIX}/)\S*", text) == []

    def test_our_cookies_are_for_our_addresses_only(self, make_host):
        app = make_host()
        person = People(app).citizen()
        reader = Browser(app)
        reader.opens(f"{PREFIX}/en/nalog/prijava/")
        reader.submits(email=person.email, password="lozinka za probu 1")
        for name in (COOKIE, "portal_device"):
            assert reader._client.get_cookie(name, path=f"{PREFIX}/"), name
            assert reader._client.get_cookie(name, path="/") is None
        reader.opens(f"{PREFIX}/en/nalog/odjava/")
        reader.submits()
        assert reader._client.get_cookie(COOKIE, path=f"{PREFIX}/") is None

    def test_also_behind_a_prefix_of_the_server(self, make_host):
        app = make_host()
        answer = fresh(
            app.test_client().post, f"{PREFIX}/en/nalog/prijava/", headers=SAME_ORIGIN, environ_overrides={"SCRIPT_NAME": "/site"},
            data={"email": People(app).citizen().email, "password": "lozinka za probu 1"},
        )  # fmt: skip
        kept = [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith(COOKIE)]
        assert kept and all(f"Path=/site{PREFIX}/;" in f"{cookie};" for cookie in kept)


class TestCache:
    """(h) `portal.wrap(app)` in a host."""

    @pytest.fixture
    def host(self, make_host):
        def before(app):
            app.extensions["asked"] = []
            app.before_request(lambda: app.extensions["asked"].append(request.path))
            app.add_url_rule("/page", "page", lambda: render_template_string("host's page"))
            app.add_url_rule("/sr/pitanja/", "like_ours", lambda: "host's page")

        return make_host(before)

    @pytest.mark.parametrize("how", ["before the server", "as Flask's own wsgi_app"])
    def test_our_pages_are_kept_and_the_hosts_are_not(self, host, how):
        layer = wrap(host)
        if how != "before the server":
            host.wsgi_app, layer = layer, host
        for page in ("/page", "/sr/pitanja/", f"{PREFIX}/sr/pitanja/", f"{PREFIX}/sr/nalog/prijava/"):
            for _ in range(2):
                assert fresh(self._opens, layer, page) == "200 OK"
        asked = host.extensions["asked"]
        assert [asked.count(p) for p in ("/page", "/sr/pitanja/", f"{PREFIX}/sr/pitanja/", f"{PREFIX}/sr/nalog/prijava/")] == [2, 2, 1, 2]

    def test_who_has_a_cookie_of_the_host_gets_a_page_from_memory_but_gives_none(self, host):
        layer = wrap(host)
        page = f"{PREFIX}/sr/pitanja/"
        fresh(self._opens, layer, page, "session=abc")
        fresh(self._opens, layer, page, "session=abc")
        assert host.extensions["asked"].count(page) == 2

    def test_a_size_of_nought_switches_it_off(self, make_host):
        app = make_host(PORTAL_CACHE_BYTES=0)
        assert wrap(app) is app

    @staticmethod
    def _opens(layer, path, cookies=""):
        heard = []
        environ = Flask("x").test_request_context(path, headers={"Cookie": cookies} if cookies else {}).request.environ
        parts = layer(environ, lambda status, headers, fault=None: heard.append(status))
        b"".join(parts)
        getattr(parts, "close", lambda: None)()
        return heard[0]


class TestOrder:
    """(i) The portal is mounted last."""

    def test_before_the_hosts_sqlalchemy_a_sentence_says_so(self, make_host):
        with pytest.raises(SettingsError, match="Mount the portal last: Portal\\(app\\) after SQLAlchemy\\(app\\)"):
            make_host(db=False)

    def test_mounting_twice_is_refused(self, make_host):
        app = make_host()
        with pytest.raises(ValueError, match="portal"):
            Portal(app)

    def test_a_host_without_a_secret_key_is_told(self, make_host):
        with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY is missing"):
            make_host(PORTAL_SECRET_KEY="", SECRET_KEY="")


class TestApart:
    """(j) Two sites in one process share nothing."""

    @pytest.fixture
    def two(self, make_host, tmp_path, write_words):
        """One host with German pages, one portal alone; each its own municipality and its own words."""
        folder = tmp_path / "other"
        folder.mkdir()
        (folder / "portal.db").write_bytes((tmp_path / "portal.db").read_bytes())
        write_words("sr", {"Search": "Тражи"})
        first = make_host(with_babel("de"))
        second = create_app(**settings(folder, f"sqlite:///{folder / 'portal.db'}", PORTAL_FEATURES=("questions",)))
        for app, name in ((first, "Прва"), (second, "Друга")):
            with app.app_context(), work() as db:
                fact = db.get_one(Fact, "municipality")
                fact.value = {**fact.value, "name_sr": name, "site_name_sr": name}
        yield first, second
        with second.app_context():
            session().get_bind().dispose()

    def test_pages_words_and_features_are_their_own(self, two):
        first, second = map(Browser, two)
        for _ in range(2):
            here, there = first.opens(f"{PREFIX}/sr/"), second.opens("/sr/")
            assert "Прва" in here.select_one(".brand").text and "Друга" in there.select_one(".brand").text
            assert here.select_one('.main-nav a[href="/grad/sr/plan/"]') and not there.select_one('.main-nav a[href*="plan"]')
            first.opens(f"{PREFIX}/lat/")
            second.opens("/en/")
        assert first.opens(f"{PREFIX}/sr/").select_one("form.search button").text.strip() == "Тражи"

    def test_people_sessions_and_counters_are_their_own(self, two):
        here, there = two
        person = People(here).citizen()
        Browser(here, person.token).opens(f"{PREFIX}/en/nalog/")
        assert Browser(there, person.token).asks("/en/nalog/").status_code == 303
        with here.app_context(), work() as db:
            db.add(Counter(name="only.here", value=5))
        with there.app_context():
            assert counted(session(), "only.here") == 0

    def test_pages_in_memory_are_their_own(self, two):
        layers = [wrap(app) for app in two]
        from werkzeug.test import Client

        for layer, page, name in zip(layers, (f"{PREFIX}/sr/", "/sr/"), ("Прва", "Друга"), strict=True):
            for _ in range(2):
                assert name in fresh(Client(layer).get, page).text

    def test_inside_each_other_they_speak_for_themselves(self, two):
        """A request of one that is answered while the other one is in the middle of its own."""
        here, there = two
        with here.test_request_context(f"{PREFIX}/sr/"), speaking("lat"):
            with there.app_context(), speaking("en"):
                assert session().get_bind().url.database.endswith("other/portal.db")
            assert not session().get_bind().url.database.endswith("other/portal.db")
            assert now()
