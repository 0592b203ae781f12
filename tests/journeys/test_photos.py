"""Photos in a real browser: made smaller before they are sent, and covered by mouse, finger, keys, or numbers alone."""


import pytest
from flask import render_template_string, request

from portal.kernel import photos, worker
from portal.kernel.db import session, work
from portal.kernel.photos import Box
from portal.kernel.photos.forms import redact_form, takes_photos
from portal.kernel.photos.models import Photo
from tests.kernel.photos.keeping import attached, pages_of
from tests.kernel.photos.samples import corners, jpeg
from tests.kernel.photos.test_forms import COVER, REPORT, SHOW, ReportForm
from tests.support import seeing
from tests.support.site import versions

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def report(site):
    @takes_photos
    def page():
        form = ReportForm(request.form)
        if form.is_sent():
            with work() as db:
                for received in form.photos:
                    photos.attach(db, received, kind="thing", id=1, by=None)
            return render_template_string(SHOW, all=(), staff=True)
        return render_template_string(REPORT, form=form), 422 if request.method == "POST" else 200

    return pages_of(site.app, get=page)


@pytest.fixture
def covering(site):
    def page():
        found = session().get(Photo, 1)
        form = redact_form(found)
        if form.is_sent():
            with work() as db:
                photos.redact(db, 1, form.boxes.data, by=None, seen=int(form.seen.data))
            return render_template_string(SHOW, all=photos.of(session(), "thing", 1), staff=True)
        return render_template_string(COVER, form=form, photo=found), 422 if request.method == "POST" else 200

    def shown(photo_id, revision, size):
        from portal.kernel.photos.views import served

        return served(session().get(Photo, photo_id), size)

    shown.permission = "anyone"
    site.app.view_functions["portal.photos.show"] = shown
    site.inside(attached, jpeg(corners(1200, 900)))
    site.inside(worker.once, site.app)
    return pages_of(site.app, get=page)


def large() -> bytes:
    """A photo of twelve megapixels that does not pack well."""
    from PIL import Image

    return jpeg(Image.effect_noise((1000, 750), 70).resize((4000, 3000)).convert("RGB"), turn=6, quality=90)


def sent(site) -> list[tuple[int, int]]:
    return site.inside(lambda: [(found.width, found.height) for found in photos.of(session(), "thing", 1)])


class TestShrinking:
    def chooses(self, walker, *contents):
        chosen = [{"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": content} for n, content in enumerate(contents)]
        walker.page.get_by_label("Photos (not obligatory)").set_input_files(chosen)

    def test_a_large_photo_is_made_smaller_before_it_is_sent(self, site, somebody, report):
        walker = somebody("en", width=360)
        walker.opens(report)
        self.chooses(walker, large(), jpeg(corners(300, 200)))
        walker.page.get_by_text("The photos are ready for sending.").wait_for()
        assert walker.page.evaluate("document.querySelector('input[type=file]').files[0].size") < len(large()) / 2
        assert "MB" in walker.page.locator(".picked").inner_text()
        walker.page.get_by_label("Наслов").fill("Рупа")
        with walker.page.expect_navigation():
            walker.page.get_by_role("button", name="Send").click()
        assert sent(site) == [(1500, 2000), (300, 200)], "turned upright, and the small one as it was"

    def test_who_presses_at_once_sends_the_small_ones_too(self, site, somebody, report):
        walker = somebody("en")
        walker.opens(report)
        walker.page.get_by_label("Наслов").fill("Рупа")
        self.chooses(walker, large())
        with walker.page.expect_navigation():
            walker.page.get_by_role("button", name="Send").click()
        assert sent(site) == [(1500, 2000)]

    def test_what_is_no_photo_is_sent_as_it_is_and_refused_by_the_server(self, site, somebody, report):
        walker = somebody("en")
        walker.opens(report)
        walker.page.get_by_label("Наслов").fill("Рупа")
        self.chooses(walker, b"<script>alert(1)</script>")
        with walker.page.expect_navigation():
            walker.page.get_by_role("button", name="Send").click()
        assert walker.reads("is not a photo") and walker.page.get_by_label("Наслов").input_value() == "Рупа"

    def test_without_a_program_the_photo_goes_as_it_is(self, site, somebody, report):
        walker = somebody("en", js=False)
        walker.opens(report)
        walker.page.get_by_label("Наслов").fill("Рупа")
        self.chooses(walker, large())
        with walker.page.expect_navigation():
            walker.page.get_by_role("button", name="Send").click()
        assert sent(site) == [(3000, 4000)]


