"""Applying: one's applications, laying files into one, rehearsing, submitting, taking back. For the applicant alone."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.tenders.actions import applying, submitting
from portal.features.tenders.forms.applications import BeginForm, EnclosureForm, SubmitForm
from portal.features.tenders.models import Applicants, Application, Attempt, Call, Phase, Requirement, Submission
from portal.features.tenders.queries import applications as queries
from portal.features.tenders.refusals.applications import NothingChosen, OtherFile
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import left_words, me, names_of, parties, the_public
from portal.features.tenders.words.applications import KINDS, STATES, WHY
from portal.features.tenders.words.calls import PHASES
from portal.kernel import once, uploads
from portal.kernel.access import SIGNED_IN, allow
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.files.forms import hear
from portal.kernel.forms import Form, Press, SelectChoice
from portal.kernel.organisations import parties as acting
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.acting import acts, saved
from portal.kernel.site.messages import say
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _


@pages.route("/prijave/")
@allow(SIGNED_IN)
def applications() -> str:
    """All applications of those in whose name one may act."""
    db, names = session(), parties(session(), me())
    found = [(each, call, _to_do(db, each, call)) for each, call in queries.own(db, names)]
    return render_template(
        "portal/tenders/apply/index.html", found=found, names=names, states=STATES, phases=PHASES, moment=now()
    )


def _to_do(db: Session, application: Application, call: Call) -> bool:
    """Tell whether the applicant should do something before the deadline."""
    current = applying.in_force(db, application)
    is_open = call.takes_applications(now())
    return is_open and (current is None or queries.to_confirm(db, application, current) is not None)


@pages.route("/<int:call_id>/prijava/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def apply(call_id: int) -> Any:
    """Begin an application: in whose name, for which lot; what was begun already stands here too."""
    call, db = the_public(call_id), session()
    names = parties(db, me())
    form = BeginForm(request.form, parties=_choices(call, names), lots=_lots(call))

    def act(db: Session, by: Any) -> Application:
        return applying.begin(db, call_id, int(form.lot.data or 0), str(form.party.data or ""), by=by)

    if form.is_sent() and (done := saved(form, act, lambda made: _at(made.id), _("Your application is begun."))):
        return done
    begun, is_open = queries.of_call(db, call_id, names), call.takes_applications(now())
    html = render_template(
        "portal/tenders/apply/begin.html", call=call, form=form, begun=begun, names=names, states=STATES, is_open=is_open
    )
    return html, 422 if request.method == "POST" else 200


def _at(application_id: int) -> str:
    return url_for(".application", application_id=application_id)


def _choices(call: Call, names: Any) -> list[SelectChoice]:
    """Return who may apply here: organisations, the person alone, or both."""
    kinds = {Applicants.ORGANISATIONS: "o", Applicants.PEOPLE: "p", Applicants.BOTH: "op"}[call.applicants]
    return [SelectChoice(key, name) for key, name in names.items() if key[0] in kinds]


def _lots(call: Call) -> list[SelectChoice]:
    return [SelectChoice(each.number, f"{each.number}. {plainly(each.title_sr, each.title_en)}") for each in call.lots]


def the_application(application_id: int) -> tuple[Application, Call]:
    """Return an application to those who act for its party now. Raises `NotFound` for everybody else, staff included."""
    db = session()
    found = queries.the_own(db, application_id, parties(db, me()))
    if found is None:
        raise NotFound
    return found


@pages.route("/prijave/<int:application_id>/")
@allow(SIGNED_IN)
def application(application_id: int) -> str:
    """One application: what is asked for and what lies there, what is missing, the next step, what was submitted."""
    return str(_page(application_id, Press(None)))


def _page(application_id: int, form: Form) -> str:
    found, call = the_application(application_id)
    db, moment = session(), now()
    slots, current = queries.slots(db, found, call), applying.in_force(db, found)
    party = acting.party_of(db, me(), found.party)
    return render_template(
        "portal/tenders/apply/show.html",
        application=found,
        call=call,
        form=form,
        phase=call.phase(moment),
        is_open=call.phase(moment) is Phase.OPEN,
        left=left_words((call.closes_at - moment).total_seconds()) if call.closes_at else "",
        slots=slots,
        missing=[each.asked for each in slots if not each.is_filled],
        current=current,
        is_changed=applying.is_changed(db, found),
        to_confirm=queries.to_confirm(db, found, current),
        submissions=queries.submissions_of(db, found.id),
        attempts=queries.attempts_of(db, found.id),
        may_submit=party is not None and party.may_submit,
        **_about(db, found, call),
    )


def _about(db: Session, found: Application, call: Call) -> dict[str, Any]:
    """Return what every page of an application shows: whose it is, for which lot, what states are called."""
    lot = next((each for each in call.lots if each.number == found.lot), None)
    name = names_of(db, [found.party]).get(found.party, "")
    return {"name": name, "lot": lot, "states": STATES, "why": WHY, "kinds": KINDS}


@pages.route("/prijave/<int:application_id>/prilog/<int:requirement_id>/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def enclose(application_id: int, requirement_id: int) -> Any:
    """Lay a file into an application: it was sent before, piece by piece, or it comes with this form."""
    found, call = the_application(application_id)
    asked = next((each for each in call.requirements if each.id == requirement_id), None)
    if asked is None:
        raise NotFound
    hear(call.largest_mb * 1024 * 1024)
    form = EnclosureForm(request.form)
    if form.is_sent():
        try:
            return _enclosed(found, asked, form)
        except Refusal as refusal:
            refusal.field = refusal.field or "file"
            form.refuse(refusal)
    return _enclose_page(found, call, asked, form)


def _enclosed(found: Application, asked: Requirement, form: EnclosureForm) -> Response:
    here, key = url_for(".application", application_id=found.id), form.upload
    application_id, requirement_id = found.id, asked.id
    upload_id = _sent(application_id, requirement_id, key) if key else _received(application_id, requirement_id)
    with work() as db:
        token = str(form["once_token"].data or "")
        if once.before(db, token) is None:
            upload = db.get_one(uploads.Upload, upload_id)
            applying.enclose(db, application_id, requirement_id, upload, by=me_in(db))
            once.settle(db, token, here)
    say(_("The file is in your application."))
    return redirect(f"{here}#uslov-{requirement_id}", 303)


def _sent(application_id: int, requirement_id: int, key: str) -> int:
    upload = queries.sent(session(), application_id, requirement_id, key)
    if upload is None:
        raise OtherFile
    return upload.id


def _received(application_id: int, requirement_id: int) -> int:
    """Take in the file that came with the form, sealed as it is read. Raises `NothingChosen` and what uploads raise."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise NothingChosen
    with work() as db:
        given = applying.room(db, application_id, requirement_id, by=me_in(db))
    return uploads.receive_form(file, given).id


