"""What holds for every page, whoever reads it."""

import contextvars
import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup
from werkzeug.routing import AnyConverter

from portal import create_app, wrap
from portal.kernel import demo
from portal.kernel.access import ANYONE, SIGNED_IN
from portal.kernel.accounts import session as sessions
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import COOKIE
from portal.kernel.clock import clock
from portal.kernel.db import session, work
from tests.conftest import MONDAY, settings
from tests.support.browser import SAME_ORIGIN

pytestmark = pytest.mark.one_engine


@pytest.fixture(scope="module")
def told(tmp_path_factory, database):
    """The demonstration, told once: where its database lies, its people, and a session of one person per role."""
    folder = tmp_path_factory.mktemp("told")
    app = create_app(**settings(folder, database(folder)))

    def fill():
        with app.app_context():
            found = demo.run()
            tokens = {}
            with work() as db:
                for row in found:
                    person = db.query(Person).filter_by(email=row["email"]).one()
                    tokens[row["role"]] = sessions.begin(db, person, "test", second_factor=True)
            session().get_bind().dispose()
            return found, tokens

    with clock.standing_at(MONDAY):
        return folder, *contextvars.Context().run(fill)


@pytest.fixture
def town(told, tmp_path, make_app):
    """The portal on a copy of it, its people and their sessions."""
    folder, found, tokens = told
    app = make_app()
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return app, found, tokens


SAMPLES = {"question_id": "1", "draft_id": "1", "item_id": "1", "key": "predsednik-opstine", "code": "aaaaaaaaaa", "token": "x" * 32}


def sample(rule, name):
    """A value that an address takes: one of those it names, else one of ours."""
    converter = rule._converters.get(name)
    return min(converter.items) if isinstance(converter, AnyConverter) else SAMPLES.get(name, "1")


def addresses(app):
    """Every page of the portal that a GET opens, with sample values."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.endswith(".static") or not rule.endpoint.startswith("portal."):
            continue
        values = {"version": "sr", **{name: sample(rule, name) for name in rule.arguments - {"version"}}}
        with app.test_request_context():
            yield rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, values)


def opens(app, client, address):
    """The answer to a GET, read whole and closed: a picture comes from an open file."""
    answer = contextvars.Context().run(client.get, address)
    assert answer.data is not None
    answer.close()
    return answer


def test_no_page_is_open_to_those_it_is_not_for(town):
    """Every page as nobody, as a citizen, and as each role: the declared permission decides, and nothing breaks."""
    app, people, tokens = town
    table = app.extensions["portal"].permissions
    roles = {row["role"]: row for row in people}
    with app.app_context():
        held = {key: contextvars.Context().run(_roles, app, row["email"]) for key, row in roles.items()}
    for who in (None, *tokens):
        client = app.test_client()
        if who:
            client.set_cookie(COOKIE, tokens[who])
        for endpoint, address in addresses(app):
            permission = app.view_functions[endpoint].permission
            answer = opens(app, client, address)
            assert answer.status_code < 500 or endpoint.endswith("ready"), f"{who} {address}: {answer.status_code}"
            allowed = permission == ANYONE or (who and (permission == SIGNED_IN or table[permission] & held[who]))
            if not allowed:
                assert answer.status_code == (403 if who else 303), f"{who} opened {address}"


def _roles(app, email):
    with app.app_context(), work() as db:
        return db.query(Person).filter_by(email=email).one().roles


def test_no_unsafe_request_passes_from_another_site_or_without_a_token(town):
    """Every POST, as the mightiest people, from another site and then without the form's token."""
    app, _people, tokens = town
    for who in ("administrator", "moderator", "official-mayor"):
        client = app.test_client()
        client.set_cookie(COOKIE, tokens[who])
        for rule in app.url_map.iter_rules():
            if "POST" not in (rule.methods or ()) or not rule.endpoint.startswith("portal."):
                continue
            view = app.view_functions[rule.endpoint]
            values = {"version": "sr", **{name: sample(rule, name) for name in rule.arguments - {"version"}}}
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
            if not getattr(view, "other_credential", False):
                for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
                    answer = contextvars.Context().run(client.post, address, headers=headers)
                    assert answer.status_code == 403, f"{who} {address} {headers}: {answer.status_code}"
            answer = contextvars.Context().run(client.post, address, headers=SAME_ORIGIN, data={"csrf_token": "forged"})
            assert answer.status_code < 500, f"{who} {address}"


