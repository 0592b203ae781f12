"""What holds for every page, whoever reads it."""

import contextvars
import json
import re

import pytest
from bs4 import BeautifulSoup
from werkzeug.routing import AnyConverter

from portal import wrap
from portal.kernel.access import ANYONE, SIGNED_IN
from portal.kernel.accounts import session as sessions
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import COOKIE
from portal.kernel.db import work
from tests.support.browser import SAME_ORIGIN

pytestmark = pytest.mark.one_engine


@pytest.fixture
def town(told):
    """The portal with the demonstration, its people, and a session of one person per role."""
    app, people = told

    def begin():
        with app.app_context(), work() as db:
            found = {row["role"]: db.query(Person).filter_by(email=row["email"]).one() for row in people}
            return {role: sessions.begin(db, person, "test", second_factor=True) for role, person in found.items()}

    return app, people, contextvars.Context().run(begin)


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


@pytest.mark.parametrize("is_thorough", (False, pytest.param(True, marks=pytest.mark.slow)), ids=("in-turns", "thorough"))
def test_no_page_is_open_to_those_it_is_not_for_and_none_ever_enters_the_cache(town, is_thorough):
    """Every page through the cache, as each role and as a citizen, then as nobody.

    The declared permission decides, nothing breaks, and nobody sees anything of those who walked before. Everybody a page is
    not for is refused it; of those it is for, two open it, by turns, and all of them in `make test-all`.
    """
    app, people, tokens = town
    layer = wrap(app)
    app.wsgi_app = layer if not hasattr(layer, "wsgi_app") else layer.wsgi_app
    table = app.extensions["portal"].permissions
    held = {row["role"]: contextvars.Context().run(_roles, app, row["email"]) for row in people}
    private = [row["email"] for row in people] + [row["name"] for row in people if row["role"] not in {"citizen"}]
    pages = list(addresses(app))

    def is_for(permission, who):
        return permission == ANYONE or (who and (permission == SIGNED_IN or table[permission] & held[who]))

    def readers(place, permission):
        found = [who for who in tokens if is_for(permission, who)]
        return found if is_thorough else [found[(place + turn) % len(found)] for turn in range(min(2, len(found)))]

    for who in (*tokens, None):
        client = app.test_client()
        if who:
            client.set_cookie(COOKIE, tokens[who])
        for place, (endpoint, address) in enumerate(pages):
            permission = app.view_functions[endpoint].permission
            allowed = is_for(permission, who)
            if who and allowed and who not in readers(place, permission):
                continue
            answer = opens(app, client, address)
            assert answer.status_code < 500 or endpoint.endswith("ready"), f"{who} {address}: {answer.status_code}"
            if not allowed:
                assert answer.status_code == (403 if who else 303), f"{who} opened {address}"
            if who is None:
                _is_for_everybody(endpoint, address, answer, private)


def _is_for_everybody(endpoint, address, answer, private):
    text = answer.get_data().decode(errors="replace")
    for words in private:
        assert words not in text, f"{address} shows {words} to nobody"
    assert "csrf_token" not in text, f"{address} gives nobody a token"
    assert not endpoint.endswith(("show", "index")) or "Set-Cookie" not in answer.headers


def _roles(app, email):
    with app.app_context(), work() as db:
        return db.query(Person).filter_by(email=email).one().roles


def test_no_unsafe_request_passes_from_another_site_or_without_a_token(town):
    """Every POST, as the mightiest people, without the form's token, and as one of them by turns from another site."""
    app, _people, tokens = town
    mighty = ("administrator", "moderator", "official-mayor")
    for turn, who in enumerate(mighty):
        client = app.test_client()
        client.set_cookie(COOKIE, tokens[who])
        for place, rule in enumerate(app.url_map.iter_rules()):
            if "POST" not in (rule.methods or ()) or not rule.endpoint.startswith("portal."):
                continue
            view = app.view_functions[rule.endpoint]
            values = {"version": "sr", **{name: sample(rule, name) for name in rule.arguments - {"version"}}}
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
            if not getattr(view, "other_credential", False) and place % len(mighty) == turn:
                for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
                    answer = contextvars.Context().run(client.post, address, headers=headers)
                    assert answer.status_code == 403, f"{who} {address} {headers}: {answer.status_code}"
            answer = contextvars.Context().run(client.post, address, headers=SAME_ORIGIN, data={"csrf_token": "forged"})
            assert answer.status_code < 500, f"{who} {address}"


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
