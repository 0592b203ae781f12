"""What every letter about a problem says: which report it is, where it stands, until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.kernel.site.links import absolute
from portal.kernel.texts import to_latin
from portal.kernel.words import shown_moment, version

Data = Mapping[str, Any]


def told(data: Data, name: str) -> str:
    """Return a pair of Serbian and English in the reader's version."""
    sr, en = str(data.get(f"{name}_sr", "")), str(data.get(f"{name}_en", ""))
    if version().key == "en":
        return en or sr
    return to_latin(sr) if version().is_latin else sr


def what(data: Data) -> str:
    """Return which report it is: 'Streets and roads, Skorica, by the second bridge'."""
    settlement = to_latin(str(data["settlement"])) if version().key != "sr" else str(data["settlement"])
    return ", ".join(part for part in (told(data, "category"), settlement, str(data["place"])) if part)


def own(data: Data) -> str:
    """Return the reporter's own page."""
    return absolute("portal.problems.own", problem_id=data["id"], code=data["code"])


def page(data: Data) -> str:
    """Return the page for this reader: one's own, or the public one."""
    return own(data) if data.get("own") else absolute("portal.problems.show", problem_id=data["id"])


def leave(data: Data) -> str:
    """Return the link by which a reader stops following; empty where nothing is followed."""
    return absolute("portal.follows.unfollow", token=data["unfollow"]) if data.get("unfollow") else ""


def due(data: Data) -> str:
    """Return until when, in words; empty where nothing is promised."""
    return shown_moment(datetime.fromisoformat(data["due"])) if data.get("due") else ""


def said(data: Data) -> str:
    """Return what was answered, in the reader's version."""
    if version().key == "en" and data.get("text_en"):
        return str(data["text_en"])
    text = str(data["text"])
    return to_latin(text) if version().key != "sr" else text
