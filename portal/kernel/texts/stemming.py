"""Search keys: what a word is indexed under, and what a word of a query looks for."""

import re
import threading
import unicodedata
from functools import lru_cache
from importlib import import_module
from typing import Final, Protocol

from portal.kernel.texts.folding import fold, settle_lookalikes
from portal.kernel.texts.letters import UNICODE_VARIANTS, tame

WORD: Final = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d])*+")
_UNSEEN: Final = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d"))
_ORDINARY: Final = re.compile("[\u0020-\u007e\u0400-\u045fčćšžđČĆŠŽĐ]*")
_MARK_OF_VOWEL: Final = re.compile(r"(?<![cszCSZ])[\u0300-\u036f]")
_FOREIGN: Final = re.compile("[qwxy0-9]")
_LONGEST: Final = 64

# Families whose forms change their sound (к/ц, г/з, a lost а, a second stem), which the stemmer cannot know:
# patterns over the folded word, named by the stem they share. Source: serbian.md 2.4.
_FAMILIES: Final = re.compile(
    r"""
      (?P<razanj>raza?nj(?:a|u|e|em|i|om|sk\w{1,4}|c\w{1,5})?)
    | (?P<odluk>odlu(?:k(?:a|e|u|o|om|ama)|ci))
    | (?P<nabavk>nabav(?:k(?:a|e|u|o|om|ama)|ci))
    | (?P<uslug>uslu(?:g(?:a|e|u|o|om|ama)|zi))
    | (?P<knjig>knji(?:g(?:a|e|u|o|om|ama)|zi))
    | (?P<podatak>poda(?:tak|t(?:aka|ka|ku|kom|ke)|ci|cima))
    | (?P<zadatak>zada(?:tak|t(?:aka|ka|ku|kom|ke)|ci|cima))
    | (?P<pas>pasa?|ps(?:a|u|e|i|om|ima))
    | (?P<put>put(?:a|u|em|om|evi|eva|eve|evima)?)
    | (?P<det>de(?:te|teta|tetu|tetom|ca|ce|ci|cu|com))
    | (?P<vest>vest(?:i|ima)?|vescu)
    | (?P<pitanj>pitanj(?:e|a|u|em|ima))
    | (?P<problem>problem(?:a|u|e|i|om|ima)?)
    | (?P<depon>deponij(?:a|e|i|u|om|ama))
    | (?P<budzet>budzet(?:a|u|e|i|om|ima|sk\w{1,4})?)
    """,
    re.VERBOSE,
)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 (the package's own name)


_per_thread = threading.local()


def search_keys(text: str) -> str:
    """Return what a text is indexed under: for each word its stem, and the folded word when it differs.

    The stem lets одлуке find одлука; the folded word carries prefix search and exact rank. The same word
    gives the same keys in Cyrillic, in Latin, with dj and mostly without diacritics. Cost: linear; the
    first time a word is seen costs a stemming (some 2,000 a second in pure Python, many more with
    PyStemmer), after that a look-up. Source: serbian.md 2.4 (stem, then fold: 0.81 of form pairs; fold
    alone 0.14).
    """
    return " ".join(key for match in WORD.finditer(text) for key in word_keys(match.group()))


def query_keys(text: str) -> list[list[str]]:
    """Return for every word of a query the keys of which one must be there, the stem first."""
    return [list(word_keys(match.group())) for match in WORD.finditer(text)]


def word_keys(word: str) -> tuple[str, ...]:
    """Return stem key and folded word, or one of them when they are equal.

    Words longer than 64 characters are cut: nobody types them, and a single endless word must not fill
    memory.
    """
    return _word_keys(word[:_LONGEST])


@lru_cache(maxsize=50_000)
def _word_keys(word: str) -> tuple[str, ...]:
    word = settle_lookalikes(word)
    folded = "".join(character for character in fold(word) if character.isalnum())
    if not folded:
        return ()
    stem = _stem(word, folded)
    return (stem,) if stem == folded else (stem, folded)


def _stem(word: str, folded: str) -> str:
    family = _FAMILIES.fullmatch(folded)
    if family and family.lastgroup:
        return family.lastgroup
    if _FOREIGN.search(folded) or len(folded) < 3:
        return folded
    stem = fold(_stemmer().stemWord(_spelled_plainly(word).lower()))
    if stem.endswith("nic"):
        stem = stem[:-1] + "k"
    return stem if stem.isalnum() else folded


def _spelled_plainly(word: str) -> str:
    """Remove accents and invisible characters that the stemmer does not know, and keep č ć š ž."""
    if _ORDINARY.fullmatch(word):
        return word
    word = unicodedata.normalize("NFD", tame(word.translate(UNICODE_VARIANTS).translate(_UNSEEN)))
    return unicodedata.normalize("NFC", _MARK_OF_VOWEL.sub("", word))


def _stemmer() -> _Stemmer:
    """One stemmer a thread: it keeps the word it works on in itself. Loaded when the first word comes."""
    stemmer: _Stemmer | None = getattr(_per_thread, "stemmer", None)
    if stemmer is None:
        found: _Stemmer = import_module("snowballstemmer").stemmer("serbian")
        stemmer = _per_thread.stemmer = found
    return stemmer
