"""What a reader typed, understood: words, the beginning of a word, phrases in quotes, exclusions with a minus.

Nothing a reader types is an operator of the database: only folded letters and digits ever reach it.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from portal.kernel.texts import query_keys

LONGEST: Final = 300
MOST_WORDS: Final = 16
SHORTEST_BEGINNING: Final = 2

_QUOTES: Final = str.maketrans(dict.fromkeys("„“”‟«»″", '"') | {"−": "-"})
_PART: Final = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

# Words that nearly every text has and nobody looks for, folded.
_EMPTY_WORDS_WRITTEN: Final = """
    a ako ali bi bih bila bili bilo bio bismo biste biti bude budem budete budu ce cemo ces cete cu da dakle dan
    dana do dobar dok ga gde hoce hocu hvala i ih ili im ima imaju interesuje iz ja je jedan jer jesam jesu joj jos
    ju k ka kad kada kako kao ko kod koja koje kojeg kojem koji kojih kojim koju koliko kroz li me mi mogu moj moja
    moje molim moze mozemo mozete mu na nad nam nama nas nasa nase nasi ne nece necu nego neka neki neko nema nesto
    ni nije nikad niko nisam nismo niste nisu niti njega njih nju no o od oko on ona one oni ono ova ovaj ove ovi
    ovim ovo ovog pa po pod posto postovana postovani pre pred pri radi s sa sad sada sam samo se si smo sta ste sto
    su sva svaki sve svi svih ta taj tako te ti tim to toga tom treba tu u uz vam vama vas vasa vase vec vi za
    zanima zar zasto zato zbog
    an and are as at be but by can could did does for from has have how in is it its my of or our shall should that
    the their there this was we were what when where which who why will with would you your
"""
_EMPTY_WORDS: Final = frozenset(_EMPTY_WORDS_WRITTEN.split())


@dataclass(frozen=True)
class Term:
    """One thing that must be there, or must not: a word in any form, or that begins so, or folded words in a row."""

    word: str = ""
    stem: str = ""
    is_beginning: bool = False
    row: tuple[str, ...] = ()

    @property
    def is_empty_word(self) -> bool:
        """Tell whether it is a word that nearly every text has."""
        return self.word in _EMPTY_WORDS


@dataclass(frozen=True)
class Query:
    """A whole query; `words` are those to mark in what is found."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to look for; exclusions alone find nothing."""
        return not self.wanted


@dataclass(frozen=True)
class Condition:
    """A query in the language of one database; `exact` asks for the very words, where the ranking needs to be told."""

    fitting: str
    exact: str = ""


def understand(text: str) -> Query:
    """Read a query; never refuses, whatever was typed.

    The last word is also taken as the beginning of one, unless it stands in quotes or something follows it. Words
    such as "kada" and "na" are left out where other words remain. Of an endless query the first 300 characters and 16
    words count. Cost: linear in those.
    """
    wanted: list[tuple[str, Term]] = []
    unwanted: list[Term] = []
    text = text[:LONGEST].translate(_QUOTES).rstrip()
    for match in _PART.finditer(text):
        for term in _terms(match, is_last=match.end() == len(text)):
            if len(wanted) + len(unwanted) == MOST_WORDS:
                break
            if match["minus"]:
                unwanted.append(term)
            else:
                wanted.append((match["phrase"] or match["word"], term))
    telling = [(word, term) for word, term in wanted if not term.is_empty_word] or wanted
    return Query(
        tuple(dict.fromkeys(term for _, term in telling)),
        tuple(dict.fromkeys(unwanted)),
        " ".join(dict.fromkeys(word for word, _ in telling)),
    )


def telling_terms(text: str) -> tuple[Term, ...]:
    """Return the words of a text that say something, one for each stem, in order. Cost: linear."""
    return tuple({term.stem: term for term in reversed(_words(text)) if not term.is_empty_word}.values())[::-1]


def telling_words(text: str) -> str:
    """Return a text without the words that nearly every text has: what of it is worth marking in another one."""
    return " ".join(piece for piece in text.split() if not all(term.is_empty_word for term in _words(piece)))


def _terms(match: re.Match[str], *, is_last: bool) -> list[Term]:
    if match["phrase"] is not None:
        row = tuple(term.word for term in _words(match["phrase"]))
        return [Term(row=row)] if row else []
    terms = _words(match["word"])
    if terms and is_last and not match["minus"] and match["word"][-1].isalnum():
        terms[-1] = replace(terms[-1], is_beginning=len(terms[-1].word) >= SHORTEST_BEGINNING)
    return terms


def _words(text: str) -> list[Term]:
    return [Term(word=keys[-1], stem=keys[0]) for keys in query_keys(text) if keys]
