"""The field for photos and the page on which places are covered: without a program in the browser, in each version."""

import io

import pytest
from flask import render_template_string, request

from portal.kernel import photos
from portal.kernel.db import session, work
from portal.kernel.files import store
from portal.kernel.files.forms import Files, FormWithFiles
from portal.kernel.forms import AtMost, Filled, Line
from portal.kernel.photos import Box
from portal.kernel.photos.forms import FormWithPhotos, redact_form, takes_photos
from portal.kernel.photos.models import Photo
from portal.kernel.refusals import Refusal
from portal.kernel.words import VERSIONS
from tests.kernel.files import samples as files
from tests.kernel.photos import samples
from tests.kernel.photos.keeping import attached, pages_of, photo, ready
from tests.kernel.photos.samples import corners, jpeg

PAGE = """{% extends "portal/base.html" %}{% import "portal/photos/_photos.html" as pictures with context %}
{% import "portal/ui/field.html" as ui with context %}{% block title %}Проба{% endblock %}{% block main %}<h1>Проба</h1>"""
REPORT = PAGE + """{{ ui.summary(form) }}<form method="post" novalidate enctype="multipart/form-data">{{ ui.hidden(form) }}
{{ ui.text(form.title) }}{{ pictures.field(form.pictures) }}{{ ui.submit("Send") }}</form>{% endblock %}"""
COVER = PAGE + "{{ ui.summary(form) }}{{ pictures.covering(photo, form) }}{% endblock %}"
SHOW = PAGE + "{{ pictures.photos(all, staff=staff) }}{% endblock %}"


class ReportForm(FormWithPhotos):
    title = Line("Наслов", validators=[Filled("Напишите наслов."), AtMost(50)])


@pytest.fixture
def report(app):
    """A page on which a thing with photos is reported."""

    @takes_photos
    def page():
        form = ReportForm(request.form)
        if form.is_sent():
            try:
                with work() as db:
                    for received in form.photos:
                        photos.attach(db, received, kind="thing", id=1, by=None)
                return "sent", {"Content-Type": "text/plain"}
            except Refusal as refusal:
                form.refuse(refusal)
        return render_template_string(REPORT, form=form), 422 if request.method == "POST" else 200

    return pages_of(app, get=page)


def pictures(*contents, name="IMG.jpg"):
    return [(io.BytesIO(content), name) for content in contents]


def kept() -> list[Photo]:
    session().rollback()
    return list(photos.of(session(), "thing", 1))


