"""The administrator issues keys to other programs and revokes them."""

import pytest
from sqlalchemy import select

from portal.features.problems.models import ApiKey
from portal.kernel.audit import AuditLine
from portal.kernel.db import session
from tests.features.problems.open311.programs import Program
from tests.features.problems.open311.test_sending import HOLE, revoked

KEYS = "/sr/problemi/postavke/kljucevi/"


def issues(administrator, name="Моја улица", contact="app@primer.rs", expects=200):
    """Issue a key on the page, and read it from the page that follows."""
    administrator.opens(f"{KEYS}novi/")
    administrator.submits(name=name, contact=contact, expects=expects)
    shown = administrator.page.select_one("#api-key")
    return shown.text if shown else None


def test_a_key_is_shown_once_and_works(app, people):
    administrator = people.administrator()
    issues(administrator, "Туђ програм")
    secret = issues(administrator)
    assert Program(app, secret).posts(**HOLE)[0]["service_request_id"] == "2026-1"
    administrator.opens(KEYS)
    assert administrator.page.select_one('a[href="/open311/discovery.json"]').text == "http://localhost/open311/discovery.json"
    assert secret not in str(administrator.page) and secret[:6] in administrator.page.text
    mine, other = administrator.page.select("main article")
    assert "Моја улица" in mine.text and "app@primer.rs" in mine.text and "последњи пут коришћен" in mine.text
    assert "још није коришћен" in other.text


def test_the_page_with_the_key_is_kept_by_nobody(people):
    administrator = people.administrator()
    issues(administrator)
    assert administrator.answer.headers["Cache-Control"] == "no-store"


def test_two_presses_issue_one(app, people):
    administrator = people.administrator()
    administrator.opens(f"{KEYS}novi/")
    form = administrator.page.select_one("main form[method=post]")
    sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")} | {"name": "Програм", "contact": "x"}
    administrator.sends(f"{KEYS}novi/", **sent)
    administrator.sends(f"{KEYS}novi/", **sent)
    assert administrator.address == KEYS and administrator.sees("Кључ је већ издат.")
    with app.app_context():
        assert len(session().scalars(select(ApiKey)).all()) == 1


@pytest.mark.parametrize("missing", ["name", "contact"])
def test_name_and_contact_are_obligatory_and_what_was_typed_stays(people, missing):
    administrator = people.administrator()
    typed = {"name": "Програм", "contact": "x@primer.rs"} | {missing: " "}
    administrator.opens(f"{KEYS}novi/")
    administrator.submits(expects=422, **typed)
    other = "contact" if missing == "name" else "name"
    assert administrator.page.select_one(f"#{missing}-error")
    assert administrator.page.select_one(f"#{other}")["value"] == typed[other]


def test_a_revoked_key_is_marked_and_cannot_be_revoked_again(app, people):
    administrator = people.administrator()
    secret = issues(administrator)
    stays = issues(administrator, "Други програм")
    page = revoked(app, people, "Моја улица")
    assert page.sees("Кључ је опозван.")
    last = page.page.select("main article")[-1]
    assert "опозван" in last.text and not last.select("form")
    Program(app, secret).posts(403, **HOLE)
    Program(app, stays).posts(**HOLE)
    page.sends(f"{KEYS}1/opoziv/", seen="2", csrf_token=page.page.select_one("[name=csrf_token]")["value"], expects=409)


def test_each_step_stands_in_the_audit_log_without_the_key(app, people):
    administrator = people.administrator()
    secret = issues(administrator)
    revoked(app, people, "Моја улица")
    with app.app_context():
        lines = session().scalars(select(AuditLine).where(AuditLine.subject_kind == "api_key").order_by(AuditLine.seq)).all()
        assert [(line.act, line.subject_id) for line in lines] == [("problems.key.issue", "1"), ("problems.key.revoke", "1")]
        assert lines[0].actor_id == administrator.id and secret not in str([line.details for line in lines])


def test_nobody_else_sees_the_keys(people, nobody):
    for visitor in (people.moderator(), people.clerk(), people.citizen()):
        visitor.opens(KEYS, expects=403)
        visitor.opens(f"{KEYS}novi/", expects=403)
    assert nobody.asks(KEYS).status_code == 303