def test_no_personal_page_ever_enters_the_cache(town):
    """Everybody walks every page through the cache; then nobody does, and sees nothing of them."""
    app, people, tokens = town
    layer = wrap(app)
    app.wsgi_app = layer if not hasattr(layer, "wsgi_app") else layer.wsgi_app
    for who in tokens:
        client = app.test_client()
        client.set_cookie(COOKIE, tokens[who])
        for _endpoint, address in addresses(app):
            opens(app, client, address)
    nobody = app.test_client()
    private = [row["email"] for row in people] + [row["name"] for row in people if row["role"] not in {"citizen"}]
    for endpoint, address in addresses(app):
        answer = opens(app, nobody, address)
        text = answer.get_data().decode(errors="replace")
        for words in private:
            assert words not in text, f"{address} shows {words} to nobody"
        assert "csrf_token" not in text, f"{address} gives nobody a token"
        assert not endpoint.endswith(("show", "index")) or "Set-Cookie" not in answer.headers


SKELETON_SKIPS = {"portal.programs.dev_mail", "portal.programs.dev_letter"}


def skeleton(page):
    return [
        (tag.name, tuple(sorted(set(tag.attrs) - {"lang", "aria-current"})))
        for tag in page.find_all(True)
        if tag.name != "span" and tag.parent.name not in {"span"}
    ]


def test_the_three_versions_of_a_page_differ_only_in_words(app, nobody):
    for rule in app.url_map.iter_rules():
        endpoint = rule.endpoint
        if "GET" not in (rule.methods or ()) or not endpoint.startswith("portal.") or rule.arguments != {"version"}:
            continue
        if app.view_functions[endpoint].permission != ANYONE or endpoint in SKELETON_SKIPS:
            continue
        pages = {}
        for version in ("sr", "lat", "en"):
            answer = nobody.asks(app.url_map.bind("localhost").build(endpoint, {"version": version}))
            if answer.mimetype != "text/html" or answer.status_code != 200:
                break
            pages[version] = skeleton(BeautifulSoup(answer.data, "html5lib"))
        assert len({json.dumps(found) for found in pages.values()}) <= 1, f"{endpoint}: the versions differ in more than words"


def test_every_answer_carries_the_headers_of_safety(app, nobody, people):
    citizen = people.citizen()
    for browser, address in ((nobody, "/sr/"), (nobody, "/sr/nema-toga/"), (nobody, "/sr/pitanja/novo.atom"), (citizen, "/sr/nalog/"), (nobody, "/static/portal.css")):
        answer = browser.asks(address)
        headers = answer.headers
        answer.close()
        assert "script-src 'self'" in headers["Content-Security-Policy"] and "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"]
    assert citizen.asks("/sr/nalog/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/sr/%00", "/sr/pitanja/999999999999999999999/", "/sr/pitanja/?posle=%ff%fe", "/sr/arhiva/?q=%00%22)(*", "/sr/pitanja/funkcije/%D1%88/"])
def test_rubbish_in_an_address_breaks_nothing(nobody, address):
    assert nobody.asks(address).status_code < 500


def test_braces_in_a_field_come_back_as_text(nobody):
    nobody.opens("/sr/arhiva/?q={{7*7}}{% raw %}")
    assert "49" not in nobody.page.select_one("main").text and "{{7*7}}" in str(nobody.page)


def test_hostile_html_in_a_question_stays_text(app, nobody):
    from tests.features.questions.asking import Asking

    id = Asking(app).published('<script>alert(1)</script> & "наслов"', text='<img src=x onerror=alert(1)> javascript:alert(1) http://a.example/"><b>')
    for address in (f"/sr/pitanja/{id}/", "/lat/pitanja/", "/en/"):
        nobody.opens(address)
        assert not nobody.page.select("main script, main img, main b")
        assert all(re.match(r"(https?:|mailto:|tel:|/|#|\?)", a["href"]) for a in nobody.page.select("a[href]"))