def _enclose_page(found: Application, call: Call, asked: Requirement, form: EnclosureForm) -> Any:
    db, person = session(), me()
    slot = next(each for each in queries.slots(db, found, call) if each.asked.id == asked.id)
    accepted = queries.kinds_of(call)
    given = queries.grant(db, call, found, asked, person.id)
    html = render_template(
        "portal/tenders/apply/enclose.html",
        application=found,
        call=call,
        asked=asked,
        slot=slot,
        form=form,
        press=Press(None),
        is_open=call.takes_applications(now()),
        address=url_for("portal.uploads.create", grant=given.token),
        largest=given.largest,
        accepted=[each.short for each in accepted],
        accept=",".join(f".{ending}" for each in accepted for ending in each.endings),
        unfinished=uploads.resumable(db, queries.PURPOSE, queries.subject_of(found.id, asked.id), person.id),
        **_about(db, found, call),
    )
    return html, 422 if request.method == "POST" else 200


@pages.route("/prijave/<int:application_id>/uklanjanje/<int:enclosure_id>/", methods=["POST"])
@allow(SIGNED_IN)
def take_out(application_id: int, enclosure_id: int) -> Any:
    """Take a file out of an application."""
    return _pressed(
        application_id,
        lambda db: applying.take_out(db, application_id, enclosure_id, by=me_in(db)),
        _("The file is taken out."),
    )


