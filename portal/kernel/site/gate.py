"""What every request passes before and after its view: same origin, access, headers."""

import re
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, g, request

from portal.kernel import access, cache, words
from portal.kernel.accounts.session import cookie_name, current_person
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.settings import setting
from portal.kernel.site import arrived, messages
from portal.kernel.words import lazy

SAFE = {"GET", "HEAD", "OPTIONS"}
LARGEST_ID = 2**31 - 1
"""What a key can be: a larger number in an address is no thing of ours, and no database would take it."""
POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; font-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def policy(images: str = "") -> str:
    """Return the policy of a page that shows pictures from one more origin, such as the tiles of a map.

    What is no plain origin (`https://tiles.example`, `https://*.tiles.example:8443`) is left out.
    """
    is_origin = re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?", images) is not None
    return POLICY.replace("img-src 'self'", f"img-src 'self' {images}") if is_origin else POLICY


class ForeignOrigin(Refusal):
    """The request comes from another site, or does not say from where."""

    status = 403
    sentence = lazy("This request came from another site and was refused. Open the page here and try again.")


def other_credential(view: Any) -> Any:
    """Mark a view whose unsafe requests prove themselves otherwise: a signed address, an API key, an upload token."""
    view.other_credential = True
    return view


def session_free(view: Any) -> Any:
    """Mark a view that must not know who is signed in: for it nobody is, whatever cookies the browser sends."""
    view.session_free = True
    return view


def listen(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the version out of the address and speak it for the whole request."""
    for name in [name for name in vars(g) if name.startswith("portal_")]:
        g.pop(name)
    key = (values or {}).pop("version", None) or words.negotiate(request.headers.get("Accept-Language", "")).key
    g.portal_stack = ExitStack()
    g.portal_stack.enter_context(words.speaking(key))


def speak(asked: str) -> None:
    """Speak the version that a program asks for, for the rest of the request: its word in addresses, or a language tag."""
    g.portal_stack.enter_context(words.speaking(asked if asked in words.VERSIONS else words.negotiate(asked).key))


def hush(_fault: BaseException | None) -> None:
    """Stop speaking when the request ends."""
    stack = g.pop("portal_stack", None)
    if stack is not None:
        stack.close()


def same_origin() -> bool:
    """Tell whether the request comes from our own pages, by Sec-Fetch-Site or Origin; neither header is a no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.host


def enter() -> Response | None:
    """Let a request in: maintenance, a body that is there, origin, permission, numbers that can be keys. Raises refusals."""
    from portal.kernel.site import failures

    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "session_free", False):
        g.portal_sign_in = g.portal_person = None
    if setting("MAINTENANCE") and not getattr(view, "works_always", False) and not str(request.endpoint).endswith(".static"):
        return failures.page(503)
    arrived.refuse_what_was_not_kept()
    if request.method not in SAFE and not getattr(view, "other_credential", False) and not same_origin():
        raise ForeignOrigin
    access.guard(current_person())
    if any(isinstance(value, int) and value > LARGEST_ID for value in (request.view_args or {}).values()):
        raise NotFound
    return None


def leave(response: Response) -> Response:
    """Put the headers of safety on every answer of the portal; personal pages are kept by nobody."""
    messages.carry(response)
    cache.tell()
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
    if setting("COOKIE_SECURE"):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if str(request.endpoint).endswith(".static"):
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.args else "public, max-age=300"
    elif cookie_name() in request.cookies or response.status_code >= 400 or request.method not in SAFE:
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-cache")
        headers.add("Vary", "Cookie")
    return response
