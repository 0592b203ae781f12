"""Photos that people attach to things: stored without what a camera writes beside them, shown only as pictures made anew.

Bytes first, row after, as with files: a valid form has looked at the photos and stored them before the transaction
begins (`form.photos`), the verb then calls `attach`. The worker decodes each and makes two JPEGs of nothing but
pixels; nobody sees a photo before that, and the public only where its feature says so by `Feature.visibility`. What a
moderator covers is black in pictures made anew, under a new address. The photo as it was sent is served to nobody.
"""

from portal.kernel.photos.actions import attach, describe, forget_position, hand_over, redact, remove, remove_all
from portal.kernel.photos.boxes import Box
from portal.kernel.photos.models import Photo, PhotoState
from portal.kernel.photos.queries import is_public, of, of_many, tag
from portal.kernel.photos.receiving import Received, receive

__all__ = [
    "Box",
    "Photo",
    "PhotoState",
    "Received",
    "attach",
    "describe",
    "forget_position",
    "hand_over",
    "is_public",
    "of",
    "of_many",
    "receive",
    "redact",
    "remove",
    "remove_all",
    "tag",
]
