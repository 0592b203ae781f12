"""The report: what is missing, its making, its signature; and as everybody reads it."""

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.actions.remarks_shared import tag
from portal.features.debates.models import Debate, Report, ReportFile, ReportState
from portal.features.debates.queries import answers, lines, reports
from portal.features.debates.queries import remarks as register
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.remarks_shared import the_answered, the_debate
from portal.features.debates.views.shared import leads
from portal.features.debates.words.remarks import CHANNELS, COLOURS, DISPOSITIONS
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.files import store
from portal.kernel.forms import Press, number
from portal.kernel.municipality.serving import LEADERS, serves
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.messages import say
from portal.kernel.site.shown import depends
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment, version

PAGE = 50


def moment_of(text: str) -> str:
    """Return a moment of a report's content in words."""
    return shown_moment(datetime.fromisoformat(text)) if text else ""


pages.add_app_template_filter(moment_of, "portal_from_iso")
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@pages.route("/<int:debate_id>/izrada-izvestaja/", methods=["GET", "POST"])
@allow("debates.answer")
def report_desk(debate_id: int) -> Any:
    """What the report still waits for, its making with a bar, and its signature."""
    form = Press(request.form)
    if form.is_sent():
        try:
            with work() as db:
                actions.begin_report(db, debate_id, by=me_in(db))
            return redirect(url_for(".report_desk", debate_id=debate_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _desk_page(debate_id, form)


def _desk_page(debate_id: int, form: Press, status: int | None = None) -> Any:
    db = session()
    debate, report = the_answered(db, debate_id), reports.newest(db, debate_id)
    page = render_template(
        "portal/debates/report_desk.html",
        debate=debate,
        report=report,
        files=reports.files_of(db, report.id) if report else [],
        counts=register.counts(db, debate_id),
        missing=answers.missing(db, debate_id),
        takes=debate.closes_at is not None and now() < debate.closes_at,
        signs=leads(debate),
        form=form,
    )
    return page, status or (422 if request.method == "POST" else 200)


@pages.route("/<int:debate_id>/izrada-izvestaja/napredak/")
@allow("debates.answer")
def report_progress(debate_id: int) -> str:
    """A piece of a page: how far the report is."""
    report = reports.newest(session(), the_answered(session(), debate_id).id)
    if report is None:
        raise NotFound
    return render_template("portal/debates/_progress.html", report=report)


@pages.route("/<int:debate_id>/izrada-izvestaja/<int:report_id>/potpis/", methods=["POST"])
@allow("debates.sign")
def sign_report(debate_id: int, report_id: int) -> Any:
    """Sign the report in one's own name: from now on everybody reads it."""
    form = Press(request.form)
    the_answered(session(), debate_id, LEADERS)
    try:
        if form.is_sent():
            with work() as db:
                actions.sign_report(db, report_id, by=me_in(db), seen=number(request.form.get("seen")) or 0)
            say(_("The report is signed and public. Everybody who took part gets a letter."))
            return redirect(url_for(".report", debate_id=debate_id), 303)
    except Refusal as refusal:
        form.refuse(refusal)
    return _desk_page(debate_id, form, 422)


@pages.route("/<int:debate_id>/izrada-izvestaja/pregled/")
@allow("debates.answer")
def report_preview(debate_id: int) -> Any:
    """The report before it is signed, as everybody will read it."""
    db = session()
    found = reports.newest(db, debate_id)
    if found is None or found.state is not ReportState.READY:
        raise NotFound
    return _report_page(db, the_answered(db, debate_id), found, "portal.debates.report_preview")


@pages.route("/<int:debate_id>/izvestaj/")
@allow(ANYONE)
def report(debate_id: int) -> Any:
    """The signed report, the table by article (`?clan=`)."""
    db = session()
    depends(tag(debate_id), "municipality")
    debate, found = the_debate(db, debate_id), reports.signed(db, debate_id)
    if found is None:
        raise NotFound
    return _report_page(db, debate, found, "portal.debates.report")


def _report_page(db: Session, debate: Debate, report: Report, endpoint: str) -> str:
    article = -1 if request.args.get("clan") == "bez" else number(request.args.get("clan"))
    after = number(request.args.get("posle"))
    begin = -1 if after is None else after
    found = reports.lines_of(db, report.id, article, after=begin, most=PAGE) if article is not None else []
    shown, more = found[:PAGE], len(found) > PAGE
    word = "bez" if article == -1 else article
    return render_template(
        "portal/debates/report.html",
        debate=debate,
        report=report,
        content=report.content,
        files=reports.files_of(db, report.id),
        articles=reports.articles_of(db, report.id),
        known=lines.places(db, debate),
        article=article,
        after=answers.after_report(db, debate.id) if report.state is ReportState.SIGNED else [],
        lines=shown,
        next_url=url_for(endpoint, debate_id=debate.id, clan=word, posle=shown[-1].place) if more else "",
        endpoint=endpoint,
        channels=CHANNELS,
        dispositions=DISPOSITIONS,
        colours=COLOURS,
        read_version=version().key,
    )


@pages.route("/<int:debate_id>/izvestaj/<int:report_id>/<name>")
@allow(ANYONE)
def report_file(debate_id: int, report_id: int, name: str) -> Any:
    """Give a document of the signed report to everybody, of one that waits for its signature to who answers."""
    db = session()
    found = db.get(Report, report_id)
    file = next((one for one in reports.files_of(db, report_id) if file_name(the_debate(db, debate_id), one) == name), None)
    if found is None or file is None or found.debate_id != debate_id:
        raise NotFound
    if found.state is not ReportState.SIGNED and not _prepares(found.debate_id):
        raise NotFound
    where = store.place(file.digest)
    answer = send_file(where, mimetype=MEDIA[file.what], as_attachment=True, download_name=name, etag=file.digest)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _prepares(debate_id: int) -> bool:
    me = current_person()
    return may(me, "debates.answer") and serves(session(), me, the_debate(session(), debate_id).unit)


def file_name(debate: Debate, file: ReportFile) -> str:
    """Return what a document of a report is called when it is saved."""
    return f"izvestaj-{debate.reference}-{file.version_key}.{file.what}"