@pages.route("/prijave/<int:application_id>/slanje/<int:upload_id>/uklanjanje/", methods=["POST"])
@allow(SIGNED_IN)
def drop_upload(application_id: int, upload_id: int) -> Any:
    """Take away what was begun to be sent and is not wanted."""
    return _pressed(
        application_id,
        lambda db: applying.drop_upload(db, application_id, upload_id, by=me_in(db)),
        _("What had arrived of the file is taken away."),
    )


def _pressed(application_id: int, verb: Callable[[Session], object], done: str) -> Any:
    the_application(application_id)
    form = Press(request.form)
    then = url_for(".application", application_id=application_id)
    return acts(form, verb, done=done, then=then, again=lambda: (_page(application_id, form), 422))


@pages.route("/prijave/<int:application_id>/podnosenje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def submit(application_id: int) -> Any:
    """Look through everything once more, then submit; what is refused is refused with a receipt."""
    return _last_press(application_id, "submit", lambda db, **more: submitting.submit(db, application_id, **more))


@pages.route("/prijave/<int:application_id>/proba/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def rehearse(application_id: int) -> Any:
    """Go the whole way and submit nothing."""
    return _last_press(application_id, "rehearse", lambda db, **more: submitting.rehearse(db, application_id, **more))


@pages.route("/prijave/<int:application_id>/potvrdjivanje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def confirm_again(application_id: int) -> Any:
    """After a change of the call: submit the same application once more, under the new terms."""
    return _last_press(
        application_id, "again", lambda db, **more: submitting.submit(db, application_id, again=True, **more)
    )


def _last_press(application_id: int, what: str, verb: Callable[..., Submission | Attempt]) -> Any:
    arrived = now()
    found, call = the_application(application_id)
    form = SubmitForm(request.form, change=call.change)
    if form.is_sent():
        try:
            return _settled(form, lambda db: verb(db, by=me_in(db), change=form.change.data or 0, arrived=arrived))
        except Refusal as refusal:
            form.refuse(refusal)
    return _press_page(found, call, what, form)


def _settled(form: SubmitForm, verb: Callable[[Session], Submission | Attempt]) -> Response:
    """Do it once, however often the button was pressed or the answer lost, and lead to the receipt."""
    with work() as db:
        token = str(form["once_token"].data or "")
        address = once.before(db, token)
        if address is None:
            made = verb(db)
            address = url_for(".receipt", application_id=made.application_id, reference=made.reference)
            once.settle(db, token, address)
    return redirect(address, 303)


def _press_page(found: Application, call: Call, what: str, form: Form) -> Any:
    db, moment = session(), now()
    current = applying.in_force(db, found)
    files = list(current.manifest["files"]) if what in {"again", "withdraw"} and current else queries.manifest(db, found)
    titles = {each.id: each for each in call.requirements}
    html = render_template(
        "portal/tenders/apply/press.html",
        application=found,
        call=call,
        what=what,
        form=form,
        is_open=call.phase(moment) is Phase.OPEN,
        left=left_words((call.closes_at - moment).total_seconds()) if call.closes_at else "",
        files=[(titles.get(each["requirement"]), each) for each in files],
        missing=queries.missing(call, {int(each["requirement"]) for each in files}),
        under_way=sum(len(each.unfinished) + len(each.arrived) for each in queries.slots(db, found, call)),
        current=current,
        change=queries.to_confirm(db, found, current),
        **_about(db, found, call),
    )
    return html, 422 if request.method == "POST" else 200


@pages.route("/prijave/<int:application_id>/povlacenje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def withdraw(application_id: int) -> Any:
    """Take an application back, until the deadline."""
    found, call = the_application(application_id)
    form = Press(request.form)
    return acts(
        form,
        lambda db: submitting.withdraw(db, application_id, by=me_in(db)),
        done=_("Your application is taken back. The commission will not open it."),
        then=url_for(".application", application_id=application_id),
        again=lambda: _press_page(found, call, "withdraw", form),
    )
