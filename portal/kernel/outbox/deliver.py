"""Sends what the outbox holds: by SMTP, or as files in a folder while no server is set."""

import logging
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import Select, select, text, update
from sqlalchemy.orm import Session

from portal.kernel import words
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.outbox.folding import LETTERS
from portal.kernel.outbox.letters import Letter
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.settings import instance, setting

log = logging.getLogger("portal.outbox")

LEASE = timedelta(minutes=2)
PATIENCE = (30, 120, 600, 1800, 3600, 4 * 3600, 12 * 3600)
BROKEN_OFF = (30, 120, 600)
GIVE_UP = 24
TIMEOUT = 10
SERVER_CLOSES = 421


class WireDownError(Exception):
    """The mail server cannot be spoken to: no letter is to blame, all of them wait."""


class UnreachableError(Exception):
    """No letter can be sent to what stands as the address."""


def compose(notice: Notice) -> EmailMessage:
    """Render a notice in its reader's version, as text and HTML, with the Message-ID of its row."""
    from portal.kernel.municipality.queries import facts

    with words.speaking(notice.version_key) as version:
        letter: Letter = current_app.extensions["portal"].writers[notice.kind](notice.data)
        message = EmailMessage(policy=LETTERS)
        message["Subject"] = " ".join(letter.subject.split())
        message["From"] = setting("MAIL_FROM")
        message["To"] = Address(addr_spec=_reachable(notice.email))
        message["Message-ID"] = notice.message_id
        message["Date"] = notice.made_at
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        context = {"letter": letter, "lang": version.lang, "municipality": facts()}
        message.set_content(_written("portal/mail/letter.txt", context))
        message.add_alternative(_written("portal/mail/letter.html", context), subtype="html")
        message["Content-Language"] = version.lang
    return message


def _written(template: str, context: Mapping[str, Any]) -> str:
    """Render a letter the same everywhere: a host's context processors expect a request, and its blanks may differ."""
    known = current_app.extensions
    if "portal_letters" not in known:
        known["portal_letters"] = current_app.jinja_env.overlay(trim_blocks=True, lstrip_blocks=True)
    return str(known["portal_letters"].get_template(template).render(context))


def _reachable(email: str) -> str:
    """Return the address as every server understands it: a Cyrillic domain in its ASCII form."""
    local, _, domain = email.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
        Address(addr_spec=plain)
    except (ValueError, IndexError, MessageError) as fault:
        raise UnreachableError(f"{email!r} is no address: {fault}") from None
    return plain


