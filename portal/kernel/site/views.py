"""The start page and the pages that belong to no feature."""

from datetime import timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from sqlalchemy import func, select, text
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response as Answer

from portal.kernel import jobs
from portal.kernel.access import ANYONE, allow
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.outbox.models import Notice
from portal.kernel.refusals import NotFound
from portal.kernel.settings import instance, setting
from portal.kernel.site.preferences import CHOICES, COOKIE, Preferences
from portal.kernel.site.shown import depends
from portal.kernel.words import negotiate

EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE")
pages = Blueprint("site", __name__)
programs = Blueprint("programs", __name__)


@pages.route("/")
@allow(ANYONE)
def home() -> str:
    """What a citizen can do here, what is new, how the municipality is doing."""
    depends("home", "municipality")
    features = current_app.extensions["portal"].features
    cards = sorted((card for f in features for card in f.cards), key=lambda card: card.place)
    panels = sorted((panel for f in features for panel in f.panels), key=lambda panel: panel.place)
    return render_template(
        "portal/home.html",
        cards=[{"title": c.title, "text": c.text, "url": url_for(c.endpoint), "icon": c.icon} for c in cards],
        panels=[{"title": p.title, "html": p.render(session()), "url": url_for(p.endpoint), "url_label": p.link} for p in panels],
    )


@pages.route("/podesavanja/", methods=["GET", "POST"])
@allow(ANYONE)
def preferences() -> str | Answer:
    """Text size, contrast, spacing and keys; works without JavaScript."""
    if request.method == "GET":
        return render_template("portal/preferences.html", choices=CHOICES, back=_local(request.args.get("back", "")))
    before = Preferences.read(request.cookies.get(COOKIE, ""))
    chosen = {name: request.form.get(name, getattr(before, name)) for name in CHOICES}
    wanted = Preferences.read(".".join(f"{name}={value}" for name, value in chosen.items()))
    answer = redirect(_local(request.form.get("back", "")) or url_for(".home"), 303)
    answer.set_cookie(COOKIE, wanted.cookie(), max_age=31_536_000, samesite="Lax", secure=setting("COOKIE_SECURE"), path="/")
    return answer


def _local(address: str) -> str:
    """Return an address if it stays on this site as a browser reads it, else nothing."""
    plain = address.strip()
    if not plain.startswith("/") or plain.startswith(("//", "/\\")) or any(ord(sign) < 32 for sign in plain) or "\\" in plain:
        return ""
    return plain


@pages.route("/<path:rest>", methods=EVERY_METHOD)
@allow(ANYONE)
def lost(rest: str) -> str:
    """Whatever no feature knows, or not with this method."""
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowed(["GET"])
    raise NotFound


@programs.route("/")
@allow(ANYONE)
def start() -> Answer:
    """Lead to the version the browser asks for."""
    answer = redirect(url_for("portal.site.home", version=negotiate(request.headers.get("Accept-Language", "")).key))
    answer.vary.add("Accept-Language")
    return answer


@programs.route("/health/live")
@allow(ANYONE)
def live() -> Response:
    """Say that the process answers."""
    return _fresh(jsonify(status="ok"))


@programs.route("/health/ready")
@allow(ANYONE)
def ready() -> Response | tuple[Response, int]:
    """Say whether the portal can do its work: database, worker's heartbeat, oldest job and notice."""
    db = session()
    beat = db.scalar(select(func.max(jobs.Heartbeat.seen_at)))
    notice = db.scalar(
        select(Notice.made_at).where(text("state = 'waiting'"), Notice.next_at <= now()).order_by(Notice.next_at).limit(1)
    )
    job = jobs.oldest_waiting()
    alive = beat is not None and beat > now() - timedelta(minutes=2)
    report = {
        "status": "ok" if alive else "worker missing",
        "database": "ok",
        "worker_seen": beat and beat.isoformat(),
        "oldest_unsent_notice": notice and notice.isoformat(),
        "oldest_waiting_job": job and job.isoformat(),
    }
    answer = _fresh(jsonify(report))
    return answer if alive else (answer, 503)


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _works_always(view: Any) -> None:
    view.works_always = True


for view in (live, ready):
    _works_always(view)


@programs.route("/dev/mail/")
@allow(ANYONE)
def dev_mail() -> str:
    """Show the letters that landed in the folder; only in development."""
    if setting("ENVIRONMENT") != "development":
        abort(404)
    folder = instance() / "mails"
    files = sorted(folder.glob("*.eml"), reverse=True)[:200] if folder.is_dir() else []
    letters = [(file.name, BytesParser(policy=policy.default).parsebytes(file.read_bytes())) for file in files]
    return render_template("portal/dev_mail.html", letters=letters)


@programs.route("/dev/mail/<name>")
@allow(ANYONE)
def dev_letter(name: str) -> Response:
    """Show one letter as its reader sees it; only in development."""
    file = instance() / "mails" / name
    if setting("ENVIRONMENT") != "development" or file.parent != instance() / "mails" or not file.is_file():
        abort(404)
    body = BytesParser(policy=policy.default).parsebytes(file.read_bytes()).get_body(("html",))
    answer = Response(body.get_content() if body else "", mimetype="text/html")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    answer.headers["Cache-Control"] = "no-store"
    return answer
