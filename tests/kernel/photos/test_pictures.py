"""What is shown: turned as the camera was held, nothing in it but pixels, black where it is covered."""

import io
import os
import shutil
import subprocess

import pytest
from PIL import Image

from portal.kernel.photos import Box, anatomy, pictures
from portal.kernel.photos.anatomy import BrokenError
from tests.kernel.photos.bare import markers
from tests.kernel.photos.samples import BLUE, GREEN, OWNER, RED, REMARK, WHITE, corners, exif, jpeg, png, saved, webp

pytestmark = pytest.mark.one_engine

MAKERS = {"JPEG": jpeg, "PNG": png, "WebP": webp}


def shown(content: bytes, turn: int = 1, *boxes: Box) -> pictures.Shown:
    return pictures.derive(anatomy.read(content).bare, turn, boxes)


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def is_near(found, wanted, much=40) -> bool:
    return all(abs(a - b) <= much for a, b in zip(found, wanted, strict=True))


def quarters(image):
    width, height = image.size
    return [image.getpixel((x, y)) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]


UPRIGHT = {
    1: [RED, GREEN, BLUE, WHITE],
    2: [GREEN, RED, WHITE, BLUE],
    3: [WHITE, BLUE, GREEN, RED],
    4: [BLUE, WHITE, RED, GREEN],
    5: [RED, BLUE, GREEN, WHITE],
    6: [BLUE, RED, WHITE, GREEN],
    7: [WHITE, GREEN, BLUE, RED],
    8: [GREEN, WHITE, RED, BLUE],
}
"""The four quarters, above and below, as one sees them who holds the camera so (EXIF 2.3, orientation)."""


@pytest.mark.parametrize("turn", UPRIGHT)
def test_each_way_of_holding_a_camera_is_turned_upright(turn):
    made = shown(jpeg(), turn)
    for content, size in ((made.large, (800, 600)), (made.small, (400, 300))):
        image = opened(content)
        assert image.size == (size if turn < 5 else size[::-1])
        assert all(is_near(*pair) for pair in zip(quarters(image), UPRIGHT[turn], strict=True))


