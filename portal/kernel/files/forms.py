"""The field for files, and the form around it; photos use what is common to both."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from typing import IO, Any, ClassVar, TypeVar

from flask import request
from werkzeug.formparser import default_stream_factory
from wtforms import MultipleFileField
from wtforms.validators import StopValidation

from portal.kernel.files import checks, receiving
from portal.kernel.files.refusals import NotStored, TooManyFiles
from portal.kernel.forms import Form
from portal.kernel.refusals import Refusal
from portal.kernel.words import LazyString, lazy

HEARD = 80 * 1024 * 1024
"""So long a body is read to its end, whatever is kept of it: what is too large gets its sentence beside the field, and what
was typed stays. Servers cut off what is longer (`docs/operations/nginx.conf`, `kernel.server`)."""
View = TypeVar("View", bound=Callable[..., Any])


class Shortened:
    """Where a file of a form is kept while it is taken apart: one byte more than it may have, which tells that it is too long."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most + 1

    def write(self, data: bytes) -> int:
        """Keep what may be kept; say that all of it was taken."""
        if self._left > 0:
            self._stream.write(data[: self._left])
            self._left -= len(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)


def hear(each: int) -> None:
    """Let this request bring a long form and keep so many bytes of each of its files. Call it before the form is read."""
    asked = request._get_current_object()  # type: ignore[attr-defined]
    if asked.max_content_length is not None:
        asked.max_content_length = max(asked.max_content_length, HEARD)
    asked._get_file_stream = partial(_shortened, each)


def _shortened(each: int, *args: Any, **kwargs: Any) -> Shortened:
    return Shortened(default_stream_factory(*args, **kwargs), each)


def takes(each: int) -> Callable[[View], View]:
    """Let a view hear a form to its end, and keep so many bytes of each of its files."""

    def mark(view: View) -> View:
        @wraps(view)
        def roomy(*args: Any, **kwargs: Any) -> Any:
            hear(each)
            return view(*args, **kwargs)

        return roomy  # type: ignore[return-value]

    return mark


takes_files = takes(checks.LARGEST)
"""For views that take files of people who have signed in: strangers meet the site's own limit."""


class Uploads(MultipleFileField):
    """Several uploads of one kind, each refused beside the field by name, stored as `received` once the form is valid."""

    most: ClassVar[int]
    too_many: ClassVar[type[Refusal]]
    again: ClassVar[LazyString]
    received: Sequence[Any] = ()

    def examine(self, upload: receiving.Upload) -> None:
        """Look at one upload. Raises refusals."""
        raise NotImplementedError

    def receive(self) -> Sequence[Any]:
        """Store what was examined. Raises `NotStored`."""
        raise NotImplementedError

    def process_formdata(self, _valuelist: list[Any]) -> None:
        """Take the uploads of the request; a field left empty sends one without a name."""
        self.data = [upload for upload in request.files.getlist(self.name) if upload.filename]

    def pre_validate(self, form: Any) -> None:
        """Look at each upload."""
        try:
            if len(self.data or ()) > self.most:
                raise self.too_many(most=self.most)
            for upload in self.data or ():
                self.examine(upload)
        except Refusal as refusal:
            raise StopValidation(str(refusal)) from refusal


class FormWithUploads(Form):
    """A form that can bring uploads; once it is valid they are stored, still without rows.

    A browser does not keep chosen files when a form comes back, so the page says so.
    """

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields and store the uploads; where anything is wrong, ask for them again."""
        if not super().validate(extra_validators):
            self.ask_again()
            return False
        try:
            for field in self._brought():
                field.received = field.receive()
        except NotStored as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Show a verb's refusal, and ask for the uploads again."""
        super().refuse(refusal)
        self.ask_again()

    def _brought(self) -> Sequence[Uploads]:
        return [field for field in self if isinstance(field, Uploads) and field.data]

    def ask_again(self) -> None:
        """Say beside each field that brought something that it must be chosen again: the page comes back without it."""
        for field in self._brought():
            if not field.errors:
                field.errors = [str(field.again)]


class Files(Uploads):
    """Documents and pictures, taken as they are."""

    accepted = checks.ACCEPTED
    most = checks.MOST
    too_many = TooManyFiles
    again = lazy("Choose the files again: a page that comes back does not keep them.")

    def examine(self, upload: receiving.Upload) -> None:
        receiving.examine(upload)

    def receive(self) -> Sequence[receiving.Received]:
        return receiving.receive(self.data)


class FormWithFiles(FormWithUploads):
    """A form that can bring files: `uploads`, once it is valid."""

    files = Files(
        lazy("Attachments (not obligatory)"),
        description=lazy("PDF, DOCX, ODT, XLSX, ODS, JPEG, PNG or plain text: at most five files of 10 MB each."),
    )

    @property
    def uploads(self) -> Sequence[receiving.Received]:
        """The files that are stored."""
        return self.files.received
