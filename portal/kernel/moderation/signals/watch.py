"""The rules by which the machine looks: numbers and a list of words, versioned, changed on an audited page."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.moderation.signals.models import Watch
from portal.kernel.moderation.signals.reading import wanted
from portal.kernel.refusals import Refusal, Stale
from portal.kernel.words import lazy

MOST_WORDS: Final = 2000
LONGEST_WORD: Final = 60
SHORTEST_BEGINNING: Final = 3
RANGES: Final = {"links": (0, 50), "per_hour": (1, 1000), "network_per_hour": (1, 10_000), "seconds": (0, 60)}

STARTER: Final = """\
будал*
бараба*
багр*
говн*
гован*
гнид*
ђубрад*
идиот*
имбецил*
јеба*
јеби*
кретен*
курв*
курац
курца
лопужа*
мајмун*
марш
мрш
никогов*
пичк*
пизд*
сероњ*
скот*
шипта*
убићу
клаћемо
запалићу
казино*
кладионица*
viagra*
casino*
"""


class TooManyWords(Refusal):
    """A list longer than anybody could look through."""

    sentence = lazy("The list has more than %(most)s words. Shorten it.")


class WordTooShort(Refusal):
    """Two letters and an asterisk would mean half of the language."""

    sentence = lazy("“%(word)s” means too many words: write at least %(least)s letters before the asterisk.")


class WordTooLong(Refusal):
    """A line that is no word."""

    sentence = lazy("“%(word)s” is not one word. Write one word on a line, of at most %(most)s letters.")


class OutOfRange(Refusal):
    """A number that would mean everything, or nothing."""

    sentence = lazy("Write a whole number between %(least)s and %(most)s.")


def starter() -> Watch:
    """Return the rules of a portal on which nobody has changed any."""
    return Watch(words=STARTER.strip(), links=2, per_hour=5, network_per_hour=30, seconds=3)


def watch_now(db: Session) -> Watch:
    """Return the rules that hold now. One query."""
    return db.scalars(select(Watch).order_by(Watch.id.desc()).limit(1)).first() or starter()


def watches(db: Session) -> Sequence[Watch]:
    """Return the last twenty versions of the rules, newest first."""
    return db.scalars(select(Watch).order_by(Watch.id.desc()).limit(20)).all()


def change_watch(
    db: Session, *, seen: int, words: str, links: int, per_hour: int, network_per_hour: int, seconds: int, by: Person
) -> Watch:
    """Follow the rules somebody saw by next ones, for what comes from now on.

    Raises `TooManyWords`, `WordTooShort`, `WordTooLong`, `OutOfRange`, and `Stale` where others have changed them.
    """
    before = db.scalars(select(Watch).order_by(Watch.id.desc()).limit(1)).first()
    if (before.id if before else 0) != seen:
        raise Stale(theirs=before.words if before else "")
    numbers = {"links": links, "per_hour": per_hour, "network_per_hour": network_per_hour, "seconds": seconds}
    for name, value in numbers.items():
        least, most = RANGES[name]
        if not least <= value <= most:
            raise OutOfRange(field=name, least=least, most=most)
    watch = Watch(words=_checked(words), since=now(), by_id=by.id, **numbers)
    db.add(watch)
    db.flush()
    counted = len(watch.words.splitlines())
    audit.note(db, "municipality.watch", "watch", watch.id, by=by.id, words=counted, **numbers)
    return watch


def _checked(words: str) -> str:
    lines = list(dict.fromkeys(filter(None, (line.strip() for line in words.splitlines()))))
    if len(lines) > MOST_WORDS:
        raise TooManyWords(field="words", most=MOST_WORDS)
    for line in lines:
        word = line.removesuffix("*")
        if len(word) > LONGEST_WORD or len(word.split()) != 1 or "*" in word:
            raise WordTooLong(field="words", word=line[:80], most=LONGEST_WORD)
        if line.endswith("*") and len(next(iter(wanted(line).beginnings), "")) < SHORTEST_BEGINNING:
            raise WordTooShort(field="words", word=line, least=SHORTEST_BEGINNING)
    return "\n".join(lines)
