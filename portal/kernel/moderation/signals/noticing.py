"""What should the moderator of a submission see? The one question that features ask."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.kernel.clock import now
from portal.kernel.codes import fingerprint
from portal.kernel.moderation import conflicts
from portal.kernel.moderation.models import Item
from portal.kernel.moderation.signals import alike
from portal.kernel.moderation.signals.models import Domain, Watch
from portal.kernel.moderation.signals.reading import (
    MOST_READ,
    disguised_words,
    domains_of,
    links_of,
    listed_words,
    shortened,
)
from portal.kernel.moderation.signals.watch import watch_now
from portal.kernel.moderation.signals.words import EXPLAINED
from portal.kernel.texts import mixed_words, personal_data
from portal.kernel.throttle import tries

MOST = 5
"""So many signals of one kind are kept."""
NEW_FOR = timedelta(days=7)
HOUR = timedelta(hours=1)
AFTER = "after"
"""The mark of a form that was sent within a minute, with the number of seconds."""
Signal = dict[str, str]


def noticed(
    db: Session,
    *,
    kind: str,
    subject_id: int,
    text: str,
    author_key: str = "",
    network: str = "",
    marks: Iterable[str] = (),
) -> list[Signal]:
    """Return what a moderator should see about a submission: each signal with its `kind` and a `text`.

    Call it once when a text enters the queue, in the transaction that writes it, and give the list to
    `moderation.enter`. `marks` are what its form noticed (`Form.marks`): a filled trap, a hasty press, invisible
    signs. `network` may be personal, only its fingerprint is counted. Nothing here refuses, ranks or hides. Cost:
    linear in the first 100,000 characters, and a fixed number of statements over a bounded number of rows.
    """
    watch, moment, text = watch_now(db), now(), text[:MOST_READ]
    found = [*_in_the_text(text, watch)]
    found += _of_the_form([*marks, *busy_network(db, network)], watch)
    found += _links(db, text, watch, moment)
    found += _rate(db, author_key, watch, moment)
    found += [{"kind": "named", "text": each} for each in conflicts.named_in(db, text)]
    family = alike.family_of(db, kind, subject_id, author_key, text, moment)
    if family is not None:
        found.append({"kind": "family", "text": str(family.id)})
        if family.in_a_month:
            found.append({"kind": "alike", "text": f"{family.in_a_day} {family.in_a_month}"})
    return found


def _in_the_text(text: str, watch: Watch) -> Iterator[Signal]:
    for finding in personal_data(text)[: 4 * MOST]:
        yield {"kind": finding.kind, "text": text[finding.start : finding.end]}
    for name, words in (
        ("mixed", mixed_words(text)[:MOST]),
        ("disguised", disguised_words(text, MOST)),
        ("listed", listed_words(text, watch.words, MOST)),
    ):
        for word in words:
            yield {"kind": name, "text": word[:60]}


def _links(db: Session, text: str, watch: Watch, moment: datetime) -> Iterator[Signal]:
    links = links_of(text)
    if len(links) > watch.links:
        yield {"kind": "links", "text": str(len(links))}
    new = _new_domains(db, domains_of(links), moment)
    if new:
        yield {"kind": "new_domain", "text": shortened(new)}


def _new_domains(db: Session, names: list[str], moment: datetime) -> list[str]:
    """Return which domains the portal has not known for a week yet, and remember them."""
    if not names:
        return []
    rows = db.execute(select(Domain.name, Domain.first_at).where(Domain.name.in_(names)))
    known = {row.name: row.first_at for row in rows}
    unknown = [name for name in names if name not in known]
    if unknown:
        insert = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
        new = [{"name": name, "first_at": moment} for name in sorted(unknown)]
        db.execute(insert(Domain).values(new).on_conflict_do_nothing())
    return [name for name in names if known.get(name, moment) > moment - NEW_FOR]


def _of_the_form(marks: Iterable[str], watch: Watch) -> Iterator[Signal]:
    """Yield what a form noticed; how fast is too fast, the rules say."""
    for mark in dict.fromkeys(marks):
        name, _colon, said = mark.partition(":")
        if name == AFTER:
            if said.isdigit() and int(said) < watch.seconds:
                yield {"kind": "fast", "text": said}
        elif name in EXPLAINED:
            yield {"kind": name, "text": said[:60]}


def _rate(db: Session, author_key: str, watch: Watch, moment: datetime) -> Iterator[Signal]:
    if author_key:
        recent = select(Item.id).where(Item.author_key == author_key, Item.entered_at > moment - HOUR)
        limited = recent.limit(watch.per_hour + 100).subquery()
        number = (db.scalar(select(func.count()).select_from(limited)) or 0) + 1
        if number > watch.per_hour:
            yield {"kind": "rate", "text": str(number)}


def busy_network(db: Session, network: str) -> list[str]:
    """Count one submission from a network in this hour; return the mark of a busy one, for `noticed`.

    For those who notice later than the form is sent, such as after a guest has confirmed the address.
    """
    if not network:
        return []
    number = tries(db, f"signals:{fingerprint(network)}", HOUR)
    return [f"network:{number}"] if number > watch_now(db).network_per_hour else []


def forget(db: Session, kind: str, subject_id: int) -> None:
    """Forget what was kept of a submission's text."""
    alike.forget(db, kind, subject_id)


def sweep(db: Session) -> None:
    """Forget what is older than it may be."""
    alike.sweep(db, now())
