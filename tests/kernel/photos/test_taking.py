"""A photo is what its bytes say, or it is not taken; what is taken is nothing but the picture."""

import io
import random
import time
import zipfile

import pytest
from PIL import Image

from portal.kernel.files import store
from portal.kernel.files.refusals import EmptyFile, NotStored, TooLarge
from portal.kernel.photos import anatomy, pictures, receive, receiving
from portal.kernel.photos.refusals import BrokenPhoto, HeicPhoto, NoPhoto, TooManyPixels
from portal.kernel.refusals import Refusal
from tests.kernel.files import samples as files
from tests.kernel.photos import samples
from tests.kernel.photos.bare import chunks, markers
from tests.kernel.photos.keeping import upload
from tests.kernel.photos.samples import OWNER, REMARK, WHERE, chunk, corners, jpeg, jpeg_that_claims, png, saved, webp

pytestmark = pytest.mark.one_engine

HONEST = {
    "a phone's JPEG": jpeg(),
    "a progressive JPEG": jpeg(progressive=True),
    "a grey JPEG": jpeg(corners().convert("L")),
    "a JPEG for printers": saved(corners().convert("CMYK")),
    "a JPEG of one pixel": saved(corners(1, 1)),
    "a PNG": png(),
    "a PNG with a palette": png(corners().convert("P")),
    "a PNG with transparent places": png(corners().convert("RGBA")),
    "a PNG of sixteen bits": png(Image.new("I;16", (40, 30), 40_000)),
    "a PNG of one bit": png(corners().convert("1")),
    "a WebP": webp(),
    "a WebP without losses": webp(lossless=True),
    "a WebP with transparent places": webp(Image.new("RGBA", (60, 40), (10, 20, 30, 40))),
}


def taken(content: bytes, name: str = "IMG_2026.jpg"):
    [received] = receive([upload(content, name)])
    return received, store.read(received.digest)


@pytest.mark.parametrize("case", HONEST)
def test_honest_photos_are_taken_and_can_be_shown(db, case):
    received, kept = taken(HONEST[case])
    with Image.open(io.BytesIO(HONEST[case])) as image:
        assert (received.width, received.height) == image.size
    shown = pictures.derive(kept, received.turn, [])
    assert markers(shown.large)[-1] == markers(shown.small)[-1] == "END"


@pytest.mark.parametrize("case", HONEST)
def test_what_is_stored_has_nothing_beside_the_picture(db, case):
    _, kept = taken(HONEST[case])
    assert OWNER.encode() not in kept and REMARK not in kept and b"Exif" not in kept and b"profile" not in kept
    if case.startswith(("a phone", "a progressive", "a grey")):
        assert {marker for marker in markers(kept) if marker[0] == "E" and len(marker) == 2} == set()
        assert "FE" not in markers(kept)
    if case.startswith("a PNG"):
        assert set(chunks(kept)) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


@pytest.mark.parametrize("case", HONEST)
def test_and_its_pixels_are_the_same(db, case):
    _, kept = taken(HONEST[case])
    with Image.open(io.BytesIO(HONEST[case])) as sent, Image.open(io.BytesIO(kept)) as stored:
        assert sent.convert("RGBA").tobytes() == stored.convert("RGBA").tobytes()


@pytest.mark.parametrize("name", ["slika.png", "слика.webp", "slika.pdf", "slika", "x.html", "../../../x.jpg"])
def test_the_name_says_nothing(db, name):
    """Phones give photos wrong ends; it is never stored nor shown."""
    assert taken(jpeg(), name)[0].width == 800


class TestPlace:
    @pytest.mark.parametrize("where", [WHERE, (-33.856, 151.215), (40.0, -74.5)])
    def test_the_camera_s_place_is_a_proposal(self, db, where):
        received, _ = taken(jpeg(where=where))
        assert received.position == pytest.approx(where, abs=0.000001)

    @pytest.mark.parametrize("make", [png, webp])
    def test_of_other_kinds_too(self, db, make):
        assert taken(make())[0].position == pytest.approx(WHERE, abs=0.000001)

    @pytest.mark.parametrize("where", [None, (0.0, 0.0)])
    def test_none_is_none(self, db, where):
        assert taken(jpeg(where=where))[0].position is None

    def test_garbage_in_it_is_no_place_and_no_fault(self, db):
        chance = random.Random(5)
        block = samples.exif(6).tobytes()
        for _ in range(400):
            hurt = bytearray(block)
            for _ in range(chance.randint(1, 12)):
                hurt[chance.randrange(6, len(hurt))] = chance.randrange(256)
            received, _ = taken(jpeg(corners(16, 16), exif=bytes(hurt)))
            assert 1 <= received.turn <= 8
            assert received.position is None or (abs(received.position[0]) <= 90 and abs(received.position[1]) <= 180)

    @pytest.mark.parametrize(("turn", "sides"), [(1, (800, 600)), (3, (800, 600)), (6, (600, 800)), (8, (600, 800))])
    def test_how_it_was_held_tells_its_sides(self, db, turn, sides):
        received, _ = taken(jpeg(turn=turn))
        assert (received.turn, received.width, received.height) == (turn, *sides)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("index.html", files.HTML)
    return out.getvalue()


