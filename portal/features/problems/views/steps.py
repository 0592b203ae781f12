"""What can be done with a report: the table of steps, each with its form, its verb and its sentence afterwards.

Clerks at their desk and units by their link take the same steps; the table of legal changes says which are open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from sqlalchemy.orm import Session

from portal.features.problems import actions, queries
from portal.features.problems.forms import staff as staff_forms
from portal.features.problems.models import KIND, MOVES, UPDATE, Competence, Problem, State
from portal.features.problems.refusals import NotJoinable
from portal.kernel import files, photos
from portal.kernel.access import may
from portal.kernel.accounts.models import Person
from portal.kernel.forms import Form, SelectChoice, number
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import reasons
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.queries import units
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.words import LazyString, lazy
from portal.kernel.words import gettext as _

Act = Callable[[Session, Problem, Any, Person | None], object]
HANDLED = frozenset({State.ROUTED, State.IN_PROGRESS, State.ANSWERED})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that can be done; `by` None in its act is a unit that came by its link."""

    label: LazyString
    button: LazyString
    done: LazyString
    form: type[Form]
    act: Act
    lead: LazyString | str = ""
    warning: bool = False


def _said(form: Any, name: str = "text") -> str:
    return form[name].data or ""


def _id(by: Person | None) -> int | None:
    return by.id if by else None


def _accept(db: Session, problem: Problem, _form: Any, by: Person | None) -> None:
    actions.accept(db, problem, by=by, by_link=by is None)


