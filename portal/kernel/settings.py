"""PORTAL_* settings: defaults, types, and checks at the start that speak in sentences."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app

DEVELOPMENT_KEY = "development-only"
BUILT_IN = ("questions", "problems", "news", "debates", "tenders", "surveys", "plan", "archive", "pages")


class SettingsError(RuntimeError):
    """A setting that cannot work; the message says which and what to do."""


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class Setting:
    """One setting: its name without the prefix, its default, how text becomes a value, what it is for."""

    name: str
    default: Any
    read: Callable[[str], Any]
    about: str


SETTINGS = (
    Setting("ENVIRONMENT", "production", str, "development, test or production; only production demands safe settings"),
    Setting("SECRET_KEY", "", str, "signs links and tokens; at least 32 characters"),
    Setting("DATABASE_URL", "", str, "an SQLAlchemy address; empty = portal.db in the instance folder"),
    Setting("SQLITE_SYNCHRONOUS", "FULL", str, "FULL survives a power cut; NORMAL is faster and may lose the last commits"),
    Setting("URL_PREFIX", "", str, "where the portal is mounted; /portal in a host that says nothing"),
    Setting("BASE_URL", "http://127.0.0.1:8000", str, "the address people use, for links in letters"),
    Setting("FEATURES", BUILT_IN, _names, "the features switched on, by name"),
    Setting("INSTANCE", "", str, "the folder for database, files, mails; empty = instance/ where the portal runs"),
    Setting("SMTP_URL", "", str, "smtp://user:password@host:port, smtps://… or smtp+starttls://…; empty = mails as files"),
    Setting("MAIL_FROM", "portal@localhost", str, "the sender of letters"),
    Setting("AUDIT_MAIL", "", str, "who receives the daily checkpoint of the audit chain"),
    Setting("PROXIES", 0, int, "how many proxies stand before the server; client addresses are taken from no more"),
    Setting("COOKIE_SECURE", True, _flag, "cookies over HTTPS only; switched off in development"),
    Setting("SECOND_FACTOR", True, _flag, "staff must use a second factor"),
    Setting("HOST_PERSON", None, str, "in a host: a function that maps the host's user to an e-mail; None = no bridge"),
    Setting("DEMO", False, _flag, "the content is a demonstration and says so on every page"),
    Setting("CACHE_BYTES", 16 * 1024 * 1024, int, "memory for finished pages, per process; 0 switches the cache off"),
    Setting("CACHE_BYPASS", (), _names, "in a host: names of cookies whose bearers never get a page from memory"),
    Setting("SPOOL", "", str, "a folder in memory for bodies while they arrive; empty = /dev/shm where it is memory"),
    Setting("ARRIVING", 384, int, "so many megabytes may bodies take while they arrive, where no proxy stands before the server"),
    Setting("OPENING_WAITS", 30, int, "so many minutes an opening begun by one member waits for the second"),
    Setting("CLAMD", "", str, "host:port of clamd; empty = files are checked by kind and size only"),
    Setting("NEWS_HOSTS", (), _names, "hosts of the own network that news may be imported from: intranet, or 10.0.0.5:8080"),
    Setting("MAINTENANCE", False, _flag, "show the maintenance page instead of the portal"),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


def load(app: Flask) -> None:
    """Fill in `PORTAL_*` of the app's configuration: what the host set wins, then the environment, then the default.

    Raises `SettingsError` with a sentence for a value of the wrong type.
    """
    for setting in SETTINGS:
        key = f"PORTAL_{setting.name}"
        if key in app.config:
            continue
        text = os.environ.get(key)
        try:
            app.config[key] = setting.default if text is None else setting.read(text)
        except ValueError:
            raise SettingsError(f"{key} is {text!r}, which cannot be read: it is {setting.about}.") from None
    if not app.config["PORTAL_INSTANCE"]:
        app.config["PORTAL_INSTANCE"] = app.instance_path
    if app.config["PORTAL_ENVIRONMENT"] == "development" and not app.config["PORTAL_SECRET_KEY"]:
        app.config["PORTAL_SECRET_KEY"] = DEVELOPMENT_KEY
    if not app.config["PORTAL_SECRET_KEY"] and app.config.get("SECRET_KEY"):
        app.config["PORTAL_SECRET_KEY"] = app.config["SECRET_KEY"]
    refuse_unsafe_key(app)


def refuse_unsafe_key(app: Flask) -> None:
    """Refuse to start outside development with a key that anybody could guess."""
    key = str(app.config["PORTAL_SECRET_KEY"])
    if app.config["PORTAL_ENVIRONMENT"] == "development":
        return
    if key_is_weak(key):
        raise SettingsError(
            "PORTAL_SECRET_KEY is missing or too easy to guess. Set it to at least 32 random characters, "
            f"for example {secrets.token_urlsafe(32)}"
        )


def key_is_weak(key: str) -> bool:
    """Tell whether anybody could guess a secret key."""
    return len(key) < 32 or len(set(key)) < 10 or key == DEVELOPMENT_KEY


def setting(name: str) -> Any:
    """Return one setting of the running portal; an unknown name is a mistake and raises."""
    if name not in BY_NAME:
        raise LookupError(f"there is no setting {name}")
    return current_app.config[f"PORTAL_{name}"]


def instance() -> Path:
    """Return the folder for database, files and mails; it is made at need."""
    folder = Path(setting("INSTANCE"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