class Wire:
    """Carries messages to where `PORTAL_SMTP_URL` says; one connection for a batch, time-out 10 s."""

    def __init__(self) -> None:
        self._url = urlsplit(setting("SMTP_URL"))
        self._server: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, email: str) -> None:
        """Hand over one message. Raises `WireDownError`, or what smtplib raises about this one message."""
        if not self._url.scheme:
            folder = instance() / "mails"
            folder.mkdir(exist_ok=True)
            name = f"{now():%Y%m%dT%H%M%S%f}-{message['Message-ID'][1:9]}.eml"
            (folder / name).write_bytes(bytes(message))
            return
        if self._server is None:
            try:
                self._server = self._connect()
            except (smtplib.SMTPException, OSError) as fault:
                raise WireDownError(said(fault)) from fault
        self._server.send_message(message, parseaddr(setting("MAIL_FROM"))[1], [_reachable(email)])

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port or 0
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        try:
            if self._url.scheme.endswith("starttls"):
                server.starttls(context=ssl.create_default_context())
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def close(self) -> None:
        """End the connection, if there is one."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def drop(self) -> None:
        """Let go of a connection that broke, without a word: the server may no longer listen."""
        server, self._server = self._server, None
        if server is not None:
            server.close()


def is_due(db: Session) -> bool:
    """Tell whether a letter waits to be sent now: a read, so that an idle worker never takes the write lock."""
    return db.scalar(_due(now()).with_only_columns(Notice.id)) is not None


def take(db: Session) -> Notice | None:
    """Lease the notice that is due longest, so that no other worker sends it meanwhile."""
    moment = now()
    found = db.scalars(_due(moment).with_for_update(skip_locked=True)).first()
    if found is not None:
        found.next_at = moment + LEASE
        found.tries += 1
    return found


def _due(moment: datetime) -> Select[Notice]:
    due = select(Notice).where(text("state = 'waiting'"), Notice.next_at <= moment)
    return due.order_by(Notice.next_at, Notice.id).limit(1)


def deliver_due(limit: int = 200, seconds: float = 30) -> int:
    """Send up to `limit` letters that are due, for about so many seconds, and return how many left.

    A letter is marked after the server took it: a process that dies in between sends it once more, with the same
    Message-ID. A refused address is marked as bounced; every other fault waits longer each time. While the server
    itself cannot be reached no letter is blamed: `WireDownError` is raised and all of them stay due.
    """
    wire, sent, end = Wire(), 0, monotonic() + seconds
    try:
        for _ in range(limit):
            if monotonic() > end or not is_due(session()):
                break
            with work() as db:
                notice = take(db)
                if notice is not None:
                    db.flush()
                    db.refresh(notice)
                    db.expunge(notice)
            if notice is None:
                break
            sent += _deliver(wire, notice)
    finally:
        wire.close()
    return sent


def _deliver(wire: Wire, notice: Notice) -> int:
    try:
        wire.send(compose(notice), notice.email)
    except WireDownError as fault:
        _mark(notice, next_at=now(), tries=notice.tries - 1, fault=said(fault))
        raise
    except UnreachableError as fault:
        _mark(notice, state=NoticeState.BOUNCED, fault=said(fault))
    except (smtplib.SMTPException, OSError) as fault:
        if _code(fault) in {0, SERVER_CLOSES}:
            wire.drop()
        if _code(fault) == SERVER_CLOSES:
            _mark(notice, next_at=now(), tries=notice.tries - 1, fault=said(fault))
            raise WireDownError(said(fault)) from fault
        _mark(notice, **_after(notice, fault))
    except Exception as fault:
        log.exception("letter %s (%s) could not be written", notice.id, notice.kind)
        _mark(notice, **_later(notice, fault, PATIENCE))
    else:
        _mark(notice, state=NoticeState.SENT, sent_at=now(), fault="", data={})  # the links in it are the reader's now
        return 1
    return 0


def _mark(notice: Notice, **values: Any) -> None:
    """Write down what became of a letter, unless its address was corrected or it was taken back meanwhile."""
    wanted = update(Notice).where(Notice.id == notice.id, Notice.email == notice.email)
    if values.get("state") != NoticeState.SENT:
        wanted = wanted.where(Notice.state == NoticeState.WAITING)
    with work() as db:
        db.execute(wanted.values(**values))


def _after(notice: Notice, fault: Exception) -> dict[str, Any]:
    """Tell what a fault means for a letter: another address is needed, or patience."""
    code, bounced = _code(fault), {"state": NoticeState.BOUNCED, "fault": said(fault)}
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return bounced
    if isinstance(fault, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return bounced if code >= 500 or notice.tries >= GIVE_UP else _later(notice, fault, PATIENCE)
    return _later(notice, fault, PATIENCE if code else BROKEN_OFF)


def _later(notice: Notice, fault: Exception, patience: tuple[int, ...]) -> dict[str, Any]:
    wait = patience[min(notice.tries, len(patience)) - 1]
    return {"next_at": now() + timedelta(seconds=wait), "fault": said(fault)}


def _code(fault: Exception) -> int:
    """Return the SMTP code behind a fault; nought where the connection broke off without one."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in fault.recipients.values())
    return fault.smtp_code if isinstance(fault, smtplib.SMTPResponseException) else 0


def said(fault: BaseException) -> str:
    """Return a fault in one line that any database takes."""
    return " ".join(f"{type(fault).__name__}: {fault}".replace("\x00", "").split())[:2000]
