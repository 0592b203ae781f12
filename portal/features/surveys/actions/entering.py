"""Paper and field: forms are printed with codes and typed in twice, so that a slip of the finger changes no number."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.surveys.actions import answering, drawing
from portal.features.surveys.actions.drawing import running
from portal.features.surveys.models import SURVEY, Ballot, Batch, Entry, Mode
from portal.features.surveys.refusals.answering import AnsweredBefore, CodeMistyped, NoSuchBallot
from portal.features.surveys.refusals.entering import BatchClosed, NoForms, NoName, NothingTyped, NotPaper
from portal.features.surveys.rules import codes
from portal.features.surveys.rules.answers import Checked
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.refusals import NotFound

MOST_FORMS = 300
SPOILED = "spoiled"


class Typed(StrEnum):
    """What became of a form that was typed in."""

    ONCE = "once"
    TAKEN = "taken"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Outcome:
    """What became of a form, and the codes of the questions in which the two typings differ."""

    typed: Typed
    differing: tuple[str, ...] = ()


def print_batch(db: Session, survey_id: int, *, name: str, mode: Mode, forms: int, by: Person) -> tuple[Batch, list[str]]:
    """Take codes out of the pool for forms that are printed now; they are returned once and kept nowhere.

    Raises `NoName`, `NoForms`, `SurveyOver`, `NoBallotsLeft`, `KeyGone`.
    """
    if not name.strip():
        raise NoName(field="name")
    if not 1 <= forms <= MOST_FORMS:
        raise NoForms(field="forms", most=MOST_FORMS)
    taken = drawing.take(db, survey_id, forms, mode)
    batch = Batch(
        survey_id=survey_id, mode=mode, name=name.strip()[:100], forms=forms, made_on=local_date(now()), made_by_id=by.id
    )
    db.add(batch)
    db.flush()
    audit.note(db, "surveys.print", SURVEY, survey_id, by=by.id, batch=batch.id, forms=forms, mode=mode.value)
    return batch, taken


def type_in(db: Session, batch_id: int, typed: str, number: int, checked: Checked, *, by: Person) -> Outcome:
    """Take a form as it was typed in: the first time it waits, the second time it counts, where both agree.

    Where they differ, both are kept until somebody has looked at the paper (`decide`). Raises `BatchClosed`,
    `CodeMistyped`, `NoSuchBallot`, `NotPaper`, `AnsweredBefore`, `SurveyOver`.
    """
    batch, mark = _ballot(db, batch_id, typed)
    entry = db.get(Entry, (batch.id, mark))
    answers = dict(checked.answers)
    if entry is None:
        db.add(Entry(batch_id=batch.id, hash=mark, number=number, first=answers, first_by_id=by.id))
        return Outcome(Typed.ONCE)
    differing = _differing(entry.first, answers)
    if differing:
        entry.second, entry.second_by_id = answers, by.id
        return Outcome(Typed.DIFFERS, differing)
    _take(db, batch, entry, typed, number, checked)
    return Outcome(Typed.TAKEN)


def decide(db: Session, batch_id: int, typed: str, number: int, checked: Checked, *, by: Person) -> Outcome:
    """Take a form whose two typings differed as somebody read it on the paper. Raises as `type_in`, and `NothingTyped`."""
    batch, mark = _ballot(db, batch_id, typed)
    entry = db.get(Entry, (batch.id, mark))
    if entry is None or not entry.second:
        raise NothingTyped
    audit.note(db, "surveys.decide", SURVEY, batch.survey_id, by=by.id, batch=batch.id)
    _take(db, batch, entry, typed, number, checked)
    return Outcome(Typed.TAKEN)


def spoil(db: Session, batch_id: int, typed: str, *, by: Person) -> None:
    """Say that a form is spoiled: torn, scribbled over, given back. Nobody can answer with its code any more.

    Raises as `type_in`. The audit line has no code: which form it was is on the paper.
    """
    batch, mark = _ballot(db, batch_id, typed)
    entry = db.get(Entry, (batch.id, mark))
    if entry is not None:
        db.delete(entry)
    db.get_one(Ballot, (batch.survey_id, mark)).digest = SPOILED
    audit.note(db, "surveys.spoil", SURVEY, batch.survey_id, by=by.id, batch=batch.id)


def close_batch(db: Session, batch_id: int, *, by: Person) -> Batch:
    """Close a batch: what was typed once only is forgotten, its forms can be typed in elsewhere. Raises `NotFound`."""
    batch = db.get(Batch, batch_id)
    if batch is None:
        raise NotFound
    if batch.closed_at is None:
        batch.closed_at = now()
        for entry in db.scalars(select(Entry).where(Entry.batch_id == batch_id)):
            db.delete(entry)
        audit.note(db, "surveys.close_batch", SURVEY, batch.survey_id, by=by.id, batch=batch.id)
    return batch


def _ballot(db: Session, batch_id: int, typed: str) -> tuple[Batch, str]:
    """Return the batch and the hash of a code that can be typed in there."""
    batch = db.get(Batch, batch_id)
    if batch is None:
        raise NotFound
    running(db, batch.survey_id)
    if batch.closed_at is not None:
        raise BatchClosed
    code = codes.read(typed)
    if code is None:
        raise CodeMistyped(field="code")
    ballot = db.get(Ballot, (batch.survey_id, codes.hashed(code)))
    if ballot is None:
        raise NoSuchBallot(field="code")
    if ballot.mode is not batch.mode:
        raise NotPaper(field="code")
    if ballot.digest:
        raise AnsweredBefore(field="code")
    return batch, ballot.hash


def _take(db: Session, batch: Batch, entry: Entry, typed: str, number: int, checked: Checked) -> None:
    db.delete(entry)
    db.flush()
    answering.answer(db, batch.survey_id, typed, number, checked, mode=batch.mode)


def _differing(first: dict[str, Any], second: dict[str, Any]) -> tuple[str, ...]:
    return tuple(code for code in {**first, **second} if first.get(code) != second.get(code))
