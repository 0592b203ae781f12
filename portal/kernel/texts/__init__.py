"""Everything the portal does with words: two scripts, search, safety; pure functions of linear cost."""

from portal.kernel.texts.collation import sort_key_cyrillic, sort_key_latin
from portal.kernel.texts.cyrillic import to_cyrillic
from portal.kernel.texts.folding import fold
from portal.kernel.texts.latin import to_latin
from portal.kernel.texts.markup import html_to_latin
from portal.kernel.texts.names import initials
from portal.kernel.texts.personal import Finding, personal_data, redact
from portal.kernel.texts.plain import clean_line, clean_text, has_unseen, paragraphs
from portal.kernel.texts.sanitize import sanitize
from portal.kernel.texts.scripts import mixed_words, script_of
from portal.kernel.texts.showing import excerpt, highlight
from portal.kernel.texts.similar import shingles, similarity
from portal.kernel.texts.stemming import query_keys, search_keys
from portal.kernel.texts.written import plain_words, rich_text

__all__ = [
    "Finding",
    "clean_line",
    "clean_text",
    "excerpt",
    "fold",
    "has_unseen",
    "highlight",
    "html_to_latin",
    "initials",
    "mixed_words",
    "paragraphs",
    "personal_data",
    "plain_words",
    "query_keys",
    "redact",
    "rich_text",
    "sanitize",
    "script_of",
    "search_keys",
    "shingles",
    "similarity",
    "sort_key_cyrillic",
    "sort_key_latin",
    "to_cyrillic",
    "to_latin",
]
