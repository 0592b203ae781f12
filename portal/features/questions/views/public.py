"""What everybody can read, and how to ask."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.questions import actions, queries
from portal.features.questions.actions.asking import confirm_follow as count_follower
from portal.features.questions.actions.shared import load
from portal.features.questions.forms import AskForm, CodeForm, JoinForm
from portal.features.questions.models import ANSWER, Channel, State
from portal.features.questions.panels import cards
from portal.features.questions.refusals import WrongCode
from portal.features.questions.views.blueprint import pages
from portal.features.questions.views.lists import address_of, choices_of, page_of, reading
from portal.features.questions.views.shared import KIND, fill_choices, the_own, the_public
from portal.kernel import cache, files, once, search, throttle, tickets
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.authors import ShownAs
from portal.kernel.clock import now
from portal.kernel.codes import code_of, is_code
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.municipality import queries as municipality
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.client import client_network
from portal.kernel.site.shown import depends
from portal.kernel.words import version


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The public list: newest first, with filters that survive without JavaScript."""
    depends("questions", "municipality")
    cache.until(queries.next_change(session()))
    db = session()
    names = queries.names(db)
    wanted = reading(names)
    page = page_of(db, wanted)
    return render_template(
        "portal/questions/index.html",
        page=page,
        wanted=wanted,
        cards=cards(page.rows, names),
        choices=choices_of(names),
        address_of=address_of,
    )


@pages.route("/novo.atom")
@allow(ANYONE)
def feed() -> Response:
    """The newest questions and answers as an Atom feed, of one office with `?funkcija=`."""
    depends("questions", "municipality")
    db = session()
    names = queries.names(db)
    wanted = reading(names)
    rows = queries.listed(db, wanted.filter).rows
    answer = make_response(render_template("portal/questions/feed.xml", rows=rows, names=names, wanted=wanted))
    answer.mimetype = "application/atom+xml"
    return answer


@pages.route("/<int:question_id>/")
@allow(ANYONE)
def show(question_id: int) -> str | Response:
    """One question: what was asked, what happened, what was answered; a merged one leads to the question that stays."""
    depends(f"question.{question_id}", "municipality")
    db = session()
    question = the_public(db, question_id)
    if question.merged_into_id:
        return redirect(url_for(".show", question_id=question.merged_into_id))
    if question.is_open:
        cache.until(question.answer_due_at)
    calendar, answers = municipality.calendar(db), [answer.id for answer in question.answers]
    depends(*(files.tag(ANSWER, id) for id in answers))
    return render_template(
        "portal/questions/show.html",
        question=question,
        attached=files.of_many(db, ANSWER, answers),
        staff=may(current_person(), "questions.draft"),
        children=queries.children(db, question),
        waiting_days=question.waiting_days(calendar, now()),
        late=question.is_late(now()),
        now=now(),
    )


@pages.route("/pitaj/", methods=["GET", "POST"])
@allow(ANYONE)
def ask() -> Any:
    """Ask: similar questions are shown while typing, and once more before sending."""
    db, person = session(), current_person()
    form = AskForm(request.form, office=request.args.get("funkcija", ""), title=request.args.get("naslov", ""))
    fill_choices(db, form)
    if person is not None:
        del form.name, form.email
    if not form.is_sent():
        return _ask_page(form)
    if not request.form.get("nobody_asked"):
        similar = search.similar(db, KIND, f"{form.title.data} {form.text.data}", limit=5)
        if similar:
            return _ask_page(form, similar=similar, status=200)
    return _send(form)


def _send(form: AskForm) -> Any:
    person = current_person()
    try:
        throttle.admit(throttle.Limit("ask", client_network(), 60, throttle.HOUR))
        with work() as db:
            if address := once.before(db, form.once_token.data or ""):
                return redirect(address, 303)
            asker = db.get_one(Person, person.id) if person else None
            question = actions.ask(db, asked_of(form, asker), by=asker)
            address = url_for(".sent", question_id=question.id, code=code_of(KIND, question.id))
            once.settle(db, form.once_token.data or "", address)
    except Refusal as refusal:
        form.refuse(refusal)
        return _ask_page(form)
    return redirect(address, 303)


def asked_of(form: AskForm, person: Any, channel: Channel = Channel.WEB) -> actions.Asked:
    """Return what a form of a question says, with name and address of the account where there is one."""
    return actions.Asked(
        title=form.title.data or "",
        text=form.text.data or "",
        name=person.name if person else form.name.data or "",
        email=(person.email or "") if person else form.email.data or "",
        office_key=form.office.data or "",
        topic_key=form.topic.data or "",
        settlement_id=int(form.settlement.data) if form.settlement.data else None,
        shown_as=ShownAs(form.shown_as.data),
        version_key=version().key,
        channel=channel,
        marks=form.marks,
        network=client_network() if channel is Channel.WEB else "",
    )


