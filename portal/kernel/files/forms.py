"""The field for files, and the form around it; photos use what is common to both."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, ClassVar, TypeVar

from flask import request
from wtforms import MultipleFileField
from wtforms.validators import StopValidation

from portal.kernel.files import checks, receiving
from portal.kernel.files.refusals import NotStored, TooManyFiles
from portal.kernel.forms import Form
from portal.kernel.refusals import Refusal
from portal.kernel.words import LazyString, lazy

LARGEST_REQUEST = checks.MOST * checks.LARGEST + 1024 * 1024
View = TypeVar("View", bound=Callable[..., Any])


def takes(most: int) -> Callable[[View], View]:
    """Let a view receive so many bytes, where the site's own limit is lower."""

    def mark(view: View) -> View:
        @wraps(view)
        def roomy(*args: Any, **kwargs: Any) -> Any:
            if request.max_content_length is not None:
                request.max_content_length = max(request.max_content_length, most)
            return view(*args, **kwargs)

        return roomy  # type: ignore[return-value]

    return mark


takes_files = takes(LARGEST_REQUEST)
"""For views that take five files; they ask for a permission of staff: strangers meet the site's own limit."""


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
