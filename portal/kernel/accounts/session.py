"""Who is here: the portal's own session row behind its own cookie.

Flask's signed cookie alone would survive a sign-out; this one ends on the server. Alone, Flask-Login is told who is
here; in a host with its own LoginManager nothing is shared, and host users enter only by the explicit bridge.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Request, current_app, g, request
from flask_login import LoginManager
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import access, months
from portal.kernel.accounts.models import Person, SignIn
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.settings import setting
from portal.kernel.site.links import home_path
from portal.kernel.tickets import digest

Answer = TypeVar("Answer", bound=Response)

COOKIE = "portal_session"
HOST_ONLY = "__Host-"
IDLE = timedelta(days=30)
IDLE_STAFF = timedelta(hours=8)
LIFE = timedelta(days=90)
LIFE_STAFF = timedelta(days=7)
WITH_PASSWORD, WITH_SECOND_FACTOR = "accounts.sign_ins.password", "accounts.sign_ins.second_factor"
"""What sign-ins are counted under by month (`kernel.months`)."""
SEEN_EVERY = timedelta(minutes=10)


def set_up(app: Flask) -> None:
    """Tell Flask-Login who is here, for a portal that runs alone; a host's users are the host's."""
    manager: Any = LoginManager(app)
    manager.user_loader(lambda _id: None)
    manager.request_loader(lambda _request: current_person())


def begin(db: Session, person: Person, device: str, *, second_factor: bool = False) -> str:
    """Sign a person in and return the token for the cookie; a new one each time (no fixation).

    Who owes the second factor still is counted when it has come.
    """
    token = secrets.token_urlsafe(32)
    moment = now()
    if second_factor or not (person.is_staff and setting("SECOND_FACTOR")):
        months.add(db, WITH_SECOND_FACTOR if second_factor else WITH_PASSWORD, moment)
    db.add(
        SignIn(
            token_hash=digest(token),
            person_id=person.id,
            began_at=moment,
            seen_at=moment,
            device=device[:200],
            second_factor_at=moment if second_factor else None,
        )
    )
    return token


def end_all(db: Session, person_id: int, *, but: int | None = None) -> None:
    """End the sessions of a person at once: after a new password, when an account is disabled or deleted."""
    wanted = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        wanted = wanted.where(SignIn.id != but)
    db.execute(wanted.values(ended_at=now()))


def cookie_name() -> str:
    """Return what the cookie is called here.

    Over HTTPS a portal alone uses the prefix by which browsers refuse such a cookie from any other host or path, a
    subdomain's too. In a host the cookie is for our addresses only, which the prefix does not allow.
    """
    return f"{HOST_ONLY}{COOKIE}" if _is_host_only() else COOKIE


def _is_host_only() -> bool:
    return bool(setting("COOKIE_SECURE")) and bool(current_app.extensions["portal"].alone)


def put_cookie(response: Answer, token: str) -> Answer:
    """Give the browser its token; `None`-like empty takes it away."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(LIFE.total_seconds()) if token else 0,
        secure=setting("COOKIE_SECURE"),
        httponly=True,
        samesite="Lax",
        path="/" if _is_host_only() else home_path(),
    )
    return response


def current_sign_in() -> SignIn | None:
    """Return the session row of this request, or None. Looked up once a request."""
    if "portal_sign_in" not in g:
        g.portal_sign_in = _load(request)
    found: SignIn | None = g.portal_sign_in
    return found


def current_person() -> Person | None:
    """Return who is signed in: by our own session, or by the bridge of a host; None for anybody else.

    A staff member whose second factor is still missing counts as nobody here (see `half_signed_in`).
    """
    if "portal_person" not in g:
        sign_in = current_sign_in()
        g.portal_person = sign_in.person if sign_in and _complete(sign_in) else _bridged()
    found: Person | None = g.portal_person
    return found


def me_in(db: Session) -> Person:
    """Return who acts, loaded in the transaction of the act. Raises `SignInFirst`."""
    return db.get_one(Person, access.require(current_person(), access.SIGNED_IN).id)


def half_signed_in() -> Person | None:
    """Return the staff member who has given the password and still owes the second factor."""
    sign_in = current_sign_in()
    return sign_in.person if sign_in and not _complete(sign_in) else None


def arrived(sign_in: SignIn) -> None:
    """Count this request as signed in from here on: for the page that answers the second factor itself."""
    g.portal_sign_in, g.portal_person = sign_in, sign_in.person


def csrf_token() -> str:
    """Return the token of signed-in people's forms: bound to the session, nothing to store. Empty for nobody."""
    token = request.cookies.get(cookie_name(), "")
    if not token or current_sign_in() is None:
        return ""
    key = str(setting("SECRET_KEY")).encode()
    return hmac.new(key, b"csrf:" + token.encode(), hashlib.sha256).hexdigest()


def _complete(sign_in: SignIn) -> bool:
    return not (sign_in.person.is_staff and setting("SECOND_FACTOR")) or sign_in.second_factor_at is not None


def _load(req: Request) -> SignIn | None:
    token = req.cookies.get(cookie_name())
    if not token:
        return None
    found = session().scalar(select(SignIn).where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None)))
    if found is None or not found.person.is_active:
        return None
    moment = now()
    idle, life = (IDLE_STAFF, LIFE_STAFF) if found.person.is_staff else (IDLE, LIFE)
    if found.seen_at + idle < moment or found.began_at + life < moment:
        return None
    if found.seen_at + SEEN_EVERY < moment:
        id = found.id
        with work() as db:
            db.execute(update(SignIn).where(SignIn.id == id).values(seen_at=moment))
        found = session().get(SignIn, id)
    return found


def _bridged() -> Person | None:
    bridge = setting("HOST_PERSON")
    email = bridge() if bridge is not None else None
    if not email:
        return None
    person = session().scalar(
        select(Person).where(Person.email == email.strip().lower(), Person.confirmed_at.is_not(None))
    )
    return person if person is not None and person.is_active else None
