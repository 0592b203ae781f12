"""What happens to public calls, in the words of the audit log."""

from collections.abc import Mapping

from portal.features.tenders.acts import applications, assessing, calls, commission
from portal.features.tenders.models import APPLICATION, CALL, CALL_QUESTION, DOCUMENT, OPENED_FILE
from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {**calls.ACTS, **applications.ACTS, **commission.ACTS, **assessing.ACTS}

THINGS: Mapping[str, LazyString] = {
    CALL: lazy("Public call"),
    DOCUMENT: lazy("Document of a call"),
    CALL_QUESTION: lazy("Question on a call"),
    APPLICATION: lazy("Application"),
    OPENED_FILE: lazy("Opened file of an application"),
}
