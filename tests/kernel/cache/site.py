"""A small site with one guest feature, `things`, whose pages try what the page cache must tell apart.

Run as a program it serves itself: `python -m tests.kernel.cache.site ADDRESS FOLDER PORT_FILE`.
"""

import sys
import time
import uuid
from pathlib import Path

from flask import Blueprint, Flask, Response, make_response, request
from sqlalchemy import select

from portal import Portal, wrap
from portal.kernel import cache
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.db import Counter, count, session, touch, work
from portal.kernel.feature import Feature
from portal.kernel.forms import Form
from portal.kernel.site.messages import say
from portal.kernel.site.preferences import COOKIE, Preferences
from portal.kernel.site.shown import depends

pages = Blueprint("things", __name__)
NEXT = {"until": None}


def value(name: str = "thing") -> int:
    return session().scalar(select(Counter.value).where(Counter.name == name)) or 0


def page(text: object) -> str:
    return f"<!doctype html><title>Ствари</title><p>{text}</p>" + "<p>слова</p>" * 200


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    depends("things")
    size = Preferences.read(request.cookies.get(COOKIE, "")).size
    return page(f"value={value()} q={request.args.get('q', '')} size={size} by={current_person() and current_person().name}")


@pages.route("/<int:number>/")
@allow(ANYONE)
def show(number: int) -> str:
    depends(f"thing.{number}")
    return page(f"thing {number} = {value(f'thing.{number}')}")


@pages.route("/", methods=["POST"])
@allow(ANYONE)
def change() -> str:
    with work() as db:
        number = count(db, "thing")
        touch(db, "things")
    depends("things")
    return page(number)


@pages.route("/made")
@allow(ANYONE)
def made() -> str:
    """The value and a mark of this very making, to tell a kept page from a new one."""
    depends("things")
    return f"{value()} {uuid.uuid4().hex}"


@pages.route("/slow")
@allow(ANYONE)
def slow() -> str:
    time.sleep(1.5)
    return page("at last")


class Wish(Form):
    creates = True


@pages.route("/form")
@allow(ANYONE)
def form() -> str:
    depends("things")
    return page(Wish().once_token.data)


@pages.route("/silent")
@allow(ANYONE)
def silent() -> str:
    return page(value())


@pages.route("/scheduled")
@allow(ANYONE)
def scheduled() -> str:
    depends("things")
    cache.until(None)
    cache.until(NEXT["until"])
    return page(now().isoformat())


@pages.route("/said")
@allow(ANYONE)
def said() -> Response:
    depends("things")
    say("речено")
    return make_response(page("x"))


@pages.route("/answer/<kind>")
@allow(ANYONE)
def answer(kind: str) -> Response:
    """An answer that must not be kept, each for a reason of its own."""
    depends("things")
    found = make_response(page(f"{kind} {value()}"))
    if kind == "cookie":
        found.set_cookie("visited", "1")
    elif kind == "no-store":
        found.headers["Cache-Control"] = "no-store"
    elif kind == "private":
        found.headers["Cache-Control"] = "private, max-age=60"
    elif kind == "varies":
        found.headers["Vary"] = "Accept-Language"
    elif kind == "missing":
        found.status_code = 404
    elif kind == "picture":
        found.mimetype = "image/png"
    elif kind == "json":
        found = make_response({"value": value()})
    elif kind == "stream":
        found = Response((part for part in ("<p>", str(value()), "</p>")), mimetype="text/html")
    elif kind == "huge":
        found = make_response("а" * 1_000_000)
    return found


FEATURE = Feature(name="things", address="stvari", blueprint=pages)


def make(address: str, folder: Path, **more: object) -> Flask:
    """Make the site on a database that is filled already."""
    app = Flask("tests.kernel.cache.site", static_folder=None)
    app.config.update(
        {
            "TESTING": True,
            "PORTAL_ENVIRONMENT": "test",
            "PORTAL_SECRET_KEY": "a-key-for-tests-0123456789-abcdefghijklmnop",
            "PORTAL_DATABASE_URL": address,
            "PORTAL_INSTANCE": str(folder),
            "PORTAL_COOKIE_SECURE": False,
            "PORTAL_SQLITE_SYNCHRONOUS": "OFF",
            "PORTAL_URL_PREFIX": "",
            "PROPAGATE_EXCEPTIONS": False,
            **more,
        }
    )
    alone = not more.get("SQLALCHEMY_DATABASE_URI")
    if not alone:
        app.secret_key = "a-key-of-the-host-0123456789-abcdefgh"
    Portal(app, features=[FEATURE], alone=alone)
    return app


def main(address: str, folder: str, port_file: str) -> None:
    import waitress

    server = waitress.create_server(wrap(make(address, Path(folder))), host="127.0.0.1", port=0, threads=4)
    Path(port_file).with_suffix(".new").write_text(str(server.effective_port))
    Path(port_file).with_suffix(".new").rename(port_file)
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
