"""What several pages of the editors' desk need."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.news import queries
from portal.features.news.models import Item, Shown
from portal.kernel.db import session
from portal.kernel.forms import SelectChoice
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly, rich, told, typed
from portal.kernel.texts import rich_text
from portal.kernel.words import VERSIONS, LazyString, lazy, speaking, version

STATES: dict[Shown, tuple[str, LazyString]] = {
    Shown.DRAFT: ("grey", lazy("Draft")),
    Shown.SCHEDULED: ("blue", lazy("Scheduled")),
    Shown.PUBLISHED: ("green", lazy("Published")),
    Shown.EXPIRED: ("grey", lazy("Over")),
    Shown.WITHDRAWN: ("red", lazy("Withdrawn")),
}
"""The colour and the word of what an item is."""


def the_item(item_id: int) -> Item:
    """Return an item for an editor, whatever its state. Raises `NotFound`."""
    found = session().get(Item, item_id)
    if found is None:
        raise NotFound
    return found


def category_choices(db: Session) -> list[SelectChoice]:
    """Return the categories as choices."""
    return [SelectChoice(each.id, plainly(each.name_sr, each.name_en)) for each in queries.categories(db)]


@dataclass(frozen=True)
class Preview:
    """An item as readers of one version will see it."""

    name: str
    lang: str
    title: Markup
    lead: Markup
    body: Markup
    is_english: bool
    is_missing: bool
    """Tell of the English version that it shows the Serbian text, because there is no English one."""


def previews(text: Any) -> list[Preview]:
    """Return what the words of an item, or of its form, look like in all three versions."""
    said = {name: _value(text, name) for name in ("title_sr", "lead_sr", "written_sr", "title_en", "lead_en", "written_en")}
    bodies = {language: _body(text, language, said) for language in ("sr", "en")}
    found = []
    for one in VERSIONS.values():
        with speaking(one.key):
            title, lead = (_line(said[f"{name}_sr"], said[f"{name}_en"]) for name in ("title", "lead"))
            english = one.key == "en"
            missing = english and not (said["title_en"] and bodies["en"])
            found.append(Preview(one.label, one.lang, title, lead, rich(bodies["sr"], bodies["en"]), english, missing))
    return found


def _value(text: Any, name: str) -> str:
    value = getattr(text, name)
    return str(getattr(value, "data", value) or "")


def _body(text: Any, language: str, said: dict[str, str]) -> str:
    """Return the HTML that is stored; of a form, that which would be."""
    return str(getattr(text, f"body_{language}")) if isinstance(text, Item) else rich_text(said[f"written_{language}"])


def _line(sr: str, en: str) -> Markup:
    return told(sr, en) if en and version().key == "en" else typed(sr)
