"""Decodes photos and makes the two pictures that are shown; the only module that knows Pillow, which it loads late.

Fails closed: whatever goes wrong on the way is `BrokenError`, and nothing is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from portal.kernel.photos import anatomy
from portal.kernel.photos.anatomy import Anatomy, BrokenError
from portal.kernel.photos.boxes import Box
from portal.kernel.photos.models import LARGE, SMALL, fitted

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 85
SHOWN = {*anatomy.SOF, anatomy.DHT, anatomy.SOS, anatomy.DQT, anatomy.DRI, anatomy.JFIF, anatomy.EOI}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The two pictures that are shown, as JPEG."""

    small: bytes
    large: bytes


def try_out(found: Anatomy) -> None:
    """Decode a plain JPEG at an eighth of its size, which reads all of it: 60 ms for 12 megapixels.

    For other kinds this would cost as much as all the worker does; they carry sums or sizes, which were checked.
    Raises `BrokenError`.
    """
    if found.most < anatomy.PLAIN:
        return
    try:
        _decoded(found.bare, 8)
    except MemoryError:
        raise
    except Exception as fault:
        raise BrokenError(str(fault)) from fault


def derive(content: bytes, turn: int, boxes: Sequence[Box]) -> Shown:
    """Make the two pictures: turned as the camera was held, what is covered black, nothing in them but the picture.

    120 ms and 50 MB for a JPEG of 12 megapixels. Raises `BrokenError`; `MemoryError` passes, for it is our fault.
    """
    try:
        large = _turned(_fitted(_plain(_decoded(content)), LARGE), turn)
        _cover(large, boxes)
        small = _fitted(large, SMALL)
        _cover(small, boxes)
        return Shown(small=_encoded(small), large=_encoded(large))
    except MemoryError:
        raise
    except Exception as fault:
        raise BrokenError(str(fault)) from fault


def _decoded(content: bytes, shrink: int = 0) -> "Image":
    """Decode, a JPEG made smaller on the way as far as that costs nothing."""
    from PIL import Image

    found = anatomy.read(content)
    image = Image.open(BytesIO(content), formats=[found.kind])
    if image.size != (found.width, found.height) or getattr(image, "n_frames", 1) != 1:
        raise BrokenError("the program that decodes sees another picture")
    if found.kind == "JPEG":
        wanted = (max(1, found.width // shrink), max(1, found.height // shrink)) if shrink else fitted(*image.size, LARGE)
        image.draft(None, wanted)
    image.load()
    return image


def _plain(image: "Image") -> "Image":
    """Return it in three colours, on white where it was transparent; made smaller first, for memory's sake."""
    from PIL import Image

    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    rough = max(1, max(image.size) // (2 * LARGE))
    if rough > 1 and image.mode in {"RGB", "RGBA", "L", "LA"}:
        image = image.reduce(rough)
    if image.mode in {"RGBA", "LA", "PA", "P"} or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def _fitted(image: "Image", most: int) -> "Image":
    from PIL import Image

    return image.resize(fitted(*image.size, most), Image.Resampling.LANCZOS)


def _turned(image: "Image", turn: int) -> "Image":
    from PIL.Image import Transpose

    acts = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(acts[turn]) if turn in acts else image


def _cover(image: "Image", boxes: Sequence[Box]) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    for box in boxes:
        pen.rectangle(box.on(*image.size), fill="black")


def _encoded(image: "Image") -> bytes:
    """Return a JPEG of nothing but the pixels, and look whether it is one."""
    from PIL import Image

    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    content = out.getvalue()
    parts = list(anatomy.segments(content))
    if not {code for code, _ in parts} <= SHOWN or parts[-1][1]:
        raise BrokenError("something beside the picture was written")
    return content
