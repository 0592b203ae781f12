"""What every template is given."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import current_app, g, request, url_for
from markupsafe import Markup, escape

from portal.kernel import access, paths, words
from portal.kernel.accounts.session import csrf_token, current_person
from portal.kernel.clock import last_day
from portal.kernel.municipality.queries import facts
from portal.kernel.settings import setting
from portal.kernel.site import charts, messages
from portal.kernel.site.preferences import COOKIE, Preferences
from portal.kernel.texts import html_to_latin, paragraphs, script_of, to_latin
from portal.kernel.words import VERSIONS, Version, version

STATIC = str(paths.STATIC)
MOST_WAYS = 2000
TAGS = re.compile(r"<[^<>]*+>")
TIED = re.compile(r"(?<=\d) (?=[^\W\d])|(?<=\d\.) (?=[^\W\d])| (?=\d\d:\d\d$)")
CYRILLIC_WORDS = re.compile(r"([\u0400-\u04ff]+(?:[\s.,-]+[\u0400-\u04ff]+)*)")


@dataclass(frozen=True)
class Link:
    """A place to go; `count` is how many things wait there."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    key: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Shown:
    """The municipality as the page's frame shows it."""

    municipality_name: str
    site_name: str
    address_line: str
    email: str
    phone: str


def name_of(thing: Any, field: str = "name") -> Markup:
    """Return a Serbian or English field of a thing in the version spoken now.

    Where the English one is missing, the Serbian one is shown and marked with its language.
    """
    return told(getattr(thing, f"{field}_sr"), getattr(thing, f"{field}_en", ""))


def told(sr: str, en: str = "") -> Markup:
    """Return official text in the version spoken now: English where there is any, else Serbian marked as such."""
    return _told(version(), sr, en)


@lru_cache(maxsize=2000)
def _told(spoken: Version, sr: str, en: str) -> Markup:
    if spoken.key == "en" and en:
        return _with_marks(en)
    if spoken.key == "en":
        amount = _amount(sr)
        return escape(amount) if amount else Markup('<span lang="{}">{}</span>').format(script_of(sr), sr)
    return escape(to_latin(sr) if spoken.is_latin else sr)


def _amount(sr: str) -> str:
    """Return a sum of dinars as English writes it, since it needs no translation; nothing where there are other words."""
    found = sr.replace("РСД", "RSD")
    return found if found != sr and not CYRILLIC_WORDS.search(found) else ""


def _with_marks(text: str) -> Markup:
    """Return English text with each quotation in Cyrillic marked as such, so that it is not read out as English."""
    parts = CYRILLIC_WORDS.split(text)
    marked = (
        Markup('<span lang="sr-Cyrl">{}</span>').format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )
    return Markup("").join(marked)


def plainly(sr: str, en: str = "") -> str:
    """Return official text in the version spoken now without markup: for titles, choices and letters."""
    if version().key == "en":
        return en or _amount(sr) or sr
    return to_latin(sr) if version().is_latin else sr


def typed(text: str) -> Markup:
    """Return one line that a citizen typed: as typed, marked with its script; in the Latin version in Latin."""
    shown = to_latin(text) if version().is_latin else text
    lang = script_of(shown)
    return escape(shown) if lang == version().lang else Markup('<span lang="{}">{}</span>').format(lang, shown)


def typed_paragraphs(text: str) -> Markup:
    """Return what a citizen typed as paragraphs with safe links; nothing in it is taken for markup."""
    shown = to_latin(text) if version().is_latin else text
    lang = script_of(shown)
    return Markup("").join(
        Markup('<p class="govuk-body" lang="{}">{}</p>').format(lang, _runs(runs)) for runs in paragraphs(shown)
    )


def _runs(runs: list[tuple[str, str | None]]) -> Markup:
    parts = []
    for text, href in runs:
        broken = Markup("<br>").join(escape(line) for line in text.split("\n"))
        parts.append(
            Markup('<a class="govuk-link" href="{}" rel="nofollow noopener ugc">{}</a>').format(href, text) if href else broken
        )
    return Markup("").join(parts)


def rich(sr: str, en: str = "") -> Markup:
    """Return editors' text, sanitised when it was stored, in the version spoken now; marked where it is in another script."""
    if version().key == "en" and en:
        return Markup(en)
    shown = html_to_latin(sr) if version().is_latin else sr
    lang = script_of(TAGS.sub(" ", shown))
    return Markup(shown) if lang == version().lang else Markup('<div lang="{}">{}</div>').format(lang, Markup(shown))


@lru_cache(maxsize=500)
def _hash_of(path: str, changed: float) -> str:
    return hashlib.sha256((paths.STATIC / path).read_bytes()).hexdigest()[:10]


def static_url(path: str) -> str:
    """Return the address of a static file with its hash, so that browsers may keep it for ever."""
    try:
        mark = _hash_of(path, os.stat(f"{STATIC}/{path}").st_mtime)
    except OSError:
        mark = "missing"
    return way_to("portal.static", filename=path, v=mark)