class TestField:
    def test_photos_of_a_valid_form_are_received(self, db, nobody, report):
        nobody.opens(report)
        field = nobody.page.select_one("input[type=file]")
        assert field["accept"] == "image/jpeg,image/png,image/webp" and field.has_attr("multiple")
        nobody.submits(title="Рупа", pictures=pictures(jpeg(), samples.png()))
        assert [(found.width, found.place) for found in kept()] == [(800, 1), (800, 2)]

    def test_without_photos_it_is_valid_too(self, db, nobody, report):
        nobody.opens(report)
        nobody.submits(title="Рупа")
        assert nobody.answer.text == "sent" and not kept()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            (pictures(files.HTML), "is not a photo"),
            (pictures(jpeg()[:3000]), "did not arrive whole"),
            (pictures(samples.png_that_claims(20_000, 10_000)), "has too many pixels: the most is 20 million"),
            (pictures(b"\0\0\0\x24ftypheic" + bytes(100)), "HEIC"),
            (pictures(b""), "is empty"),
            (pictures(jpeg() + files.HTML), "is damaged"),
            (pictures(*[jpeg()] * 6), "the most is 5"),
            (pictures(jpeg(), files.HTML), "is not a photo"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(self, db, nobody, report, sent, said):
        nobody.opens(report)
        nobody.submits(title="Рупа на путу", pictures=sent, expects=422)
        assert said in nobody.page.select_one("#pictures-error").text
        assert nobody.page.select_one("#title")["value"] == "Рупа на путу"
        assert nobody.page.select_one("#pictures")["aria-invalid"] == "true"
        assert not kept() and not list(store.folder().glob("*/*"))

    def test_sixty_megabytes_are_refused_in_a_sentence_and_nothing_typed_is_lost(self, db, nobody, report):
        nobody.opens(report)
        nobody.submits(title="Рупа", pictures=pictures(jpeg() + bytes(60 * 1024 * 1024)), expects=422)
        nobody.answer.request.environ["wsgi.input"].close()
        assert "the most is 15 MB" in nobody.page.select_one("#pictures-error").text
        assert nobody.page.select_one("#title")["value"] == "Рупа"

    def test_a_photo_of_any_size_is_refused_beside_the_field_and_more_than_is_heard_not_taken_at_all(self, db, nobody, report):
        for megabytes, expects in ((77, 422), (81, 413)):
            nobody.sends(report, pictures=pictures(bytes(megabytes * 1024 * 1024)), expects=expects)
            nobody.answer.request.environ["wsgi.input"].close()
            assert ("the most is 15 MB" in nobody.answer.text) is (expects == 422)

    def test_when_something_else_is_wrong_the_photos_are_asked_for_again_and_not_kept(self, db, nobody, report):
        nobody.opens(report)
        nobody.submits(pictures=pictures(jpeg()), expects=422)
        assert "Choose the photos again" in nobody.page.select_one("#pictures-error").text
        assert not list(store.folder().glob("*/*"))

    def test_so_when_a_verb_refuses(self, db, nobody, report):
        for n in range(4):
            attached(jpeg(corners(40 + n, 40)))
        nobody.opens(report)
        nobody.submits(title="Рупа", pictures=pictures(jpeg(), samples.png()), expects=422)
        assert "Too many photos: the most is 5" in nobody.page.select_one("#pictures-error").text
        assert len(kept()) == 4

    def test_a_form_takes_photos_and_files_side_by_side(self, app, db):
        class Both(FormWithPhotos, FormWithFiles):
            pass

        sent = {"pictures": pictures(jpeg()), "files": [(io.BytesIO(files.PDF), "odluka.pdf")]}
        with app.test_request_context(method="POST", data=sent):
            form = Both(request.form)
            assert form.is_sent(), form.errors
            assert [received.width for received in form.photos] == [800]
            assert [received.name for received in form.uploads] == ["odluka.pdf"]
            assert isinstance(form.files, Files)


@pytest.fixture
def covering(app):
    """A function that makes a page on which a moderator covers places of a photo."""

    def make(id: int) -> str:
        def page():
            found = session().get(Photo, id)
            form = redact_form(found)
            if form.is_sent():
                try:
                    with work() as db:
                        photos.redact(db, id, form.boxes.data, by=None, seen=int(form.seen.data))
                    return "covered", {"Content-Type": "text/plain"}
                except Refusal as refusal:
                    form.refuse(refusal)
            return render_template_string(COVER, form=form, photo=found), 422 if request.method == "POST" else 200

        return pages_of(app, get=page)

    return make


def row(number: int, *sides: str) -> dict[str, str]:
    names = ("left", "top", "width", "height")
    return {f"boxes-{name}": side for name, side in zip(names, sides, strict=True)}


class TestCoveringPage:
    def test_rows_of_numbers_become_rectangles(self, app, db, nobody, covering):
        found = ready(app)
        at = covering(found.id)
        page = nobody.opens(at)
        assert len(page.select("[data-cover-row]")) == 3
        sent = {f"boxes-{side}": values for side, values in zip(
            ("left", "top", "width", "height"), (["10", "", "50"], ["12,5", "", "0"], ["25 %", "", "50"], ["5.25", " ", "100"]), strict=True
        )}  # fmt: skip
        nobody.submits(**sent)
        assert photo(found.id).covered == [Box(0.1, 0.125, 0.25, 0.0525), Box(0.5, 0, 0.5, 1)]
        again = [field.get("value") for field in nobody.opens(at).select(".cover__row input")]
        assert again == ["10", "12.5", "25", "5.25", "50", "0", "50", "100"] + [""] * 12

    def test_emptied_rows_uncover(self, app, db, nobody, covering):
        found = ready(app)
        with work() as writing:
            photos.redact(writing, found.id, [Box(0, 0, 1, 1)], by=None, seen=1)
        nobody.opens(covering(found.id))
        empty = [""] * 4
        nobody.submits(**{f"boxes-{side}": empty for side in ("left", "top", "width", "height")})
        assert photo(found.id).covered == []

    @pytest.mark.parametrize("wrong", ["101", "-1", "пола", "nan", "1e9", "", "10 20"])
    def test_what_lies_not_on_the_picture_is_said_and_stays(self, app, db, nobody, covering, wrong):
        found = ready(app)
        nobody.opens(covering(found.id))
        nobody.submits(**row(1, wrong, "1", "2", "3"), expects=422)
        assert "between 0 and 100" in nobody.page.select_one("#boxes-error").text
        assert [field.get("value") for field in nobody.page.select(".cover__row input")][:4] == [wrong, "1", "2", "3"]
        assert photo(found.id).revision == 1

    def test_too_many_are_said(self, app, db, nobody, covering):
        found = ready(app)
        nobody.opens(covering(found.id))
        nobody.submits(**{f"boxes-{side}": ["1"] * 500 for side in ("left", "top", "width", "height")}, expects=422)
        assert "the most is 40" in nobody.page.select_one("#boxes-error").text
        assert len(nobody.page.select(".cover__row")) < 50

    def test_who_saw_an_older_one_is_told(self, app, db, nobody, covering):
        found = ready(app)
        nobody.opens(covering(found.id))
        with work() as writing:
            photos.redact(writing, found.id, [Box(0, 0, 1, 1)], by=None, seen=1)
        nobody.submits(**row(1, "1", "1", "2", "3"), expects=422)
        assert "in the meantime" in nobody.page.select_one(".govuk-error-summary").text
        assert photo(found.id).covered == [Box(0, 0, 1, 1)]

    @pytest.mark.parametrize("version", VERSIONS)
    def test_it_speaks_every_version(self, app, db, nobody, covering, version):
        at = covering(ready(app).id).replace("/en/", f"/{version}/")
        assert nobody.opens(at).select_one("[data-cover-picture] img")["alt"]

    def test_while_the_picture_is_made_the_numbers_can_be_written(self, app, db, nobody, covering):
        page = nobody.opens(covering(attached()))
        assert not page.select("main img") and len(page.select(".cover__row")) == 3


class TestShowing:
    @pytest.fixture
    def showing(self, app):
        def page():
            return render_template_string(SHOW, all=photos.of(session(), "thing", 1), staff=request.args.get("staff") == "yes")

        return pages_of(app, get=page)

    def test_small_pictures_lead_to_large_ones_and_say_what_they_are(self, app, db, nobody, public, showing):
        ready(app, description="Рупа „код школе“ & <b>")
        ready(app, samples.png(), id=1)
        attached(jpeg(corners(60, 60)))
        page = nobody.opens(showing)
        links = page.select(".photos a")
        assert [link.select_one("img")["alt"] for link in links] == ["Photo 1 of 2: Рупа „код школе“ & <b>", "Photo 2 of 2"]
        assert (links[0].img["width"], links[0].img["height"]) == ("400", "300")
        for link in links:
            for at in (link["href"], link.img["src"]):
                with nobody.asks(at) as answer:
                    assert answer.status_code == 200 and answer.mimetype == "image/jpeg", at
        latin = nobody.opens(showing.replace("/en/", "/lat/"))
        assert "Rupa „kod škole“ & <b>" in latin.select_one(".photos img")["alt"]

    def test_staff_also_see_that_one_is_prepared(self, app, db, nobody, showing):
        attached()
        assert not nobody.opens(showing).select(".photos")
        assert nobody.opens(f"{showing}?staff=yes").select_one(".photos .state")
