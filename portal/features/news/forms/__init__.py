"""What editors fill in about news."""

from portal.features.news.forms.items import (
    DescriptionForm,
    FilesForm,
    NoteForm,
    PictureForm,
    ReleaseForm,
    SeenPress,
    TextForm,
    WithdrawForm,
)
from portal.features.news.forms.settings import CategoryForm, SourceForm

__all__ = [
    "CategoryForm",
    "DescriptionForm",
    "FilesForm",
    "NoteForm",
    "PictureForm",
    "ReleaseForm",
    "SeenPress",
    "SourceForm",
    "TextForm",
    "WithdrawForm",
]
