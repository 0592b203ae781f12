"""Three versions of every page: which one is asked for, and the words of our own catalogue.

The only room that imports flask_babel. The locales are a fixed map: text from outside never reaches Babel, which
would answer an unknown locale with an error and `sr_Latn_RS` with Cyrillic words beside Latin dates.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, current_app, g
from flask_babel import Babel, Domain, force_locale, get_babel, get_domain, get_locale
from flask_babel.speaklater import LazyString
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from portal.kernel import paths
from portal.kernel.clock import ZONE
from portal.kernel.texts import to_latin

__all__ = ["VERSIONS", "LazyString", "Version", "gettext", "lazy", "ngettext", "speaking", "version"]


@dataclass(frozen=True)
class Version:
    """One of the three versions: its word in addresses, its HTML language, its Babel locale, its own name."""

    key: str
    lang: str
    locale: str
    label: str

    @property
    def is_latin(self) -> bool:
        """Tell whether Serbian is shown here in Latin script."""
        return self.key == "lat"

    @property
    def is_serbian(self) -> bool:
        """Tell whether the words of this version are Serbian."""
        return self.key != "en"


VERSIONS = {
    "sr": Version("sr", "sr-Cyrl", "sr", "Ћирилица"),
    "lat": Version("lat", "sr-Latn", "sr_Latn", "Latinica"),
    "en": Version("en", "en", "en_GB", "English"),
}
DEFAULT = VERSIONS["sr"]
MONTHS = (
    "јануара", "фебруара", "марта", "априла", "маја", "јуна",
    "јула", "августа", "септембра", "октобра", "новембра", "децембра",
)  # fmt: skip


def negotiate(accepted: str) -> Version:
    """Choose a version from an Accept-Language header; Cyrillic where nothing fits.

    Cost is linear in the header, of which the first 500 characters are read.
    """
    ranked: list[tuple[float, int, Version]] = []
    for place, part in enumerate(accepted[:500].split(",")):
        tag, _, quality = part.strip().lower().partition(";q=")
        found = _by_tag(tag.replace("_", "-"))
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if found and weight > 0:
            ranked.append((-weight, place, found))
    return min(ranked)[2] if ranked else DEFAULT


def _by_tag(tag: str) -> Version | None:
    language = tag.split("-", maxsplit=1)[0]
    if tag.startswith("sr-latn") or language in {"sh", "hr", "bs"} or tag == "sr-me":
        return VERSIONS["lat"]
    if language == "sr":
        return VERSIONS["sr"]
    return VERSIONS["en"] if language == "en" else None


def set_up(app: Flask) -> None:
    """Give the app a Babel if its host has none."""
    if "babel" not in app.extensions:
        Babel(app)


class _Catalogues(Domain):  # type: ignore[misc]
    """Several catalogues as one, each given as folder and domain; a later one has the last word."""

    def __init__(self, sources: Sequence[tuple[str, str]]) -> None:
        super().__init__([folder for folder, _ in sources], ";".join(name for _, name in sources))

    def get_translations(self) -> Translations:
        """Return the words of the locale spoken now; read once for each locale. Plural rules are those of the first."""
        spoken = g.get("portal_version")
        locale = spoken.locale if spoken else str(get_locale())
        found: Translations | None = self.cache.get(locale)
        if found is None:
            read = [_read(*source, locale) for source in zip(self.translation_directories, self.domain, strict=True)]
            found = Translations()
            found.plural = read[0].plural
            for catalogue in read:
                found.merge(catalogue)
            self.cache[locale] = found
        return found


def _read(folder: str, name: str, locale: str) -> Translations:
    """Read one catalogue; Latin words that nobody wrote are made from the Cyrillic ones."""
    found: Any = Translations.load(folder, [locale], name)
    if locale == VERSIONS["lat"].locale and not any(locale in Path(file).parts for file in getattr(found, "files", ())):
        found._catalog = {key: to_latin(text) for key, text in getattr(found, "_catalog", {}).items()}
    return cast(Translations, found)


def _domain() -> Domain:
    """Return our catalogue, those of guests and the host's as one domain: a host may say each of our strings its way.

    Built at the first use, since a host may set up Babel after us.
    """
    found: Domain | None = current_app.extensions.get("portal_domain")
    if found is None:
        host = get_babel()
        names = host.default_domain.split(";")
        names = names if len(names) > 1 else names * len(host.translation_directories)
        guests = [(str(f.translations), f.name) for f in current_app.extensions["portal"].features if f.translations]
        found = _Catalogues(
            [(str(paths.TRANSLATIONS), "portal"), *guests, *zip(host.translation_directories, names, strict=True)]
        )
        current_app.extensions["portal_domain"] = found
    return found


@contextmanager
def speaking(key: str) -> Iterator[Version]:
    """Speak one version inside the block: a request, or a letter to a person who reads that one."""
    before, domain = (g.get("portal_version"), g.get("portal_words")), get_domain()
    chosen = VERSIONS[key]
    with force_locale(chosen.locale):
        g.portal_version, g.portal_words = chosen, None
        _domain().as_default()
        try:
            yield chosen
        finally:
            g.portal_version, g.portal_words = before
            domain.as_default()


def _spoken() -> Translations:
    """Return the words of the version spoken now; looked for once in each `speaking`."""
    found: Translations | None = g.get("portal_words")
    if found is None:
        found = _domain().get_translations()
        if g.get("portal_version"):
            g.portal_words = found
    return found


def version() -> Version:
    """Return the version spoken now."""
    return getattr(g, "portal_version", None) or DEFAULT


def gettext(text: str, **words: Any) -> str:
    """Return the text in the version spoken now."""
    found: str = _spoken().ugettext(text)
    return found % words if words else found


def ngettext(one: str, many: str, num: int, **words: Any) -> str:
    """Return the text for a number in the version spoken now; `%(num)s` is the number."""
    found: str = _spoken().ungettext(one, many, num)
    return found % {"num": num, **words}


def form_of(one: str, many: str, num: int) -> str:
    """Return the form of a text for a number with its gaps open: whoever asks fills them."""
    found: str = _spoken().ungettext(one, many, num)
    return found


@pass_eval_context
def template_gettext(context: EvalContext, text: str, **words: Any) -> str:
    """Return what `_` means in a template: markup of which only what fills the gaps is escaped."""
    found: str = _spoken().ugettext(text)
    if context.autoescape:
        found = Markup(found)
    return found % words if words or "%" in found else found


@pass_eval_context
def template_ngettext(context: EvalContext, one: str, many: str, num: int, **words: Any) -> str:
    """Return what `ngettext` means in a template."""
    found: str = _spoken().ungettext(one, many, num)
    return (Markup(found) if context.autoescape else found) % {"num": num, **words}


def lazy(text: str, **words: Any) -> LazyString:
    """Return a text that is translated when it is shown: for labels of declarations."""
    return LazyString(gettext, text, **words)


def called(name: str) -> str:
    """Return somebody's name in the letters of the version: Cyrillic stays only where the page is in Cyrillic."""
    return name if version() is DEFAULT else to_latin(name)


