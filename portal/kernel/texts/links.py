"""Which addresses may stand in a link: our own judgement, asked after every library's."""

import re
from typing import Final

_FORBIDDEN: Final = re.compile(
    "[\\\\\x00-\x20\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SCHEME: Final = re.compile(r"([^/?#:]*+):")
_BY_SCHEME: Final = {
    "http": re.compile(r"https?://[^/?#@]++(?:[/?#].*+)?", re.IGNORECASE),
    "https": re.compile(r"https?://[^/?#@]++(?:[/?#].*+)?", re.IGNORECASE),
    "mailto": re.compile(r"mailto:[^/?#@]++@.++", re.IGNORECASE),
    "tel": re.compile(r"tel:\+?[0-9().-]{3,24}", re.IGNORECASE),
}
LONGEST: Final = 2048


def safe_link(address: str) -> str | None:
    """Return the address a link may carry, or nothing.

    In: the address with its entities already decoded. Allowed: http and https with a host and without
    user:password@, mailto, tel, and relative addresses. A colon before the first slash always means a
    scheme, so `javascript:123` and `data:1` (which bleach takes for host:port) are refused, and so are
    control characters, white space inside, invisible characters and backslashes anywhere (nh3 keeps some).
    Cost: linear. Source: security.md 3.2.
    """
    address = address.strip(" ")
    if not address or len(address) > LONGEST or _FORBIDDEN.search(address):
        return None
    scheme = _SCHEME.match(address)
    if scheme:
        rule = _BY_SCHEME.get(scheme.group(1).lower())
        return address if rule and rule.fullmatch(address) else None
    if address.startswith("//"):
        return address if _BY_SCHEME["https"].fullmatch(f"https:{address}") else None
    return address


def safe_image(address: str) -> str | None:
    """Return the address an image may carry: a path on this site, never another host."""
    link = safe_link(address)
    return link if link and link.startswith("/") and not link.startswith("//") else None


def is_web_address(address: str) -> bool:
    """Say whether somebody typed a whole address of the web: http or https, a host, nothing hidden."""
    return bool(safe_link(address)) and leads_outside(address) and not address.startswith("//")


def leads_outside(link: str) -> bool:
    """Say whether a safe link names a host, so that it gets rel="nofollow noopener"."""
    return link.lower().startswith(("http:", "https:", "//"))
