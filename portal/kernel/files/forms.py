"""The field for files, and the form around it."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from flask import request
from wtforms import MultipleFileField
from wtforms.validators import StopValidation

from portal.kernel.files import checks, receiving
from portal.kernel.files.refusals import NotStored, TooManyFiles
from portal.kernel.forms import Form
from portal.kernel.refusals import Refusal
from portal.kernel.words import gettext, lazy

LARGEST_REQUEST = checks.MOST * checks.LARGEST + 1024 * 1024
View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Let this view receive as much as five files may weigh, where the site's own limit is lower.

    The view asks for a permission of staff: strangers meet the site's own limit.
    """

    @wraps(view)
    def roomy(*args: Any, **kwargs: Any) -> Any:
        if request.max_content_length is not None:
            request.max_content_length = max(request.max_content_length, LARGEST_REQUEST)
        return view(*args, **kwargs)

    return roomy  # type: ignore[return-value]


class Files(MultipleFileField):
    """Several files, each refused beside the field by name."""

    accepted = checks.ACCEPTED

    def process_formdata(self, _valuelist: list[Any]) -> None:
        """Take the files of the request; a field left empty sends one without a name."""
        self.data = [upload for upload in request.files.getlist(self.name) if upload.filename]

    def pre_validate(self, form: Any) -> None:
        """Look at each file."""
        try:
            if len(self.data or ()) > checks.MOST:
                raise TooManyFiles(most=checks.MOST)
            for upload in self.data or ():
                receiving.examine(upload)
        except Refusal as refusal:
            raise StopValidation(str(refusal)) from refusal


class FormWithFiles(Form):
    """A form that can bring files; once it is valid they are stored, still without rows, as `uploads`.

    A browser does not keep chosen files when a form comes back, so the page says so.
    """

    files = Files(
        lazy("Attachments (not obligatory)"),
        description=lazy("PDF, DOCX, ODT, XLSX, ODS, JPEG, PNG or plain text: at most five files of 10 MB each."),
    )
    uploads: Sequence[receiving.Received] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields and store the files; where anything is wrong, ask for the files again."""
        if not super().validate(extra_validators):
            self._ask_again()
            return False
        try:
            self.uploads = receiving.receive(self.files.data or ())
        except NotStored as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Show a verb's refusal, and ask for the files again."""
        super().refuse(refusal)
        self._ask_again()

    def _ask_again(self) -> None:
        if self.files.data and not self.files.errors:
            self.files.errors = [gettext("Choose the files again: a page that comes back does not keep them.")]
