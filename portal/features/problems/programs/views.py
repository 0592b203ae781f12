"""The calls of Open311 GeoReport v2, at a production and at a test endpoint, and the document that names both."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Blueprint, Response, g, request
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, default_exceptions

from portal.features.problems import queries
from portal.features.problems.actions import keys
from portal.features.problems.programs import body, faults, finding, reading, sending
from portal.features.problems.refusals import WrongKey
from portal.kernel import photos, throttle
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session, work
from portal.kernel.municipality.queries import facts
from portal.kernel.photos import receiving
from portal.kernel.photos.forms import takes_photos
from portal.kernel.photos.refusals import TooManyPhotos
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site import gate
from portal.kernel.site.client import client_network
from portal.kernel.site.links import absolute
from portal.kernel.site.views import EVERY_METHOD
from portal.kernel.words import gettext as _

View = TypeVar("View", bound=Callable[..., Any])

log = logging.getLogger("portal")
programs = Blueprint("open311", __name__)
ENDPOINTS = {"production": "/open311/v2", "test": "/open311/test/v2"}
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
BEGINNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""When the calls themselves changed last."""
A_KEY, A_NETWORK = 1000, 60
"""Reports of one key, and wrong keys of one network, in a quarter of an hour."""


def call(address: str, **options: Any) -> Callable[[View], View]:
    """Mount a view as a call: at both endpoints, in both forms."""

    def mark(view: View) -> View:
        for kind, root in ENDPOINTS.items():
            name = view.__name__ if kind == "production" else f"{view.__name__}_{kind}"
            programs.add_url_rule(f"{root}/{address}.<any(json, xml):form>", name, view, **options)
        return view

    return mark


@programs.url_value_preprocessor
def listen(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Speak the version asked for by `?lang=`; the form of the answer stands at the end of the address."""
    (values or {}).pop("form", None)
    g.portal_test = str(endpoint).endswith("_test")
    if wanted := request.args.get("lang", ""):
        gate.speak(wanted)


@programs.route("/open311/v2/discovery.<any(json, xml):form>", endpoint="discovery_beside_the_calls")
@programs.route("/open311/discovery.<any(json, xml):form>")
@allow(ANYONE)
def discovery() -> Response:
    """Name the endpoints, and whom to ask for a key."""
    address = {kind: f"{_root()}{root}" for kind, root in ENDPOINTS.items()}
    contact = ", ".join(str(part) for part in (facts()["name"], facts()["email"], facts()["phone"]) if part)
    changed = finding.moment(max(BEGINNING, finding.services_changed(session()) or BEGINNING))
    endpoint = {"specification": SPECIFICATION, "changeset": changed, "formats": ["text/xml", "application/json"]}
    said = {
        "changeset": changed,
        "contact": contact,
        "key_service": _("Who wants to send reports asks the municipality for a key: %(contact)s", contact=contact),
        "endpoints": [{**endpoint, "url": url, "type": kind} for kind, url in address.items()],
    }
    return body.answer("discovery", said)


def _root() -> str:
    """Return the address of the portal, its prefix in it."""
    return absolute("portal.open311.services", form="xml").removesuffix(f"{ENDPOINTS['production']}/services.xml")


@call("services")
@allow(ANYONE)
def services() -> Response:
    """What can be reported now."""
    found = [finding.service(category) for category in queries.categories(session()) if category.open]
    return body.answer("services", found)


@call("services/<code>")
@allow(ANYONE)
def service(code: str) -> Response:
    """What is asked about one service beside the description."""
    return body.answer("service_definition", finding.definition(finding.category_of(session(), code)))


@call("requests")
@allow(ANYONE)
def requests() -> Response:
    """Public reports: of the last 90 days, or what the arguments ask for."""
    db = session()
    return body.answer("service_requests", finding.told(db, finding.find(db, reading.asked(db, request.args))))


@call("requests/<reference>")
@allow(ANYONE)
def one_request(reference: str) -> Response:
    """One public report."""
    db = session()
    return body.answer("service_requests", finding.told(db, finding.one(db, reference)))


@call("requests", methods=["POST"])
@allow(ANYONE)
@gate.other_credential
@takes_photos
def send() -> Response:
    """Take a report from a program that has a key; the same sent again within ten minutes is one report."""
    key_id = _admitted()
    report = sending.read(session(), sending.given())
    pictures = _pictures()
    try:
        with work() as db:
            said = sending.take(db, key_id, report, pictures, test=g.portal_test)
    except sending.Tried as tried:
        said = tried.args[0]
    return body.answer("service_requests", [said])


def _admitted() -> int:
    """Return whose key came along; wrong ones are counted. Raises `WrongKey`, `TooMany`."""
    found = keys.known(session(), sending.given().get("api_key", ""))
    id = found.id if found else None
    if id is None:
        throttle.admit(throttle.Limit("problems.wrong_key", client_network(), A_NETWORK))
        raise WrongKey
    throttle.admit(throttle.Limit("problems.open311", f"key {id}", A_KEY))
    return id


def _pictures() -> list[photos.Received]:
    """Store the photos that came along; for a test they are only looked at."""
    sent = sending.uploads()
    if len(sent) > receiving.MOST:
        raise TooManyPhotos(field="pictures", most=receiving.MOST)
    if not g.portal_test:
        return receiving.receive(sent)
    for upload in sent:
        receiving.examine(upload)
    return []


@call("tokens/<token>")
@allow(ANYONE)
def token(token: str) -> Response:
    """Tokens are for those who number later."""
    raise faults.NoToken


@programs.route("/open311/<path:rest>", methods=EVERY_METHOD)
@programs.route("/open311/", methods=EVERY_METHOD, defaults={"rest": ""})
@allow(ANYONE)
@gate.other_credential
def no_call(rest: str) -> Response:
    """Everything else."""
    raise faults.NoCall(discovery=f"{_root()}/open311/discovery.json")


def _fault(status: int, sentence: str) -> Response:
    """Return an error as the standard has it: 403, 404 and, for whatever else was asked wrongly, 400."""
    code = status if status in {400, 403, 404, 413, 429} or status >= 500 else 400
    return body.answer("errors", [{"code": code, "description": sentence}], code)


@programs.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """Say a refusal in the form that was asked for."""
    return _fault(refusal.status, sending.sentence(refusal))


def failed(error: HTTPException) -> Response:
    """Say an HTTP error in the form that was asked for."""
    if error.code is None or error.code < 400:
        return Response(status=error.code, headers=error.get_headers())
    if error.code == 413:
        return _fault(413, _("The photos are too large: at most five of 15 MB each."))
    if error.code >= 500:
        return _fault(error.code, _("Something broke on our side. Please try again in a few minutes."))
    return _fault(error.code, str(NotFound.sentence) if error.code == 404 else _("The request cannot be read."))


for status in default_exceptions:
    programs.register_error_handler(status, failed)


@programs.errorhandler(Exception)
def broken(error: Exception) -> Response:
    """Say that something broke; a number that no column takes names nothing."""
    if isinstance(error, DataError):
        return _fault(404, str(NotFound.sentence))
    log.exception("unexpected fault at %s", request.path, exc_info=error)
    return _fault(500, _("Something broke on our side. Please try again in a few minutes."))