def _ask_page(form: AskForm, similar: Any = (), status: int | None = None) -> Any:
    code = status or (422 if request.method == "POST" else 200)
    return render_template("portal/questions/ask.html", form=form, similar=similar, promised=queries.promised(session())), code


@pages.route("/slicna/")
@allow(ANYONE)
def similar() -> str:
    """A piece of a page: questions like the one being typed."""
    text = request.args.get("q", "")[:300]
    found = search.similar(session(), KIND, text, limit=5) if len(text) >= 8 else []
    return render_template("portal/questions/_similar.html", similar=found)


@pages.route("/poslato/<int:question_id>/<code>/")
@allow(ANYONE)
def sent(question_id: int, code: str) -> str:
    """What happens next, in plain words."""
    db = session()
    return render_template(
        "portal/questions/sent.html",
        question=the_own(db, question_id, code),
        code=code,
        State=State,
        promised=queries.promised(db),
    )


@pages.route("/potvrda/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm(token: str) -> Any:
    """The link of the letter opens this page; its one button confirms."""
    form = Press(request.form)
    if form.is_sent():
        with work() as db:
            ticket = tickets.use(db, "questions.confirm", token)
            question = load(db, ticket.subject_id or 0)
            actions.confirm(db, question)
            address = url_for(".own", question_id=question.id, code=code_of(KIND, question.id))
        return redirect(address, 303)
    ticket = tickets.look(session(), "questions.confirm", token)
    question = load(session(), ticket.subject_id or 0)
    return render_template("portal/questions/confirm.html", form=form, question=question)


@pages.route("/<int:question_id>/i-ja/", methods=["GET", "POST"])
@allow(ANYONE)
def join(question_id: int) -> Any:
    """'I have this question too': the answer comes by letter, the question counts one more."""
    person, form = current_person(), JoinForm(request.form)
    if person is not None:
        del form.email
    question = the_public(session(), question_id)
    if not form.is_sent():
        status = 422 if request.method == "POST" else 200
        return render_template("portal/questions/join.html", form=form, question=question), status
    throttle.admit(throttle.Limit("join", client_network(), 60, throttle.HOUR))
    with work() as db:
        to = Recipient.of(person) if person else Recipient((form.email.data or "").strip().lower(), version().key)
        actions.follow_too(db, the_public(db, question_id), to, confirmed=person is not None)
    return render_template(
        "portal/questions/joined.html", question=the_public(session(), question_id), confirmed=person is not None
    )


@pages.route("/i-ja/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm_follow(token: str) -> Any:
    """The link of the letter opens this page; its one button confirms."""
    form = Press(request.form)
    if form.is_sent():
        with work() as db:
            ticket = tickets.use(db, "questions.follow", token)
            count_follower(db, int(ticket.data["follow"]))
        question = the_public(session(), ticket.subject_id or 0)
        return render_template("portal/questions/joined.html", question=question, confirmed=True)
    ticket = tickets.look(session(), "questions.follow", token)
    return render_template(
        "portal/questions/confirm_follow.html", form=form, question=the_public(session(), ticket.subject_id or 0)
    )


@pages.route("/funkcije/")
@allow(ANYONE)
def offices() -> str:
    """Everybody who can be asked."""
    depends("questions", "municipality")
    cache.until(queries.next_change(session()))
    db = session()
    found = municipality.offices(db)
    return render_template(
        "portal/questions/offices.html", offices=found, figures=queries.figures_by_office(db, [o.id for o in found])
    )


@pages.route("/funkcije/<key>/")
@allow(ANYONE)
def office(key: str) -> str:
    """One office with its honest figures, split by term."""
    depends("questions", "municipality")
    cache.until(queries.next_change(session()))
    db = session()
    found = municipality.office(db, key)
    if found is None:
        raise NotFound
    questions = queries.listed(db, queries.Filter(office_id=found.id))
    return render_template(
        "portal/questions/office.html",
        office=found,
        figures=queries.figures(db, office_id=found.id),
        by_term=[(term, queries.figures(db, office_id=found.id, term_id=term.id)) for term in reversed(found.terms)],
        cards=cards(questions.rows, queries.names(db), 3),
        more=questions.older,
    )


@pages.route("/prati/", methods=["GET", "POST"])
@allow(ANYONE)
def by_code() -> Any:
    """Find one's question by number and code from a print-out."""
    form = CodeForm(request.form)
    if form.is_sent():
        throttle.admit(throttle.Limit("code", client_network(), 20))
        year, _, number = (form.reference.data or "").partition("-")
        numeric = year.strip().isdigit() and number.strip().isdigit() and len(year + number) < 15
        found = queries.by_reference(session(), int(year), int(number)) if numeric else None
        if found is not None and is_code(KIND, found.id, form.code.data or ""):
            return redirect(url_for(".own", question_id=found.id, code=code_of(KIND, found.id)), 303)
        form.refuse(WrongCode(field="code"))
    return render_template("portal/questions/by_code.html", form=form), 422 if request.method == "POST" else 200
