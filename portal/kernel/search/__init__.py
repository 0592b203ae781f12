"""What anybody may read, found by its words: in either script, with or without diacritics, inflected.

A feature's verb puts a document in when a thing becomes public, again when its words change, and removes it when it
is public no more. A document that is put in is public: there is no second check on the way out.
"""

from portal.kernel.search import counts
from portal.kernel.search.actions import put, remove
from portal.kernel.search.hits import Hit, Hits
from portal.kernel.search.models import Document
from portal.kernel.search.queries import find, kinds, newest, similar

__all__ = ["Document", "Hit", "Hits", "counts", "find", "kinds", "newest", "put", "remove", "similar"]
