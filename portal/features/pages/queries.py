"""Where the pages come from: the starter's file, and a municipality's own file over it.

The one place that knows where they are kept; once they live in the database, only this room changes.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from portal.features.pages.models import Block, BlockKind, Page
from portal.kernel.paths import STARTER
from portal.kernel.refusals import NotFound
from portal.kernel.settings import instance

FILE = "pages.yaml"


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
