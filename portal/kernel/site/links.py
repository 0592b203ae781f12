"""Addresses: whole ones for letters, and local ones that came from outside."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request

from portal.kernel.settings import setting
from portal.kernel.words import version


def absolute(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page under `PORTAL_BASE_URL`, outside requests too.

    The version spoken now is filled in where the address has one.
    """
    base = urlsplit(str(setting("BASE_URL")))
    if "version" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "version"):
        values["version"] = version().key
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def home_path() -> str:
    """Return the path under which all our pages lie: where cookies belong that a host's other pages need not see."""
    return f"{request.script_root}{setting('URL_PREFIX')}/"


def local(address: str) -> str:
    """Return an address if a browser that reads it stays on this site, else nothing.

    Browsers take a backslash for a slash, drop tabs and line ends, and skip what stands before; so an address with any
    of these is none of ours.
    """
    safe = address.startswith("/") and not address.startswith("//") and "\\" not in address
    plain = all("!" <= sign != "\x7f" and not "\ud800" <= sign <= "\udfff" for sign in address)
    return address if safe and plain else ""