@pytest.mark.parametrize("kind", MAKERS)
def test_nothing_but_pixels_is_in_what_is_shown(kind):
    """Read byte by byte: no EXIF, no place, no profile, no remark, nothing behind the end."""
    made = shown(MAKERS[kind]())
    for content in (made.small, made.large):
        found = markers(content)
        assert found[-1] == "END"
        assert set(found) <= {"E0", "DB", "C0", "C2", "C4", "DA", "DD", "END"}
        assert content[6:11] == b"JFIF\0" and found.count("E0") == 1
        for secret in (OWNER.encode(), REMARK, b"Exif", b"GPS", b"profile", b"Telefon", b"2026:11", b"xmp"):
            assert secret not in content
        assert not opened(content).getexif() and set(opened(content).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


@pytest.mark.parametrize("kind", MAKERS)
def test_exiftool_finds_nothing_either(kind, tmp_path):
    """An independent judge; .ci/run installs it, so there it is never skipped."""
    if shutil.which("exiftool") is None:
        assert not os.environ.get("CI"), "exiftool is missing: .ci/run installs libimage-exiftool-perl"
        pytest.skip("exiftool is not installed; the test above reads the bytes itself")
    sent, large = tmp_path / "sent", tmp_path / "large.jpg"
    sent.write_bytes(MAKERS[kind]())
    large.write_bytes(shown(MAKERS[kind]()).large)
    asked = ["-G1", "-a", "-u", "-ee"]
    assert "GPSLatitude" in said(*asked, "-s", sent), "the test's own photo has a place"
    groups = {line.split("]")[0].strip("[ ") for line in said(*asked, large).splitlines()}
    assert groups <= {"ExifTool", "System", "File", "JFIF", "Composite"}
    assert said("-gps:all", "-exif:all", "-xmp:all", "-icc_profile:all", "-comment", large).strip() == ""


def said(*arguments) -> str:
    done = subprocess.run(["exiftool", *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize(
    ("sides", "large", "small"),
    [
        ((4000, 3000), (1600, 1200), (400, 300)),
        ((3000, 4000), (1200, 1600), (300, 400)),
        ((1601, 10), (1600, 10), (400, 2)),
        ((300, 200), (300, 200), (300, 200)),
        ((5000, 1), (1600, 1), (400, 1)),
    ],
)
def test_large_and_small_have_their_sizes_and_nothing_is_made_larger(sides, large, small):
    made = shown(saved(corners(*sides)))
    assert (opened(made.large).size, opened(made.small).size) == (large, small)


def test_transparent_places_are_white():
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    for content in (png(image), webp(image), png(image.convert("LA")), png(image.convert("P"))):
        assert is_near(opened(shown(content).large).getpixel((50, 50)), WHITE, 6)


def test_sixteen_bits_of_grey_are_grey():
    image = opened(shown(png(Image.new("I;16", (40, 30), 32_768))).large)
    assert is_near(image.getpixel((20, 15)), (128, 128, 128), 6)


class TestCovering:
    BOX = Box(0.5, 0.0, 0.25, 0.5)

    @pytest.mark.parametrize("turn", UPRIGHT)
    @pytest.mark.parametrize("size", ["large", "small"])
    def test_what_is_covered_is_black_as_the_picture_is_seen(self, turn, size):
        image = opened(getattr(shown(jpeg(), turn, self.BOX), size))
        width, height = image.size
        inside = (width // 2, 0, width * 3 // 4, height // 2)
        assert brightest(image, inside) <= 2, "no trace of what lay there"
        assert is_near(image.getpixel((width // 4, height // 4)), UPRIGHT[turn][0])
        assert is_near(image.getpixel((width * 7 // 8, height // 4)), UPRIGHT[turn][1])

    def test_the_edges_are_rounded_outwards(self):
        assert Box(0.1001, 0.1001, 0.1, 0.1).on(100, 100) == (10, 10, 21, 21)
        assert Box(0, 0, 1, 1).on(100, 50) == (0, 0, 99, 49)
        assert Box(0.9, 0.9, 1, 1).on(100, 100) == (90, 90, 99, 99)
        assert Box(0.999, 0, 0.0001, 0.0001).on(10, 10) == (9, 0, 9, 1)

    @pytest.mark.parametrize(
        "box",
        [Box(-0.1, 0, 1, 1), Box(0, 0, 0, 1), Box(0, 0, 1, 0), Box(0, 0, 1.1, 1), Box(1, 0, 0.1, 1), Box(float("nan"), 0, 1, 1), Box(0, float("inf"), 1, 1)],
    )  # fmt: skip
    def test_what_lies_not_on_the_picture_is_no_box(self, box):
        assert not box.is_right

    def test_one_pixel_s_text_under_it_is_gone(self):
        """A chessboard of single pixels would shine through any rounding."""
        board = Image.new("L", (800, 600))
        board.putdata([255 * ((x + y) % 2) for y in range(600) for x in range(800)])
        image = opened(shown(saved(board, "PNG"), 1, Box(0.25, 0.25, 0.5, 0.5)).large)
        assert brightest(image, (200, 150, 600, 450)) <= 2


def brightest(image, place) -> int:
    """Inside a rectangle, less the blocks of the JPEG that also hold what lies beside it."""
    left, top, right, bottom = place
    return max(high for _, high in image.crop((left + 16, top + 16, right - 16, bottom - 16)).getextrema())


class TestFailsClosed:
    def test_garbage_behind_a_right_head_shows_nothing(self):
        content = png()
        place = content.index(b"IDAT") + 10
        with pytest.raises(BrokenError):
            pictures.derive(content[:place] + b"\0" * 50 + content[place + 50 :], 1, [])

    def test_a_decoder_that_fails_in_any_way_shows_nothing(self, monkeypatch):
        for fault in (ValueError("x"), OSError("x"), SyntaxError("x"), IndexError("x"), RuntimeError("x")):
            monkeypatch.setattr(Image.Image, "resize", lambda *_args, fault=fault, **_how: (_ for _ in ()).throw(fault))
            with pytest.raises(BrokenError):
                shown(jpeg())

    def test_memory_that_is_short_is_our_fault_and_is_tried_again(self, monkeypatch):
        monkeypatch.setattr(Image.Image, "resize", lambda *_args, **_how: (_ for _ in ()).throw(MemoryError()))
        with pytest.raises(MemoryError):
            shown(jpeg())

    def test_anything_beside_the_pixels_in_what_was_made_shows_nothing(self, monkeypatch):
        real = Image.Image.save

        def talkative(self, out, kind, **how):
            real(self, out, kind, **how, comment=b"made by us")

        content = jpeg()
        monkeypatch.setattr(Image.Image, "save", talkative)
        with pytest.raises(BrokenError, match="beside"):
            shown(content)

    def test_a_decoder_that_sees_another_picture_shows_nothing(self):
        found = exif()
        assert found
        with pytest.raises(BrokenError):
            pictures.derive(moving_png(), 1, [])


def moving_png() -> bytes:
    return saved(corners(40, 40), "PNG", save_all=True, append_images=[Image.new("RGB", (40, 40))])
