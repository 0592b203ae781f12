"""Canned reasons of the moderators. What an author once received stays as it was sent."""

from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.municipality.actions.common import change, key_for, last_place, named, trace
from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NoSentence(Refusal):
    """The author receives the sentence, not its name."""

    sentence = lazy("Write what the author receives, in Serbian.")


class NoReasonNeeded(Refusal):
    """Only a refusal and a return carry a reason."""

    sentence = lazy("A reason is for refusing or for returning.")


def add_reason(
    db: Session, *, verdict: Verdict, name_sr: str, text_sr: str, name_en: str = "", text_en: str = "",
    needs_note: bool = False, kind: str = "", by: Person | None,
) -> Reason:
    """Add a reason at the end of the list. Raises `NoName`, `NoSentence`, `NoReasonNeeded`."""
    _check(verdict, text_sr)
    reason = Reason(
        key=key_for(db, Reason, named(name_sr)), verdict=verdict, name_sr=named(name_sr), text_sr=text_sr,
        name_en=name_en, text_en=text_en, needs_note=needs_note, kind=kind,
        place=last_place(db, Reason),
    )
    db.add(reason)
    db.flush()
    trace(db, "reason.add", "reason", reason.id, by, key=reason.key)
    return reason


def change_reason(
    db: Session, reason_id: int, *, seen: int, verdict: Verdict, name_sr: str, text_sr: str, name_en: str = "",
    text_en: str = "", needs_note: bool = False, kind: str = "", by: Person | None,
) -> None:
    """Change a reason for the decisions to come. Raises as `add_reason`, and `NotFound`, `Stale`."""
    _check(verdict, text_sr)
    change(
        db, Reason, reason_id, seen, "text_sr", verdict=verdict, name_sr=named(name_sr), name_en=name_en,
        text_sr=text_sr, text_en=text_en, needs_note=needs_note, kind=kind,
    )
    trace(db, "reason.change", "reason", reason_id, by)


def retire_reason(db: Session, reason_id: int, *, seen: int, by: Person | None) -> None:
    """Offer a reason no more. Raises `NotFound`, `Stale`."""
    change(db, Reason, reason_id, seen, retired_at=now())
    trace(db, "reason.retire", "reason", reason_id, by)


def restore_reason(db: Session, reason_id: int, *, seen: int, by: Person | None) -> None:
    """Offer a retired reason again. Raises `NotFound`, `Stale`."""
    change(db, Reason, reason_id, seen, retired_at=None)
    trace(db, "reason.restore", "reason", reason_id, by)


def _check(verdict: Verdict, text_sr: str) -> None:
    if verdict not in {Verdict.REFUSE, Verdict.RETURN}:
        raise NoReasonNeeded(field="verdict")
    if not text_sr.strip():
        raise NoSentence(field="text_sr")
