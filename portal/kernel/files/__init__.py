"""Files that people attach to things: checked by what they hold, kept by their content, served as downloads only.

Bytes first, row after: a valid form has checked and stored what was sent before the transaction begins
(`form.uploads`), the verb then calls `attach`. Nobody is served a file before the worker's check has found it clean,
and the public only where the feature that owns the thing says so by `Feature.visibility`.
"""

from portal.kernel.files.actions import attach, hand_over, release, release_all
from portal.kernel.files.models import FileState, StoredFile
from portal.kernel.files.queries import is_public, of, of_many, tag
from portal.kernel.files.receiving import Received

__all__ = [
    "FileState",
    "Received",
    "StoredFile",
    "attach",
    "hand_over",
    "is_public",
    "of",
    "of_many",
    "release",
    "release_all",
    "tag",
]