def moving() -> bytes:
    return saved(corners(40, 40), "WEBP", save_all=True, append_images=[Image.new("RGB", (40, 40))], duration=100)


HOSTILE = {
    "nothing": (b"", EmptyFile),
    "text": (files.TEXT, NoPhoto),
    "a page": (files.HTML, NoPhoto),
    "a drawing with a program": (files.SVG, NoPhoto),
    "a document": (files.PDF, NoPhoto),
    "a program": (b"MZ" + bytes(500), NoPhoto),
    "a zip": (zipped(), NoPhoto),
    "a virus": (files.EICAR, NoPhoto),
    "a GIF": (saved(corners(), "GIF"), NoPhoto),
    "a TIFF": (saved(corners(), "TIFF"), NoPhoto),
    "a BMP": (saved(corners(), "BMP"), NoPhoto),
    "an AVIF": (b"\0\0\0\x20ftypavif" + bytes(100), NoPhoto),
    "an iPhone's HEIC": (b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + bytes(500), HeicPhoto),
    "the begin of a JPEG": (b"\xff\xd8\xff", BrokenPhoto),
    "a JPEG of nothing": (b"\xff\xd8\xff\xd9", BrokenPhoto),
    "the name of a PNG": (b"\x89PNG\r\n\x1a\n", BrokenPhoto),
    "a JPEG cut off in the middle": (jpeg()[: len(jpeg()) // 2], BrokenPhoto),
    "a JPEG without its end": (jpeg()[:-2], BrokenPhoto),
    "a PNG cut off": (png()[:-20], BrokenPhoto),
    "a PNG with a changed part": (png()[:100] + b"?" + png()[101:], BrokenPhoto),
    "a WebP cut off": (webp()[:-20], BrokenPhoto),
    "a WebP that moves": (moving(), BrokenPhoto),
    "a JPEG and a zip": (jpeg() + zipped(), BrokenPhoto),
    "a JPEG and a page": (jpeg() + files.HTML, BrokenPhoto),
    "a JPEG and a document": (jpeg() + files.PDF, BrokenPhoto),
    "a JPEG and a program": (jpeg() + b"MZ" + bytes(500), BrokenPhoto),
    "a PNG and a zip": (png() + zipped(), BrokenPhoto),
    "a PNG and a page": (png() + b"\n<SCRIPT>alert(1)</SCRIPT>", BrokenPhoto),
    "a WebP and a zip": (webp() + zipped(), BrokenPhoto),
    "a PNG bomb": (samples.png_that_claims(20_000, 10_000), TooManyPixels),
    "a PNG bomb of the largest size": (samples.png_that_claims(2**31 - 1, 2**31 - 1), TooManyPixels),
    "a PNG that claims no size": (samples.png_that_claims(0, 10), BrokenPhoto),
    "a JPEG bomb": (jpeg_that_claims(20_000, 10_000), TooManyPixels),
    "a progressive JPEG bomb": (jpeg_that_claims(7_000, 6_000, b"\xff\xc2"), TooManyPixels),
    "a JPEG that claims no size": (jpeg_that_claims(0, 0), BrokenPhoto),
    "a JPEG with a second frame": (saved(corners(64, 64))[:2] + saved(corners(64, 64))[2:-2] + saved(corners())[2:], BrokenPhoto),
    "a WebP bomb": (samples.webp_that_claims(16_383, 16_383), TooManyPixels),
    "a JPEG of a hundred scans": (b"", BrokenPhoto),
    "a JPEG of a million remarks": (b"\xff\xd8" + b"\xff\xfe\0\2" * 1_000_000 + jpeg()[2:], BrokenPhoto),
    "a PNG of a million chunks": (png()[:33] + chunk(b"teXt", b"") * 1_000_000 + png()[33:], BrokenPhoto),
    "a JPEG of fill bytes": (b"\xff\xd8" + b"\xff" * 14_000_000 + b"\x00", BrokenPhoto),
}


def scans(count: int) -> bytes:
    content = saved(corners(64, 64), progressive=True)
    place = content.rindex(b"\xff\xda")
    return content[:place] + content[place:-2] * count + content[-2:]


HOSTILE["a JPEG of a hundred scans"] = (scans(100), BrokenPhoto)


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_photo_is_refused_quickly_and_stores_nothing(db, case):
    content, refusal = HOSTILE[case]
    begin = time.perf_counter()
    with pytest.raises(refusal) as said:
        receive([upload(content, "slika.jpg")])
    assert time.perf_counter() - begin < 3
    assert "slika.jpg" in str(said.value)
    assert not list(store.folder().glob("*/*"))


def test_a_bomb_is_refused_before_anybody_decodes_it(db, monkeypatch):
    monkeypatch.setattr(Image, "open", lambda *_args, **_how: pytest.fail("it was opened"))
    for bomb in ("a PNG bomb", "a JPEG bomb", "a progressive JPEG bomb", "a WebP bomb"):
        with pytest.raises(TooManyPixels) as said:
            receive([upload(HOSTILE[bomb][0])])
        assert said.value.words["most"] in {80, 40, 20}


@pytest.mark.parametrize(
    ("claim", "most"),
    [
        (lambda side: jpeg_that_claims(8_000, side), 10_000),
        (lambda side: jpeg_that_claims(8_000, side, b"\xff\xc2"), 5_000),
        (lambda side: samples.png_that_claims(8_000, side), 2_500),
        (lambda side: samples.webp_that_claims(8_000, side), 2_500),
    ],
    ids=["JPEG", "progressive JPEG", "PNG", "WebP"],
)
def test_the_most_pixels_of_each_kind(claim, most):
    assert anatomy.read(claim(most)).height == most
    with pytest.raises(anatomy.TooManyPixelsError):
        anatomy.read(claim(most + 1))


@pytest.mark.parametrize(
    "behind",
    [
        b"\0" * 500,
        jpeg(corners(40, 40)),
        b"\0\0\0\x18ftypmp42" + b"\xff\xd8\xff".join([b"film"] * 100),
        b"Image_UTC_Data1763629872000" + b"SEFH" + bytes(30) + b"SEFT",
    ],
    ids=["noughts", "a second picture", "a film", "a maker's note"],
)
def test_what_cameras_put_behind_a_picture_is_left_out(db, behind):
    _, kept = taken(jpeg() + behind)
    assert kept == taken(jpeg())[1]


def test_the_small_copy_that_a_camera_keeps_inside_is_left_out(db):
    """It would show what is covered later."""
    inside = saved(corners(160, 120))
    content = jpeg(exif=samples.exif().tobytes() + inside)
    assert inside in content
    assert inside[20:] not in taken(content)[1]


def test_fifteen_megabytes_are_the_most_and_sixty_are_not_read(db):
    fits = jpeg()[:2] + b"".join(b"\xff\xfe\xff\xff" + bytes(65533) for _ in range(239)) + jpeg()[2:]
    assert len(fits) < receiving.LARGEST
    assert taken(fits)[0].width == 800
    big = upload(fits + bytes(60 * 1024 * 1024))
    with pytest.raises(TooLarge):
        receive([big])
    assert big.stream.tell() == receiving.LARGEST + 1


def test_one_that_is_wrong_stores_none(db):
    with pytest.raises(NoPhoto):
        receive([upload(jpeg()), upload(files.HTML)])
    assert not list(store.folder().glob("*/*"))


def test_a_disk_that_is_full_is_said(db, monkeypatch):
    monkeypatch.setattr(store, "put", lambda _content: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(NotStored):
        receive([upload(jpeg())])


def test_no_bytes_flipped_or_cut_make_a_fault(db):
    """Whatever is in it, it is refused now or in the worker, or shown as a sound picture."""
    chance = random.Random(11)
    small = [make(corners(48, 32)) for make in (jpeg, png, webp)] + [jpeg(corners(48, 32), progressive=True)]
    for _ in range(600):
        content = chance.choice(small)
        hurt = bytearray(content[: chance.randint(1, len(content))] if chance.random() < 0.2 else content)
        for _ in range(chance.randint(1, 6)):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        try:
            found = anatomy.read(bytes(hurt))
            pictures.try_out(found)
            shown = pictures.derive(found.bare, 1, [])
        except (anatomy.NoPhotoError, anatomy.BrokenError, anatomy.TooManyPixelsError, Refusal):
            continue
        assert markers(shown.large)[-1] == "END"


def test_pillow_is_loaded_late():
    import subprocess
    import sys

    program = "import sys, portal.app, portal.kernel.photos.forms, portal.kernel.photos.jobs; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
