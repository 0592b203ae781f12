"""What is unsafe or broken in an installation, each in a sentence that says what to do.

A production start refuses what `settings()` finds; `portal check --deploy` says all of it.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from portal.kernel import migrate, spool
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.jobs import Heartbeat
from portal.kernel.municipality.models import Fact
from portal.kernel.settings import instance, key_is_weak, setting

HERE = {"", "localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong; a warning does not stop a start."""

    name: str
    sentence: str
    warning: bool = False


def settings() -> Iterator[Finding]:
    """Yield every setting with which a production portal must not start. Reads no table."""
    yield from _secrets()
    yield from _addresses()
    yield from _letters()
    yield from _disk()
    yield from _spool()
    yield from scanner()


def database() -> Iterator[Finding]:
    """Yield what is wrong with the database: away, or not of the shape this code expects."""
    try:
        if migrate.is_current():
            return
        behind = [f"{h.owner} at {migrate.standing(h) or 'nothing'}, not {h.head}" for h in migrate.histories()]
        yield Finding(
            "migrations", f"The database is not of the present shape ({'; '.join(behind)}): run `portal upgrade`."
        )
    except SQLAlchemyError as fault:
        yield Finding("database", f"The database does not answer: {str(fault).splitlines()[0]}")


def people() -> Iterator[Finding]:
    """Yield who and what is missing around the portal: an administrator, a name, the worker."""
    if not migrate.is_current():
        return
    db = session()
    administrators = (
        select(func.count())
        .select_from(Grant)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == Role.ADMINISTRATOR, Person.disabled_at.is_(None), Person.deleted_at.is_(None))
    )
    if not db.scalar(administrators):
        yield Finding(
            "administrator", "Nobody is an administrator: run `portal person add EMAIL --name … --role administrator`."
        )
    if db.get(Fact, "municipality") is None:
        yield Finding("profile", "The municipality has no name: run `portal profile apply FILE`.")
    seen = db.scalar(select(func.max(Heartbeat.seen_at)))
    if seen is None or seen < now() - timedelta(minutes=5):
        when = f"been seen since {seen:%Y-%m-%d %H:%M} UTC" if seen else "ever been seen"
        yield Finding("worker", f"No worker has {when}: no letter leaves. Start `portal work` as a service.")


def _secrets() -> Iterator[Finding]:
    if key_is_weak(str(setting("SECRET_KEY"))):
        yield Finding("key", "PORTAL_SECRET_KEY is missing or too easy to guess: set at least 32 random characters.")
    if setting("ENVIRONMENT") != "production":
        yield Finding(
            "environment",
            f"PORTAL_ENVIRONMENT is {setting('ENVIRONMENT')}, where anybody can read letters under /dev/mail: "
            "set it to production.",
        )
    if current_app.debug:
        yield Finding("debug", "Debug mode is on, which lets readers run code after a fault: unset FLASK_DEBUG.")
    if setting("DEMO"):
        yield Finding(
            "demo", "PORTAL_DEMO is on: demonstration accounts have known passwords. Start with an empty database."
        )
    if not setting("SECOND_FACTOR"):
        yield Finding("second factor", "PORTAL_SECOND_FACTOR is off: one lost password opens the desk. Switch it on.")
    if not setting("COOKIE_SECURE"):
        yield Finding("cookies", "PORTAL_COOKIE_SECURE is off: sign-ins could be read on the way. Switch it on.")


def _addresses() -> Iterator[Finding]:
    base = urlsplit(setting("BASE_URL"))
    if base.scheme != "https":
        yield Finding(
            "base url", f"PORTAL_BASE_URL is {setting('BASE_URL')}: letters need an address that begins with https://."
        )
    elif base.hostname in HERE:
        yield Finding("base url", f"PORTAL_BASE_URL is {setting('BASE_URL')}: set the address that people use.")
    elif current_app.extensions["portal"].alone and not setting("PROXIES"):
        yield Finding(
            "proxies",
            "PORTAL_PROXIES is 0 though the address is https: something before the portal ends TLS, so every reader seems "
            "to come from one address and rate limits lock all of them out. Set how many proxies there are, mostly 1.",
        )


def _letters() -> Iterator[Finding]:
    if not setting("SMTP_URL"):
        yield Finding("smtp", "PORTAL_SMTP_URL is empty: letters land in a folder instead of reaching people.")
    host = setting("MAIL_FROM").rpartition("@")[2].strip("> ")
    if host in HERE or host.endswith(".example"):
        yield Finding("sender", f"PORTAL_MAIL_FROM is {setting('MAIL_FROM')}: set a real address of the municipality.")
    if "@" not in setting("AUDIT_MAIL"):
        yield Finding(
            "audit mail",
            "PORTAL_AUDIT_MAIL is empty: without a daily checkpoint elsewhere a cut audit log is not seen.",
        )


def scanner() -> Iterator[Finding]:
    """Yield that attached files are taken though nobody looks for viruses in them; a warning."""
    if not setting("CLAMD"):
        yield Finding(
            "scanner",
            "PORTAL_CLAMD is empty: attached files are checked by kind and size, not for viruses. "
            "Set it to host:port of clamd.",
            warning=True,
        )


def _spool() -> Iterator[Finding]:
    """Yield that what people send sealed would touch a disk before it is; a warning."""
    folder = spool.folder()
    if not folder.is_dir():
        yield Finding("spool", f"PORTAL_SPOOL is {folder}, which is no folder: name one in memory, such as /dev/shm.")
    elif not spool.is_in_memory(folder):
        yield Finding(
            "spool",
            f"Bodies of requests wait in {folder}, which lies on a disk: what people send sealed could be read there "
            "before it is sealed. Set PORTAL_SPOOL to a folder in memory (tmpfs).",
            warning=True,
        )
    elif (most := shutil.disk_usage(folder).total // 2**20) < int(setting("ARRIVING")) and not int(setting("PROXIES")):
        yield Finding(
            "spool",
            f"Bodies of requests wait in {folder}, which holds {most} MB, but PORTAL_ARRIVING lets them take "
            f"{setting('ARRIVING')} MB. Lower it, or make the folder larger.",
            warning=True,
        )


def _disk() -> Iterator[Finding]:
    engine = migrate.engine()
    if engine.dialect.name == "sqlite":
        if engine.url.database in {None, "", ":memory:"}:
            yield Finding(
                "memory", "PORTAL_DATABASE_URL keeps the database in memory: everything is lost at the next start."
            )
        elif current_app.extensions["portal"].alone and setting("SQLITE_SYNCHRONOUS").upper() not in {"FULL", "EXTRA"}:
            level = setting("SQLITE_SYNCHRONOUS")
            yield Finding(
                "synchronous",
                f"PORTAL_SQLITE_SYNCHRONOUS is {level}: a power cut may lose the last commits. FULL loses nothing.",
                warning=level.upper() == "NORMAL",
            )
    folder = instance()
    if folder.stat().st_mode & 0o007:
        yield Finding("folder", f"{folder} can be read by every user of this machine: run `chmod o= {folder}`.")
