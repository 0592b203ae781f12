"""Reads a report that a program sends, and says what became of it."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.features.problems import actions
from portal.features.problems.actions import Report
from portal.features.problems.models import Category, Channel, Problem
from portal.features.problems.programs import faults, finding
from portal.features.problems.programs.reading import number
from portal.features.problems.refusals import AnswerMissing, CategoryClosed
from portal.features.problems.rules import extra
from portal.kernel.forms import is_email
from portal.kernel.municipality.models import Settlement
from portal.kernel.municipality.queries import settlements
from portal.kernel.photos import Received
from portal.kernel.refusals import Refusal
from portal.kernel.texts import clean_line, clean_text, fold
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment, version

LONGEST = {"description": 4000, "address_string": 300, "first_name": 100, "last_name": 100, "email": 254, "phone": 60}


class Tried(Exception):
    """Takes back what a report to the test endpoint did; carries what would have been said."""


def given() -> Mapping[str, str]:
    """Return the arguments of a POST: those of the body, and those that some programs leave in the address."""
    return {**request.args.to_dict(), **{name: value for name, value in request.form.items() if value}}


def read(db: Session, sent: Mapping[str, str]) -> Report:
    """Return the report that was sent. Raises a fault for a wrong or missing argument."""
    category = finding.category_of(db, sent.get("service_code", "").strip())
    for name, most in LONGEST.items():
        if len(sent.get(name, "")) > most:
            raise faults.TooMuch(name=name, most=most)
    if sent.get("media_url", "").strip():
        raise faults.NoAddresses
    email = sent.get("email", "").strip()
    if email and not is_email(email):
        raise faults.NotAnEmail
    lat, lon = _position(sent)
    settlement = _settlement(db, sent)
    place = clean_line(sent.get("address_string", ""))
    if lat is None and not place and settlement is None:
        raise faults.NoPlace
    return Report(
        category_key=category.key,
        settlement_id=settlement.id if settlement else None,
        place=_place(place, settlement) or (f"{lat:.5f}, {lon:.5f}" if lat is not None else _("not described more closely")),
        text=clean_text(sent.get("description", "")) or category.name_sr,
        name=clean_line(f"{sent.get('first_name', '')} {sent.get('last_name', '')}"),
        email=email,
        phone=clean_line(sent.get("phone", "")),
        lat=lat,
        lon=lon,
        answers=_answers(category),
        version_key=version().key,
        channel=Channel.OPEN311,
    )


def _position(sent: Mapping[str, str]) -> tuple[float | None, float | None]:
    lat = number(sent, "lat", -90.0, 90.0, math.inf)
    lon = number(sent, "long", -180.0, 180.0, math.inf)
    if (lat == math.inf) != (lon == math.inf):
        raise faults.NoPlace
    return (None, None) if lat == math.inf else (lat, lon)


def _settlement(db: Session, sent: Mapping[str, str]) -> Settlement | None:
    """Return the settlement of `address_id`, or the one whose name stands in `address_string`, in whatever script."""
    known = settlements(db)
    if id := sent.get("address_id", "").strip():
        found = next((one for one in known if str(one.id) == id), None)
        if found is None:
            raise faults.NoAddressId
        return found
    said = f" {_words(sent.get('address_string', ''))} "
    there = [one for one in known if f" {_words(one.name_sr)} " in said]
    return max(there, key=lambda one: len(one.name_sr), default=None)


def _place(place: str, settlement: Settlement | None) -> str:
    """Return the place without the settlement's name before it: pages show that one themselves."""
    first, _comma, rest = place.partition(",")
    return rest.strip() if settlement and _words(first) == _words(settlement.name_sr) else place


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())


def _answers(category: Category) -> dict[str, str]:
    """Return the answers to the category's questions; one chosen of several may come as a list of one."""
    sent = {}
    for question in category.questions:
        names = (f"attribute[{question['code']}]", f"attribute[{question['code']}][]")
        values = [value for name in names for source in (request.form, request.args) for value in source.getlist(name)]
        sent[extra.field_of(question["code"])] = clean_line(", ".join(dict.fromkeys(values)))
    found = extra.read(category, sent)
    for question in category.questions:
        if question["kind"] == "switch" and found.get(question["code"], "yes") not in {"yes", "no"}:
            raise faults.BadAttribute(code=question["code"], why=AnswerMissing())
    try:
        extra.check(category, found)
    except (AnswerMissing, CategoryClosed) as refusal:
        raise faults.BadAttribute(code=str(refusal.field).removeprefix("extra_"), why=refusal) from None
    return found


def uploads() -> list[FileStorage]:
    """Return the files that came along, whatever their fields are called: programs disagree about it."""
    return [upload for _name, upload in request.files.items(multi=True) if upload.filename or upload.content_length]


def content(report: Report, pictures: list[Received]) -> str:
    """Return what makes two reports the same, with what the program says to tell them apart."""
    client = request.headers.get("Idempotency-Key", "") or given().get("device_id", "")
    told = {name: value for name, value in asdict(report).items() if name != "version_key"}
    return json.dumps([client, told, [picture.digest for picture in pictures]], sort_keys=True, default=str)


def take(db: Session, key_id: int, report: Report, pictures: list[Received], *, test: bool) -> dict[str, Any]:
    """Take a report and say its number; one to the test endpoint raises `Tried`, which takes everything back."""
    problem = actions.submit_by_key(db, key_id, report, pictures, content=content(report, pictures))
    if test:
        raise Tried(_said(f"test-{problem.reference}", _("This was a test: everything is right, and nothing was kept.")))
    return _said(problem.reference, _notice(problem))


def _notice(problem: Problem) -> str:
    due = problem.round.answer_due_at
    told = _("The municipality has the report. Everybody can read it when a moderator has looked at it.")
    return " ".join([told, _("An answer comes by %(moment)s.", moment=shown_moment(due))]) if due else told


def _said(reference: str, notice: str) -> dict[str, Any]:
    return {"service_request_id": reference, "service_notice": notice, "account_id": None}


def sentence(refusal: Refusal) -> str:
    """Return what a refusal says, with the name of the argument where the sentence does not name it itself."""
    name = {"category": "service_code", "settlement": "address_id", "place": "lat, long", "pictures": "media"}.get(
        refusal.field or ""
    )
    return f"“{name}”: {refusal}" if name else str(refusal)
