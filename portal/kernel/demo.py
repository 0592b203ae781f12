"""Demonstration content: people with known sign-ins, and each feature's own stories.

Never outside a demonstration: the file with the sign-ins is what makes it one.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel import paths
from portal.kernel.accounts import actions as accounts
from portal.kernel.accounts import second_factor
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import clock, local_date, now
from portal.kernel.db import work
from portal.kernel.municipality import seed
from portal.kernel.municipality.models import Office
from portal.kernel.organisations import demo as organisations
from portal.kernel.organisations.models import Organisation
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.settings import instance, setting

ACCOUNTS = "demo-accounts.json"


@lru_cache(maxsize=1)
def content() -> dict[str, Any]:
    """Return the demonstration content as the readable file says it; read once, since reading takes half a second."""
    found: dict[str, Any] = yaml.safe_load((paths.STARTER / "demo.yaml").read_text(encoding="utf-8"))
    return found


def is_there() -> bool:
    """Tell whether the demonstration was filled in already."""
    return (instance() / ACCOUNTS).is_file()


def run() -> list[dict[str, str]]:
    """Fill an empty portal with demonstration content and return the sign-ins; a second time changes nothing.

    What happened is told through the public verbs, with the clock turned back; its letters never leave.
    """
    file = instance() / ACCOUNTS
    if file.is_file():
        found: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
        return found
    began = now() - timedelta(days=320)
    with clock.standing_at(began):
        with work() as db:
            seed.seed(db, seed.read(paths.STARTER / "profile.yaml"))
        people = [_person(row) for row in content()["people"]]
        with work() as db:
            organisations.tell(db, content()["organisations"], person)
    for feature in current_app.extensions["portal"].features:
        if feature.demo is not None:
            feature.demo()
    with work() as db:
        db.execute(update(Notice).where(Notice.state == NoticeState.WAITING).values(state=NoticeState.CANCELLED))
    file.write_text(json.dumps(people, ensure_ascii=False, indent=2), encoding="utf-8")
    file.chmod(0o600)
    return people


def person(db: Session, key: str) -> Person:
    """Return a demonstration person by the key in the file."""
    email = next(row["email"] for row in content()["people"] if row["key"] == key)
    return db.scalars(select(Person).where(Person.email == email)).one()


def organisation(db: Session, key: str) -> Organisation:
    """Return a demonstration organisation by the key in the file."""
    number = next(row["registration_number"] for row in content()["organisations"] if row["key"] == key)
    return db.scalars(select(Organisation).where(Organisation.registration_number == number)).one()


def _person(row: dict[str, Any]) -> dict[str, str]:
    role = Role(row["role"])
    password, secret = f"demo-{secrets.token_hex(4)}-portal", ""
    roles = [] if role is Role.CITIZEN else [(role, str(row.get("office") or row.get("works_for") or ""))]
    with work() as db:
        made = accounts.add_person(db, email=row["email"], name=row["name_sr"], password=password, roles=roles)
        db.flush()
        if roles and setting("SECOND_FACTOR"):
            salt = second_factor.new_salt()
            secret = second_factor.secret_of(salt)
            accounts.enrol(db, made, salt)
        if row.get("office") and role in {Role.OFFICIAL, Role.HEAD}:
            _seat(db, made, row["office"])
    return {"role": row["key"], "name": row["name_sr"], "email": row["email"], "password": password, "totp_secret": secret}


def _seat(db: Session, made: Person, office_key: str) -> None:
    """Let the person hold the office from the first term that is not over."""
    office = db.scalars(select(Office).where(Office.key == office_key)).one()
    day = local_date(now() + timedelta(days=320))
    term = office.term_on(day) or office.terms[-1]
    for each in office.terms:
        if each is term or each.ended_on is not None:
            each.person_id = made.id


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """Return a page as a PDF; the same words make the same bytes.

    In Latin letters without č, ć and đ: the font that every reader has brings no others.
    """
    shown = b"BT /F1 18 Tf 60 770 Td " + _string(title) + b" Tj /F1 12 Tf 0 -14 Td 20 TL"
    shown += b"".join(b" T* " + _string(line) + b" Tj" for line in lines) + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (sr-Latn) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title <" + ("\ufeff" + title).encode("utf-16-be").hex().encode() + b"> >>",
    )
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (len(objects) + 1, table, len(objects) + 1, len(made))


def _string(text: str) -> bytes:
    return b"<" + text.encode("cp1252").hex().encode() + b">"
