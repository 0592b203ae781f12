"""Pages of the plan."""

from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.plan import actions, queries
from portal.features.plan.forms import STATES, ReportForm
from portal.features.plan.models import State
from portal.kernel import once
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.cache import until
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.feature import mounted
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.site.shown import depends
from portal.kernel.words import gettext

pages = Blueprint("plan", __name__)
WORDS = {"states": STATES, "State": State}


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The whole plan by area: deadlines, owners, states, live numbers."""
    moment = _live()
    plan = queries.current(session())
    if plan is None:
        return render_template("portal/plan/empty.html")
    chosen = {name: request.args.get(name, "")[:200] for name in ("state", "area", "owner")}
    readings = queries.readings(session(), moment, queries.metrics_of(plan))
    return render_template(
        "portal/plan/index.html",
        plan=plan,
        sections=queries.sections(plan, queries.today(moment), readings, **chosen),
        counts=queries.count_states(plan.activities, queries.today(moment)),
        live=sum(metric in readings for metric in queries.metrics_of(plan)),
        chosen=chosen,
        owners=queries.owners(plan),
        **WORDS,
        moment=moment,
        today=queries.today(moment),
    )


@pages.route("/<key>/")
@allow(ANYONE)
def show(key: str) -> str:
    """One activity: what is printed, how far it is, the evidence, the number."""
    moment = _live()
    plan, activity = queries.current(session()), queries.activity(session(), key)
    if plan is None or activity is None:
        raise NotFound
    metric = activity.indicator.metric if activity.indicator else ""
    return render_template(
        "portal/plan/show.html",
        activity=activity,
        state=activity.state_on(queries.today(moment)),
        section=queries.place_of(plan, activity),
        owners=queries.owners_of(activity),
        evidence=queries.evidence_of(session(), activity.id),
        reading=queries.readings(session(), moment, [metric]).get(metric),
        options=queries.options(session(), moment) if metric == queries.TWO_WAY else [],
        history=queries.history(session(), metric) if metric else [],
        labels=queries.labels(),
        by_month=queries.by_month(session(), metric, moment) if metric else [],
        **WORDS,
        may_report=may(current_person(), "plan.evidence"),
    )


@pages.route("/<key>/stanje/", methods=["GET", "POST"])
@allow("plan.evidence")
def report(key: str) -> Response | str | tuple[str, int]:
    """The working group says how far an activity is."""
    activity = queries.activity(session(), key)
    if activity is None:
        raise NotFound
    form = ReportForm(request.form, seen=activity.version, state=activity.state)
    if form.is_sent():
        try:
            return redirect(_report(key, form), 303)
        except Stale:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("portal/plan/report.html", form=form, activity=activity)
    return (page, 422) if request.method == "POST" else page


def _report(key: str, form: ReportForm) -> str:
    """Report once, whatever the number of presses, and return where to go on."""
    address = url_for(".show", key=key)
    with work() as db:
        if once.before(db, form.once_token.data or "") is None:
            fields = {name: form[name].data for name in ("state", "day", "note_sr", "note_en", "link", "seen")}
            actions.report(db, key, by=current_person(), **{**fields, "state": State(form.state.data)})
            once.settle(db, form.once_token.data or "", address)
    say(gettext("The report on activity %(key)s is published.", key=key))
    return address


def _live() -> datetime:
    """Return the moment a page is computed for; it is computed anew when a feature's things change, or next hour."""
    moment = now()
    depends("plan", *(feature.name for feature in mounted() if feature.indicators or feature.two_way))
    until(moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
    return moment
