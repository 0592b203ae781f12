"""The field for photos, the form around it, and the form in which a moderator covers what must not be seen."""

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import Field
from wtforms.fields.simple import HiddenField
from wtforms.validators import StopValidation

from portal.kernel.files.forms import FormWithUploads, Uploads, takes
from portal.kernel.files.receiving import Upload
from portal.kernel.forms import Form
from portal.kernel.photos import boxes, receiving
from portal.kernel.photos.boxes import Box
from portal.kernel.photos.models import Photo
from portal.kernel.photos.refusals import TooManyBoxes, WrongBoxes
from portal.kernel.photos.refusals import TooManyPhotos as TooMany
from portal.kernel.words import lazy

SIDES = ("left", "top", "width", "height")
EMPTY_ROWS = 3
Row = tuple[str, str, str, str]

takes_photos = takes(receiving.LARGEST)
"""For views that take five photos from anybody. Such a view admits by a throttle, as every door for strangers does."""


class Photos(Uploads):
    """Up to five photos; what they are, their bytes say."""

    accepted = receiving.ACCEPTED
    most = receiving.MOST
    too_many = TooMany
    again = lazy("Choose the photos again: a page that comes back does not keep them.")

    def examine(self, upload: Upload) -> None:
        receiving.examine(upload)

    def receive(self) -> Sequence[receiving.Received]:
        return [receiving.keep(upload) for upload in self.data]


class FormWithPhotos(FormWithUploads):
    """A form that can bring photos: `photos`, once it is valid."""

    pictures = Photos(
        lazy("Photos (not obligatory)"),
        description=lazy(
            "JPEG, PNG or WebP: at most five photos of 15 MB each. "
            "What your camera wrote into them, such as the place and the time, is removed."
        ),
    )

    @property
    def photos(self) -> Sequence[receiving.Received]:
        """The photos that are stored."""
        received: Sequence[receiving.Received] = self.pictures.received
        return received


class Boxes(Field):
    """Rectangles as rows of four numbers, in hundredths of the picture; an empty row is none.

    `rows` is what was typed, for a page that comes back, with empty ones to fill in.
    """

    rows: Sequence[Row] = ()

    def process_data(self, value: Any) -> None:
        """Show the rectangles of a photo."""
        self.data = list(value or ())
        self.rows = [*map(_typed, self.data), *[("", "", "", "")] * EMPTY_ROWS]

    def process_formdata(self, _valuelist: list[Any]) -> None:
        """Read the rows; how many there are, their names in the form say."""
        columns = [request.form.getlist(f"{self.name}-{side}")[: boxes.MOST + EMPTY_ROWS + 1] for side in SIDES]
        typed = [tuple(text.strip() for text in row) for row in zip(*columns, strict=False)]
        filled: list[Any] = [row for row in typed if any(row)]
        self.rows = [*filled, *[("", "", "", "")] * EMPTY_ROWS]
        self.data = [_read(row) for row in filled]

    def pre_validate(self, form: Any) -> None:
        """Look whether each lies on the picture."""
        if len(self.data) > boxes.MOST:
            raise StopValidation(str(TooManyBoxes(most=boxes.MOST)))
        if not all(box is not None and box.is_right for box in self.data):
            raise StopValidation(str(WrongBoxes()))


class RedactForm(Form):
    """What should be covered on a photo, and the version of it that was seen."""

    boxes = Boxes(lazy("What should be covered?"))
    seen = HiddenField()


def redact_form(photo: Photo) -> RedactForm:
    """Return the form for a photo, as it stands or as it was sent."""
    return RedactForm(request.form, boxes=photo.covered, seen=photo.version)


def _typed(box: Box) -> Row:
    sides = (box.left, box.top, box.width, box.height)
    left, top, width, height = (f"{100 * side:.2f}".rstrip("0").rstrip(".") for side in sides)
    return left, top, width, height


def _read(row: Row) -> Box | None:
    try:
        return Box(*(float(text.replace(",", ".").rstrip(" %")) / 100 for text in row))
    except ValueError:
        return None
