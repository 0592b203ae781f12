"""What a change of the holder of an office means for questions that have no answer yet."""

from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.features.questions.actions.shared import happened, heads, people_of
from portal.features.questions.models import KIND, EventKind, Question
from portal.features.questions.refusals import NotOffered, NotYours
from portal.kernel import audit, outbox
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.codes import fingerprint
from portal.kernel.municipality.queries import offices
from portal.kernel.outbox import Recipient


def take_over(db: Session, question: Question, *, by: Person) -> None:
    """Let the holder of an office answer a question that was put to the term before.

    The rule: a question stays with the person and the office it was put to, also when their term ends. What they left
    unanswered is offered to the successor, who answers it only after taking it over; where the holder stays the same
    person, nothing changes hands. `term_id` stays, so it counts, answered or late, for the term that owed it; the
    answer carries the successor's term. The promise runs on, and the timeline says who took over when. Raises
    `NotYours`, `NotOffered`.
    """
    if question.office_id not in queries.speaks_for(db, by):
        raise NotYours
    take(db, question, by=by.id)


def take(db: Session, question: Question, *, by: int | None) -> None:
    """Write down that the term that runs now took a question over. Raises `NotOffered`."""
    moment = now()
    term = question.office.term_on(local_date(moment))
    if term is None or not queries.is_offered(question):
        raise NotOffered
    question.taken_term_id = term.id
    question.version += 1
    happened(db, question, EventKind.TAKEN_OVER, moment, office_id=question.office_id)
    audit.note(db, "questions.take_over", KIND, question.id, by=by, before=question.term_id, term=term.id)


def tell_successors(db: Session) -> None:
    """Write to the holder of each new term, and to the head, how many questions of earlier terms are offered to them.

    Each person hears of each term once, however often this runs: it works as well for a term that was entered weeks
    before it begins. Cost: one count for each office that had another holder before.
    """
    moment = now()
    for office in offices(db):
        term, number = office.term_on(local_date(moment)), queries.offered_count(db, [office.id])
        if term is None or not number:
            continue
        data = {"count": number, "office": office.key, "name_sr": office.name_sr, "name_en": office.name_en}
        successors = people_of(db, office, moment)
        for person in [*successors, *(head for head in heads(db) if head not in successors)]:
            recipient = Recipient(person) if isinstance(person, str) else Recipient.of(person)
            outbox.post(
                db,
                "questions.offered",
                recipient,
                {**data, "own": person in successors},
                key=f"questions.offered:{term.id}:{fingerprint(recipient.email)[:32]}",
            )
