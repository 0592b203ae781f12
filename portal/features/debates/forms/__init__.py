"""What people fill in about debates."""

from portal.features.debates.forms.debates import (
    AdoptForm,
    DebateForm,
    DocumentsForm,
    FollowForm,
    HearingForm,
    PostponeForm,
    ReasonForm,
)
from portal.features.debates.forms.drafts import PassageForm, PublishForm, ReadForm, ReadingForm

__all__ = [
    "AdoptForm",
    "DebateForm",
    "DocumentsForm",
    "FollowForm",
    "HearingForm",
    "PassageForm",
    "PostponeForm",
    "PublishForm",
    "ReadForm",
    "ReadingForm",
    "ReasonForm",
]