def _not_mine(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    actions.not_mine(db, problem, _said(form), by=by, by_link=by is None)


def _news(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    english = _said(form, "text_en") if "text_en" in form else ""
    actions.say_news(db, problem, _said(form), by=by, text_en=english, by_link=by is None)


def _ask(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    assert by is not None
    actions.ask_reporter(db, problem, _said(form), by=by)


def _answer(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    english = _said(form, "text_en") if "text_en" in form else ""
    event = actions.answer(db, problem, _said(form), by=by, text_en=english, by_link=by is None)
    for upload in form.uploads if "files" in form else ():
        files.attach(db, upload, kind=UPDATE, id=event.id, by=_id(by))


def _resolve(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    """Resolve; what is said of a report that nobody has answered yet is its answer."""
    said = _said(form)
    if problem.round.answered_at is None:
        actions.answer(db, problem, said, by=by, by_link=by is None)
        said = ""
    event = actions.resolve(
        db, problem, said, by=by, has_photo=bool(form.photos), no_photo=_said(form, "no_photo"), by_link=by is None
    )
    for photo in form.photos:
        photos.attach(db, photo, kind=UPDATE, id=event.id, by=_id(by))


def _hand_over(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    to = db.get(Competence, number(_said(form, "competence")) or 0)
    if to is None or by is None:
        raise NotFound
    actions.hand_over(db, problem, to, _said(form), by=by, reference=_said(form, "reference"))


def _assign(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    unit = db.get(Unit, number(_said(form, "unit")) or 0)
    if unit is None:
        raise NotFound
    actions.assign(db, problem, unit, by=by)


def _refuse(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    assert by is not None
    queue = current_app.extensions["portal"].queues[KIND]
    actions.refuse_with_reason(db, queue, problem, by=by, reason_key=_said(form, "reason"), words=_said(form, "words"))


def _join(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    assert by is not None
    named = queries.by_reference(db, _said(form, "into"))
    chosen = number(form.like.data) or (named.id if named else None)
    if chosen is None:
        raise NotJoinable(field="into")
    actions.join(db, problem, actions.load(db, chosen), by=by)


def _separate(db: Session, problem: Problem, _form: Any, by: Person | None) -> None:
    assert by is not None
    actions.separate(db, problem, by=by)


def _note(db: Session, problem: Problem, form: Any, by: Person | None) -> None:
    assert by is not None
    actions.note(db, problem, _said(form), by=by)


def _reopen(db: Session, problem: Problem, _form: Any, by: Person | None) -> None:
    actions.reopen(db, problem, by=by)


def _send_link(db: Session, problem: Problem, _form: Any, by: Person | None) -> None:
    assert by is not None
    actions.send_link_again(db, problem, by=by)


ACCEPT, NOT_MINE, NEWS, ASK, ANSWER, RESOLVE = "prihvatanje", "nije-nase", "vest", "pitanje", "odgovor", "reseno"
HAND_OVER, ASSIGN, REFUSE, JOIN, SEPARATE = "ustupanje", "jedinica", "odbijanje", "spajanje", "razdvajanje"
NOTE, REOPEN, LINK = "beleska", "ponovo", "veza"

STEPS: dict[str, Step] = {
    ACCEPT: Step(
        label=lazy("Take it on"),
        button=lazy("We take it on"),
        done=lazy("The unit has taken the report on."),
        form=staff_forms.StepForm,
        act=_accept,
    ),
    ANSWER: Step(
        label=lazy("Answer the citizen"),
        button=lazy("Send the answer"),
        done=lazy("The answer is sent. The citizen gets a letter."),
        form=staff_forms.AnswerForm,
        act=_answer,
    ),
    RESOLVE: Step(
        label=lazy("It is resolved"),
        button=lazy("Mark as resolved"),
        done=lazy("Marked as resolved. The citizen is asked whether it is true."),
        form=staff_forms.ResolveForm,
        act=_resolve,
    ),
    NEWS: Step(
        label=lazy("Say how things stand"),
        button=lazy("Send the news"),
        done=lazy("The news is sent."),
        form=staff_forms.NewsForm,
        act=_news,
    ),
    ASK: Step(
        label=lazy("Ask the reporter"),
        button=lazy("Ask"),
        done=lazy("The reporter is asked. The clocks stand still until the reply."),
        form=staff_forms.AskReporterForm,
        act=_ask,
    ),
    NOT_MINE: Step(
        label=lazy("It is not ours"),
        button=lazy("Send it back"),
        done=lazy("The report went back to those who pass reports to units. The clocks run on."),
        form=staff_forms.NotMineForm,
        act=_not_mine,
    ),
    ASSIGN: Step(
        label=lazy("Pass to a unit"),
        button=lazy("Pass it on"),
        done=lazy("The unit has the report and was told."),
        form=staff_forms.AssignForm,
        act=_assign,
    ),
    LINK: Step(
        label=lazy("Send the unit its link again"),
        button=lazy("Send a new link"),
        done=lazy("A new link is sent. The one before works no more."),
        form=staff_forms.StepForm,
        act=_send_link,
        lead=lazy("For a unit without accounts whose link has expired or was lost."),
    ),
    HAND_OVER: Step(
        label=lazy("Not the municipality's: hand over"),
        button=lazy("Hand over"),
        done=lazy("Handed over. The citizen was told where it went; print the letter if it goes by post."),
        form=staff_forms.HandOverForm,
        act=_hand_over,
    ),
    JOIN: Step(
        label=lazy("Join to a report of the same problem"),
        button=lazy("Join"),
        done=lazy("The report was joined. Its followers hear of the other one."),
        form=staff_forms.JoinForm,
        act=_join,
    ),
    SEPARATE: Step(
        label=lazy("Separate it again"),
        button=lazy("Separate"),
        done=lazy("The reports were separated again."),
        form=staff_forms.StepForm,
        act=_separate,
        lead=lazy("State, clocks and followers will be those of before."),
    ),
    REFUSE: Step(
        label=lazy("Refuse the report"),
        button=lazy("Refuse"),
        done=lazy("The report was refused. The citizen gets the reason."),
        form=staff_forms.RefuseForm,
        act=_refuse,
        lead=lazy("Nobody will see it and nobody will work on it."),
        warning=True,
    ),
    REOPEN: Step(
        label=lazy("Open it again"),
        button=lazy("Open it again"),
        done=lazy("The report is open again, with new clocks."),
        form=staff_forms.StepForm,
        act=_reopen,
        lead=lazy("The first result stays in the statistics; the clocks begin anew."),
    ),
    NOTE: Step(
        label=lazy("Write a note for colleagues"),
        button=lazy("Save the note"),
        done=lazy("The note is saved."),
        form=staff_forms.NoteForm,
        act=_note,
    ),
}

BY_LINK: dict[str, Step] = {
    ACCEPT: STEPS[ACCEPT],
    ANSWER: Step(
        label=STEPS[ANSWER].label,
        button=STEPS[ANSWER].button,
        done=lazy("Thank you. A colleague in the municipality reads the answer before everybody sees it."),
        form=staff_forms.LinkAnswerForm,
        act=_answer,
    ),
    RESOLVE: STEPS[RESOLVE],
    NEWS: Step(
        label=STEPS[NEWS].label,
        button=STEPS[NEWS].button,
        done=lazy("Thank you. A colleague in the municipality reads it before everybody sees it."),
        form=staff_forms.LinkNewsForm,
        act=_news,
    ),
    NOT_MINE: STEPS[NOT_MINE],
}
"""What a unit without accounts can do."""


def _units_own(problem: Problem) -> Iterable[str]:
    """Yield what the unit that has a report can do with it."""
    state = problem.state
    if state is State.ROUTED:
        yield ACCEPT
    if state in HANDLED:
        yield from (ANSWER, RESOLVE, NEWS)
    if problem.unit_id is not None and State.RECEIVED in MOVES[state] and state.is_open:
        yield NOT_MINE


def for_link(problem: Problem) -> list[str]:
    """Return the steps that are open to a unit by its link."""
    return list(_units_own(problem))


def for_staff(problem: Problem, me: Person) -> list[str]:
    """Return the steps that are open to somebody of the staff, in the order in which they are shown."""
    state, dispatches = problem.state, queries.dispatches(me)
    ways = MOVES[state]
    wanted = {
        **dict.fromkeys(_units_own(problem), True),
        ASK: state in HANDLED and problem.round.paused_at is None,
        ASSIGN: dispatches and state.is_open,
        LINK: dispatches and state in HANDLED and problem.unit is not None and bool(problem.unit.email),
        HAND_OVER: State.NOT_COMPETENT in ways,
        JOIN: State.DUPLICATE in ways,
        SEPARATE: state is State.DUPLICATE,
        REFUSE: State.REFUSED in ways and may(me, "moderation.decide"),
        REOPEN: state in {State.RESOLVED, State.NOT_COMPETENT, State.REFUSED},
        NOTE: True,
    }
    first = (ASSIGN,) if problem.unit_id is None else ()
    return [key for key in dict.fromkeys((*first, *STEPS)) if wanted.get(key)]


def form_of(step: Step, key: str, problem: Problem, *, sent: bool, **values: str) -> Form:
    """Return the form of a step: as it was sent where it is the one, else fresh, for the version on the page."""
    return step.form(request.form if sent else None, prefix=f"{key}-", seen=str(problem.version), **values)


def choices(db: Session, problem: Problem, near: Iterable[Any]) -> dict[str, list[SelectChoice]]:
    """Return what the fields of steps offer: units, who else is responsible, reasons, likely reports."""

    def named(things: Iterable[Any], first: str, key: str = "id") -> list[SelectChoice]:
        return [
            SelectChoice("", first),
            *(SelectChoice(str(getattr(thing, key)), plainly(thing.name_sr, thing.name_en)) for thing in things),
        ]

    return {
        "unit": named((unit for unit in units(db) if unit.id != problem.unit_id), _("Choose a unit")),
        "competence": named(queries.competences(db), _("Choose who is responsible")),
        "reason": named(reasons(db, Verdict.REFUSE), _("Only my own words"), "key"),
        "like": [SelectChoice(str(row.id), "") for row in near],
    }
