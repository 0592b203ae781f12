"""The public list as its address says it: category, year and place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request, url_for
from sqlalchemy import Row
from sqlalchemy.orm import Session

from portal.features.news import queries
from portal.features.news.models import Category
from portal.kernel.paging import Page, Way
from portal.kernel.site.links import absolute

FIRST_YEAR, LAST_YEAR = 1990, 2200


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: category and year, and the same in words of the address."""

    category: Category | None
    year: int | None

    @property
    def filter(self) -> queries.Filter:
        """The same for the query."""
        return queries.Filter(category_id=self.category.id if self.category else None, year=self.year)

    @property
    def words(self) -> dict[str, str]:
        """The same in words of the address."""
        words = {"oblast": self.category.key if self.category else "", "godina": str(self.year or "")}
        return {name: word for name, word in words.items() if word}

    def address(self, **change: str) -> str:
        """Return the address of the list with some words changed; an empty word is left out."""
        words: dict[str, Any] = {name: word for name, word in {**self.words, **change}.items() if word}
        return url_for("portal.news.index", **words)

    @property
    def feed(self) -> str:
        """The whole address of the feed of the category asked for, or of all news."""
        return absolute("portal.news.feed", **({"oblast": self.category.key} if self.category else {}))


def reading(categories: Sequence[Category]) -> Wanted:
    """Read the wish out of the address; what is unknown there counts as not chosen."""
    word, year = (request.args.get(name, "")[:80] for name in ("oblast", "godina"))
    known = {category.key: category for category in categories}
    number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
    return Wanted(known.get(word), number if FIRST_YEAR <= number <= LAST_YEAR else None)


def page_of(db: Session, wanted: Wanted, but: Sequence[int]) -> Page[Row[Any]]:
    """Return the page that the address asks for, without what stands above it."""
    return queries.listed(db, wanted.filter, Way.read(request.args), but=but).at(partial(wanted.address))


@dataclass(frozen=True)
class Shelf:
    """A link beside the list: what it is called, where it leads, how many are there."""

    label: Any
    url: str
    number: int
    current: bool


def by_year(wanted: Wanted, numbers: Mapping[tuple[int, int], int]) -> list[Shelf]:
    """Return the years that have news of the category, newest first."""
    category_id = wanted.category.id if wanted.category else 0
    years = sorted((year for id, year in numbers if id == category_id), reverse=True)
    return [
        Shelf(year, wanted.address(godina=str(year)), numbers[category_id, year], year == wanted.year) for year in years
    ]


def by_category(wanted: Wanted, categories: Sequence[Category], numbers: Mapping[tuple[int, int], int]) -> list[Shelf]:
    """Return the categories with how many news each has in the year asked for; those with none are left out."""

    def number(id: int) -> int:
        return sum(n for (each, year), n in numbers.items() if each == id and wanted.year in {None, year})

    return [
        Shelf(each, wanted.address(oblast=each.key), count, each is wanted.category)
        for each in categories
        if (count := number(each.id)) or each is wanted.category
    ]
