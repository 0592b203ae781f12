"""One sentence carried over a redirect: in a short-lived signed cookie, so that reading pages need no session."""

from flask import Response, g, request
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.kernel.settings import setting
from portal.kernel.site.links import home_path

COOKIE = "portal_say"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(setting("SECRET_KEY")), salt="portal-say")


def say(text: str, category: str = "success") -> None:
    """Show a sentence on the next page this reader opens; `category` is success, info or error."""
    g.setdefault("portal_said", []).append((category, text))


def said() -> list[tuple[str, str]]:
    """Return what the last act said to this reader; shown once."""
    text = request.cookies.get(COOKIE)
    if not text:
        return []
    g.portal_heard = True
    try:
        return [(str(category), str(words)) for category, words in _signer().loads(text, max_age=300)]
    except (BadData, ValueError, TypeError):
        return []


def carry(response: Response) -> Response:
    """Put new sentences in the cookie and take away the ones that were shown."""
    if g.get("portal_said") and 300 <= response.status_code < 400:
        response.set_cookie(
            COOKIE,
            str(_signer().dumps(g.portal_said)),
            max_age=300,
            httponly=True,
            samesite="Lax",
            secure=setting("COOKIE_SECURE"),
            path=home_path(),
        )
    elif g.get("portal_heard"):
        response.delete_cookie(COOKIE, path=home_path(), secure=setting("COOKIE_SECURE"), httponly=True, samesite="Lax")
    return response
