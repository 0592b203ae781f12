"""What a search finds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Runs = list[tuple[str, bool]]
MOST_COUNTED = 1000


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One document that was found, in the language spoken now where it has a text of its own in it.

    The runs are title and excerpt as written; True marks the words that were meant.
    """

    kind: str
    subject_id: int
    title: str
    excerpt: str
    title_runs: Runs
    excerpt_runs: Runs
    url_endpoint: str
    url_values: dict[str, Any]
    published_at: datetime
    topic: str = ""
    office: str = ""
    unit: str = ""
    title_is_english: bool = False
    excerpt_is_english: bool = False


@dataclass(frozen=True, kw_only=True)
class Hits:
    """One page of what was found.

    `count` goes up to 1,000; `is_more_than_counted` says that there are more. `more` is the key of the next page, to
    be given back as `after`; empty on the last one.
    """

    hits: tuple[Hit, ...] = ()
    count: int = 0
    is_more_than_counted: bool = False
    more: str = ""
