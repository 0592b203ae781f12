"""A browser sends a file over a line that breaks; on another evening it goes on where it stopped."""

import re

import pytest
from flask import render_template_string, request
from playwright.sync_api import expect
from wtforms import FileField

from portal.kernel import uploads
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.session import current_person
from portal.kernel.db import session
from portal.kernel.forms import Form
from tests.kernel.uploads.sending import PIECE, granted, newest, pdf, plain, root

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
PAGE = """{% extends "portal/base.html" %}{% import "portal/ui/field.html" as ui with context %}
{% import "portal/ui/upload.html" as upload with context %}{% block title %}Слање{% endblock %}
{% block main %}<h1>Слање</h1>{% call ui.form(form, upload=true) %}
{{ upload.upload(form.file, url_for("portal.uploads.create", grant=token), 3000000, unfinished=known) }}{{ ui.submit("Пошаљи") }}{% endcall %}
<p id="got">{{ got }}</p>{% endblock %}"""


class Sending(Form):
    file = FileField("Датотека")


@pytest.fixture
def ana(site, somebody):
    """Somebody at a page with such a field, in the place of another page."""

    def page():
        got = f"{request.form['upload']} {len(request.files['file'].read())}" if request.method == "POST" else ""
        me = current_person().id
        known = uploads.resumable(session(), "test", "call:1", me)
        return render_template_string(PAGE, form=Sending(), token=granted(me).token, known=known, got=got)

    site.app.view_functions["portal.site.preferences"] = allow(ANYONE)(page)
    walker = somebody("sr", be=site.people.citizen("Ana"))
    walker.opens("podesavanja/")
    return walker


def chooses(walker, content, name="Пријава.pdf"):
    walker.page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/pdf", "buffer": content})


def stored(site, content):
    upload = newest(session())
    assert plain(session(), upload)[1] == content
    return uploads.manifest_of(session(), upload).root


def test_the_line_breaks_and_sending_goes_on_then_the_form_goes_without_the_file(site, ana):
    content, seen = pdf(4 * PIECE + 99), []

    def breaks(route):
        seen.append(route.request.headers["upload-checksum"])
        route.abort() if len(seen) in {2, 3} else route.continue_()

    ana.page.route("**/uploads/tus/at/*", lambda route: breaks(route) if route.request.method == "PATCH" else route.continue_())
    chooses(ana, content)
    ana.page.clock.install()
    ana.page.get_by_role("button", name="Пошаљи").click()
    expect(ana.page.locator("[data-upload-said]")).to_have_text(ana.word("The line is broken. We wait and go on from where it stopped; you need not do anything."))
    for _ in range(3):
        ana.page.clock.run_for(3000)
    expect(ana.page.locator("#got")).to_have_text(re.compile(" 0$"), timeout=15_000)
    assert len(seen) == 7, "two pieces were sent again, nothing else"
    assert site.inside(stored, site, content) == root(content)
    got = ana.page.locator("#got").text_content().split()
    assert got[1] == "0", "the file itself is not sent a second time"
    assert got[0] == site.inside(lambda: newest(session()).key)
    ana.heard()


def test_a_pause_keeps_what_came_and_another_evening_goes_on(site, ana):
    content = pdf(3 * PIECE)
    held = []
    ana.page.route("**/uploads/tus/at/*", lambda route: held.append(route) if route.request.headers.get("upload-offset") == str(PIECE) else route.continue_())
    chooses(ana, content)
    ana.page.get_by_role("button", name="Пошаљи").click()
    expect(ana.page.locator("progress")).to_have_attribute("value", "33")
    ana.button("Pause").click()
    expect(ana.page.locator("[data-upload-said]")).to_have_text(ana.word("Paused. What has arrived is kept."))
    assert site.inside(lambda: newest(session()).offset) == PIECE
    ana.page.unroute_all(behavior="ignoreErrors")
    ana.opens("podesavanja/")
    chooses(ana, pdf(3 * PIECE, seed=2), "друга.pdf")
    chooses(ana, content)
    ana.page.get_by_role("button", name="Пошаљи").click()
    expect(ana.page.locator("#got")).to_have_text(re.compile(" 0$"), timeout=15_000)
    assert site.inside(stored, site, content) == root(content)
    assert site.inside(lambda: session().query(uploads.Upload).count()) == 1
    ana.heard()


def test_cancelling_takes_it_away_and_a_refusal_is_said(site, ana):
    chooses(ana, b"MZ" + bytes(5000), "a.pdf")
    ana.page.get_by_role("button", name="Пошаљи").click()
    expect(ana.page.locator("[data-upload-said]")).to_contain_text(ana.word("This file is of a kind that is not accepted here. Accepted are: %(kinds)s.", kinds="DOCX, JPEG, ODS, ODT, PDF, PNG, TXT, XLSX"))
    chooses(ana, bytes(3_000_001))
    ana.page.get_by_role("button", name="Пошаљи").click()
    expect(ana.page.locator("[data-upload-said]")).to_have_text(ana.word("The file is too large."))
    ana.page.route("**/uploads/tus/at/*", lambda route: None if route.request.method == "PATCH" else route.continue_())
    chooses(ana, pdf(5000))
    ana.page.get_by_role("button", name="Пошаљи").click()
    expect(ana.page.locator("[data-upload-said]")).to_have_text(ana.word("Sending: {percent} of 100 has arrived.").replace("{percent}", "0"))
    with ana.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        ana.button("Cancel sending").click()
    expect(ana.page.locator("[data-upload-panel]")).to_be_hidden()
    assert site.inside(lambda: newest(session()).is_gone)
    assert ana.heard() == []
