"""Files that are sent piece by piece over bad lines and sealed as they land: tus 1.0.0 at /uploads/tus/, or a plain form.

A feature gives a person a grant, which says what for, to whose key and how much. Each piece (at most 512 KB) is sealed
to that key before it is written, so no plaintext and no name ever lies on a disk; the portal knows size and
fingerprints only. `freeze` is for good: what is frozen never changes, and goes only by `destroy`, when the time to keep
it is over. `opened` takes the secret key of the recipient, which the portal does not have.
"""

from portal.kernel.uploads.actions import destroy, discard, freeze
from portal.kernel.uploads.grants import Grant, grant
from portal.kernel.uploads.landing import receive_form
from portal.kernel.uploads.manifests import Manifest, manifest_of, resumable, root_of
from portal.kernel.uploads.models import Upload, UploadState
from portal.kernel.uploads.opening import Opened, opened
from portal.kernel.uploads.queries import by_key, uploads_of
from portal.kernel.uploads.refusals import Damaged, Frozen, Unfinished

__all__ = [
    "Damaged",
    "Frozen",
    "Grant",
    "Manifest",
    "Opened",
    "Unfinished",
    "Upload",
    "UploadState",
    "by_key",
    "destroy",
    "discard",
    "freeze",
    "grant",
    "manifest_of",
    "opened",
    "receive_form",
    "resumable",
    "root_of",
    "uploads_of",
]
