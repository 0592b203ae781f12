"""Offices and who holds them."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.municipality.actions.common import account, change, key_for, last_place, loaded, named, trace
from portal.kernel.municipality.models import Office, OfficeKind, Term
from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NoClosingReason(Refusal):
    """Citizens are told why an office takes no questions."""

    sentence = lazy("Write why the office takes no questions: citizens read it.")


class NoHolder(Refusal):
    """A term is somebody's."""

    sentence = lazy("Write the name of the holder.")


class LaterTerm(Refusal):
    """A term cannot begin before, or on the day of, one that is already there."""

    status = 409
    sentence = lazy("A term in this office begins on that day or later. Change that term instead.")


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    sentence = lazy("The last day must not lie before the first day.")


class TermsOverlap(Refusal):
    """Two people cannot hold one office on the same day."""

    status = 409
    sentence = lazy("The next term begins before this day. Two people cannot hold one office at once.")


class OutsideTerm(Refusal):
    """Nobody is absent from an office they do not hold."""

    sentence = lazy("The absence must lie within the term.")


class OwnDeputy(Refusal):
    """A deputy is somebody else."""

    sentence = lazy("The holder cannot be their own deputy.")


class NoDeputyWithoutAbsence(Refusal):
    """A deputy acts from a day on."""

    sentence = lazy("Write from which day the deputy acts.")


def add_office(
    db: Session, *, kind: OfficeKind, name_sr: str, name_en: str = "", about_sr: str = "", about_en: str = "",
    email: str = "", by: Person | None,
) -> Office:
    """Add an office at the end of the list. Raises `NoName`."""
    office = Office(
        key=key_for(db, Office, named(name_sr)), kind=kind, name_sr=named(name_sr), name_en=name_en,
        about_sr=about_sr, about_en=about_en, email=email, place=last_place(db, Office),
    )
    db.add(office)
    db.flush()
    trace(db, "office.add", "office", office.id, by, key=office.key)
    return office


def change_office(
    db: Session, office_id: int, *, seen: int, kind: OfficeKind, name_sr: str, name_en: str = "", about_sr: str = "",
    about_en: str = "", email: str = "", by: Person | None,
) -> Office:
    """Change an office's words; its key and so its address stay. Raises `NoName`, `NotFound`, `Stale`."""
    office = change(
        db, Office, office_id, seen, kind=kind, name_sr=named(name_sr), name_en=name_en, about_sr=about_sr,
        about_en=about_en, email=email,
    )
    trace(db, "office.change", "office", office_id, by)
    return office


def close_office(
    db: Session, office_id: int, *, seen: int, reason_sr: str, reason_en: str = "", by: Person | None
) -> None:
    """Stop taking questions, and say why. Raises `NoClosingReason`, `NotFound`, `Stale`."""
    if not reason_sr.strip():
        raise NoClosingReason(field="closed_reason_sr")
    change(
        db, Office, office_id, seen, open=False, closed_reason_sr=reason_sr.strip(), closed_reason_en=reason_en.strip()
    )
    trace(db, "office.close", "office", office_id, by)


def open_office(db: Session, office_id: int, *, seen: int, by: Person | None) -> None:
    """Take questions again. Raises `NotFound`, `Stale`."""
    change(db, Office, office_id, seen, open=True, closed_reason_sr="", closed_reason_en="")
    trace(db, "office.open", "office", office_id, by)


def move_office(db: Session, office_id: int, *, earlier: bool, by: Person | None) -> None:
    """Move an office one place up or down the list; at the end of the list nothing happens. Raises `NotFound`."""
    office = loaded(db, Office, office_id)
    order = list(db.scalars(select(Office).order_by(Office.place, Office.id)))
    here = order.index(office)
    there = here - 1 if earlier else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for place, one in enumerate(order):
        one.place = place
    trace(db, "office.move", "office", office_id, by, place=there)


def appoint(
    db: Session, office_id: int, *, holder_sr: str, holder_en: str = "", began_on: date, ended_on: date | None = None,
    email: str = "", by: Person | None,
) -> Term:
    """Begin a term; the term that runs on its first day ends the day before.

    Questions stay with the office and with the term in which they were asked. Raises `NoName`, `NoAccount`,
    `LaterTerm`, `EndsBeforeItBegins`, `NotFound`.
    """
    office = loaded(db, Office, office_id)
    holder = _holder(holder_sr)
    _in_order(began_on, ended_on)
    if any(term.began_on >= began_on for term in office.terms):
        raise LaterTerm(field="began_on")
    for earlier in office.terms:
        if earlier.covers(began_on):
            change(db, Term, earlier.id, earlier.version, "holder_sr", ended_on=began_on - timedelta(days=1))
    term = Term(
        office_id=office.id, holder_sr=holder, holder_en=holder_en, began_on=began_on, ended_on=ended_on,
        person_id=account(db, email, "email"),
    )
    db.add(term)
    db.flush()
    db.refresh(office)
    trace(db, "term.begin", "office", office.id, by, term=term.id, person=term.person_id)
    return term


def change_term(
    db: Session, term_id: int, *, seen: int, holder_sr: str, holder_en: str = "", ended_on: date | None = None,
    email: str = "", by: Person | None,
) -> None:
    """Correct a name, set the last day, or change which account answers.

    Raises `NoName`, `NoAccount`, `EndsBeforeItBegins`, `TermsOverlap`, `NotFound`, `Stale`.
    """
    term = loaded(db, Term, term_id)
    _in_order(term.began_on, ended_on)
    following = [other for other in term.office.terms if other.began_on > term.began_on]
    if any(ended_on is None or ended_on >= other.began_on for other in following):
        raise TermsOverlap(field="ended_on")
    person_id = account(db, email, "email")
    change(
        db, Term, term_id, seen, "holder_sr", holder_sr=_holder(holder_sr), holder_en=holder_en, ended_on=ended_on,
        person_id=person_id,
    )
    trace(db, "term.change", "office", term.office_id, by, term=term_id, person=person_id)


def set_absence(
    db: Session, term_id: int, *, seen: int, absent_from: date | None, absent_to: date | None = None,
    deputy_email: str = "", by: Person | None,
) -> None:
    """Say that the holder is away and who answers meanwhile; no first day means: not away. The clock goes on.

    Raises `NoDeputyWithoutAbsence`, `EndsBeforeItBegins`, `OutsideTerm`, `NoAccount`, `OwnDeputy`, `NotFound`, `Stale`.
    """
    term = loaded(db, Term, term_id)
    if absent_from is None and (absent_to or deputy_email.strip()):
        raise NoDeputyWithoutAbsence(field="absent_from")
    if absent_from and absent_to and absent_to < absent_from:
        raise EndsBeforeItBegins(field="absent_to")
    if absent_from and not term.covers(absent_from):
        raise OutsideTerm(field="absent_from")
    deputy_id = account(db, deputy_email, "deputy_email")
    if deputy_id is not None and deputy_id == term.person_id:
        raise OwnDeputy(field="deputy_email")
    change(
        db, Term, term_id, seen, "holder_sr", absent_from=absent_from, absent_to=absent_to, deputy_id=deputy_id
    )
    trace(db, "term.absence", "office", term.office_id, by, term=term_id, deputy=deputy_id)


def _holder(holder_sr: str) -> str:
    if not holder_sr.strip():
        raise NoHolder(field="holder_sr")
    return holder_sr.strip()


def _in_order(began_on: date, ended_on: date | None) -> None:
    if ended_on is not None and ended_on < began_on:
        raise EndsBeforeItBegins(field="ended_on")
