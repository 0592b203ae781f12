"""Where the pages come from: the starter's file, and a municipality's own file over it.

The one place that knows where they are kept; once they live in the database, only this room changes.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from portal.features.pages.models import Block, BlockKind, Page
from portal.kernel.municipality.queries import promises
from portal.kernel.paths import STARTER
from portal.kernel.refusals import NotFound
from portal.kernel.settings import instance

FILE = "pages.yaml"
PLACE = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def page(key: str) -> Page:
    """Return a page. Raises `NotFound`."""
    found = every_page().get(key)
    if found is None:
        raise NotFound
    return found


def every_page() -> Mapping[str, Page]:
    """Return all pages in order, by key; those in the instance folder's pages.yaml replace and follow the starter's.

    Files are read once per process.
    """
    return {**_read(STARTER / FILE), **_read(instance() / FILE)}


def numbers(db: Session) -> Mapping[str, str]:
    """Return what the promises that hold now say, by name and rule: `answer.working_days`; one query."""
    newest = {held.name: held for held in reversed(promises(db))}
    return {
        f"{name}.{rule}": ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, held in newest.items()
        for rule, value in held.rules.items()
    }


def filled(line: str, numbers: Mapping[str, str]) -> str:
    """Return a line with each `{answer.working_days}` in it as the promise says; other braces stay."""
    return PLACE.sub(lambda found: numbers.get(found[1], found[0]), line)


@lru_cache(maxsize=16)
def _read(file: Path) -> Mapping[str, Page]:
    if not file.is_file():
        return {}
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {entry["key"]: _page(entry) for entry in written["pages"]}


def _page(entry: Mapping[str, Any]) -> Page:
    return Page(
        key=entry["key"],
        title_sr=entry["title_sr"],
        title_en=entry.get("title_en", ""),
        reviewed=entry["reviewed"],
        sr=_blocks(entry["sr"]),
        en=_blocks(entry.get("en", [])),
    )


def _blocks(written: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(BlockKind(kind), tuple(map(str, content)) if isinstance(content, list) else (str(content),))
        for block in written
        for kind, content in block.items()
    )