def shown_date(value: datetime | date, style: str = "long") -> str:
    """Return a day in words of the version: '23. новембра 2026.'.

    In Serbian a day of a month stands in the genitive, alone as after a preposition; Babel knows the nominative only.
    Styles of Babel, 'weekday' with the day's name, or 'month' for the month alone.
    """
    day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return _written_date(day, style, version().locale)


@lru_cache(maxsize=2000)
def _written_date(day: date, style: str, locale: str) -> str:
    if style == "month":
        return format_date(day, "LLLL y", locale=locale)
    if locale == VERSIONS["en"].locale:
        return format_date(day, "EEEE, d MMMM y" if style == "weekday" else style, locale=locale)
    if style in {"weekday", "long"}:
        return format_date(day, f"{'EEEE, ' if style == 'weekday' else ''}d. {_month(day, locale)} y.", locale=locale)
    return format_date(day, style, locale=locale)


def _month(day: date, locale: str) -> str:
    """Return the genitive of a month as a pattern of Babel: 'новембра'."""
    name = MONTHS[day.month - 1]
    return f"'{to_latin(name) if locale == VERSIONS['lat'].locale else name}'"


def shown_moment(value: datetime) -> str:
    """Return day and minute in Belgrade, in words of the version."""
    locale = version().locale
    if locale == VERSIONS["en"].locale:
        return format_datetime(value, "d MMMM y, HH:mm", tzinfo=ZONE, locale=locale)
    local = value.astimezone(ZONE)
    return f"{_written_date(local.date(), 'long', locale)} {'u' if version().is_latin else 'у'} {local:%H:%M}"


def shown_hour(value: datetime) -> str:
    """Return the minute of the day in Belgrade."""
    return format_datetime(value, "HH:mm", tzinfo=ZONE, locale=version().locale)


def shown_number(value: float, digits: int = 1) -> str:
    """Return a number as the version writes it: 34,2 or 34.2."""
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return str(format_decimal(value, pattern, locale=version().locale))