class TestCovering:
    def covered(self, site):
        def boxes():
            session().rollback()
            return session().get_one(Photo, 1).covered

        return site.inside(boxes)

    def saves(self, walker):
        with walker.page.expect_navigation():
            walker.page.get_by_role("button", name="Cover these places").click()

    def at(self, walker, x, y):
        area = walker.page.locator("[data-cover-picture]").bounding_box()
        return area["x"] + area["width"] * x, area["y"] + area["height"] * y

    def test_by_mouse(self, site, somebody, covering):
        walker = somebody("en")
        walker.opens(covering)
        mouse = walker.page.mouse
        mouse.move(*self.at(walker, 0.1, 0.2))
        mouse.down()
        mouse.move(*self.at(walker, 0.2, 0.3))
        mouse.move(*self.at(walker, 0.5, 0.6))
        mouse.up()
        mouse.move(*self.at(walker, 0.3, 0.4))
        mouse.down()
        mouse.move(*self.at(walker, 0.4, 0.4))
        mouse.up()
        self.saves(walker)
        assert_near(self.covered(site), [Box(0.2, 0.2, 0.4, 0.4)])

    def test_by_finger(self, site, somebody, covering):
        walker = somebody("en", width=360, has_touch=True, is_mobile=True)
        walker.opens(covering)
        finger = walker.context.new_cdp_session(walker.page)
        walker.page.locator("[data-cover-picture]").scroll_into_view_if_needed()

        def touch(kind, *place):
            points = [{"x": place[0], "y": place[1]}] if place else []
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", *self.at(walker, 0.6, 0.1))
        for step in range(1, 6):
            touch("touchMove", *self.at(walker, 0.6 + step * 0.06, 0.1 + step * 0.1))
        touch("touchEnd")
        self.saves(walker)
        assert_near(self.covered(site), [Box(0.6, 0.1, 0.3, 0.5)])

    def test_by_keys_alone(self, site, somebody, covering):
        walker = somebody("en")
        walker.opens(covering)
        keys = walker.page.keyboard
        walker.page.get_by_role("button", name="Add a rectangle").press("Enter")
        for key in ["ArrowLeft"] * 10 + ["ArrowUp"] * 5 + ["Shift+ArrowRight"] * 4 + ["Shift+ArrowUp"] * 3:
            keys.press(key)
        walker.page.get_by_role("button", name="Add a rectangle").press("Enter")
        keys.press("Delete")
        assert walker.page.locator(".cover__box").count() == 1
        assert walker.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Rectangle 1"
        self.saves(walker)
        assert_near(self.covered(site), [Box(0.3, 0.35, 0.24, 0.17)])

    def test_more_rectangles_than_rows(self, site, somebody, covering):
        walker = somebody("en")
        walker.opens(covering)
        for _ in range(5):
            walker.page.get_by_role("button", name="Add a rectangle").click()
        assert walker.page.locator("[data-cover-row] legend").all_inner_texts() == [f"Rectangle {n}" for n in range(1, 6)]
        self.saves(walker)
        assert_near(self.covered(site), [Box(0.4, 0.4, 0.2, 0.2)] * 5)

    def test_numbers_and_picture_say_the_same(self, site, somebody, covering):
        walker = somebody("en")
        walker.opens(covering)
        for label, number in (("From the left, %", "10"), ("From the top, %", "20,5"), ("Width, %", "30"), ("Height, %", "40")):
            walker.page.get_by_label(label).first.fill(number)
        style = walker.page.locator(".cover__box").get_attribute("style")
        assert "left: 10%" in style and "top: 20.5%" in style and "height: 40%" in style
        self.saves(walker)
        assert_near(self.covered(site), [Box(0.1, 0.205, 0.3, 0.4)])

    def test_without_a_program_by_numbers(self, site, somebody, covering):
        walker = somebody("en", js=False)
        walker.opens(covering)
        assert not walker.page.get_by_role("button", name="Add a rectangle").is_visible()
        for label, number in (("From the left, %", "10"), ("From the top, %", "20"), ("Width, %", "30"), ("Height, %", "40")):
            walker.page.get_by_label(label).first.fill(number)
        self.saves(walker)
        assert_near(self.covered(site), [Box(0.1, 0.2, 0.3, 0.4)])

    @versions("lat")
    def test_everybody_can_use_the_page(self, site, somebody, covering, version):
        walker = somebody(version)
        walker.opens(covering.replace("/en/", f"/{version}/"))
        walker.page.locator("[data-cover-add]").click()
        for width in (1280, 360):
            seeing.looks(walker.page, width=width)
            assert not seeing.barriers(walker.page)
        seeing.looks(walker.page, width=320, size="xxl", spacing="wide")
        assert not seeing.sticks_out(walker.page)


def assert_near(found, wanted):
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        for side in ("left", "top", "width", "height"):
            assert getattr(one, side) == pytest.approx(getattr(other, side), abs=0.012), (one, other)