def way_to(endpoint: str, **values: Any) -> str:
    """Return the address of what every page leads to; built once for each mount and version."""
    known: dict[Any, str] = current_app.extensions["portal"].ways
    key = request.script_root, version().key, endpoint, *values.values()
    found = known.get(key)
    if found is None:
        if len(known) > MOST_WAYS:
            known.clear()
        found = known[key] = url_for(endpoint, **values)
    return found


def here(key: str) -> str:
    """Return this very page in another version; the search and the filters are kept."""
    values = {**(request.view_args or {}), **request.args.to_dict(flat=False), "version": key}
    if not request.endpoint or request.endpoint == "portal.static":
        return url_for("portal.site.home", version=key)
    if not current_app.url_map.is_endpoint_expecting(request.endpoint, "version"):
        return url_for("portal.site.home", version=key)
    return url_for(request.endpoint, **values)


def _versions() -> list[Link]:
    return [Link(v.label, here(v.key), v.key == version().key, key=v.key, lang=v.lang) for v in VERSIONS.values()]


def _nav() -> list[Link]:
    items = sorted((item for f in current_app.extensions["portal"].features for item in f.nav), key=lambda item: item.place)
    blueprint = (request.endpoint or "").rpartition(".")[0]
    return [Link(str(item.label), way_to(item.endpoint), blueprint == item.endpoint.rpartition(".")[0]) for item in items]


def _account_links() -> list[Link]:
    person = current_person()
    if person is None:
        return [Link(words.gettext("Sign in"), way_to("portal.accounts.sign_in"))]
    links = []
    if access.may(person, "desk.see"):
        links.append(Link(words.gettext("Desk"), way_to("portal.desk.index")))
    links.append(Link(words.gettext("My account"), way_to("portal.accounts.index")))
    return links


def _feeds() -> list[Link]:
    return [Link(str(label), way_to(endpoint)) for f in current_app.extensions["portal"].features for label, endpoint in f.feeds]


def preferences() -> Preferences:
    """Return how this reader wants pages to look."""
    return Preferences.read(request.cookies.get(COOKIE, ""))


def everything() -> Mapping[str, Any]:
    """Return what every template of the portal is given; put together once for all templates of a page."""
    spoken, person = version(), current_person()
    known = g.get("portal_shown")
    if known is None or known[0] is not spoken or known[1] is not person:
        known = g.portal_shown = spoken, person, _everything()
    found: Mapping[str, Any] = known[2]
    return found


def _everything() -> Mapping[str, Any]:
    named = facts()
    site = Shown(
        municipality_name=named["name"],
        site_name=named["site_name"] or named["name"],
        address_line=named["address"],
        email=named["email"],
        phone=named["phone"],
    )
    return {
        "portal": site,
        "version": version().key,
        "lang": version().lang,
        "versions": _versions(),
        "home_url": way_to("portal.site.home"),
        "nav": _nav(),
        "account_links": _account_links(),
        "preferences": preferences(),
        "preferences_url": way_to("portal.site.preferences"),
        "accessibility_url": _page("pristupacnost"),
        "privacy_url": _page("privatnost"),
        "rules_url": _page("pravila"),
        "help_url": _page("pomoc"),
        "search_url": way_to("portal.archive.index") if "portal.archive.index" in current_app.view_functions else "",
        "feeds": _feeds(),
        "person": current_person(),
        "messages": messages.said(),
        "page_url": setting("BASE_URL").rstrip("/") + request.path,
        "demo": setting("DEMO"),
        "csrf": csrf_token,
        "static_url": static_url,
    }


def _page(key: str) -> str:
    return (
        way_to("portal.pages.show", key=key)
        if "portal.pages.show" in current_app.view_functions
        else way_to("portal.site.home")
    )


def tel(number: str) -> str:
    """Return the address by which a telephone calls a number as people write it."""
    return "tel:" + "".join(sign for sign in number if sign.isascii() and (sign.isdigit() or sign == "+"))


def day(value: datetime | date, style: str = "long") -> str:
    """Return a day as the version writes it; its number and its month stay on one line."""
    return TIED.sub("\u00a0", words.shown_date(value, style))


def moment(value: datetime) -> str:
    """Return day and minute as the version writes them; a line is broken only where the year begins or after a comma."""
    return TIED.sub("\u00a0", words.shown_moment(value))


FILTERS = {
    "day": day,
    "moment": moment,
    "hour": words.shown_hour,
    "number": words.shown_number,
    "last_day": last_day,
    "typed": typed,
    "typed_paragraphs": typed_paragraphs,
    "named": name_of,
    "called": words.called,
    "tel": tel,
}
GLOBALS = {
    "told": told,
    "plainly": plainly,
    "rich": rich,
    "name_of": name_of,
    "bar_chart": charts.bar_chart,
    "chart_value": charts.Value,
    "_": words.template_gettext,
    "gettext": words.template_gettext,
    "ngettext": words.template_ngettext,
}


def depends(*tags: str) -> None:
    """Say what this page is made of, so that the page cache makes it anew when one of these changes."""
    g.setdefault("portal_tags", set()).update(tags)
