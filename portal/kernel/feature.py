"""The door: what a feature tells the house about itself. Our own features use the same door as guests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click
from flask import Blueprint, current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person, Role
from portal.kernel.aftercare import Service
from portal.kernel.comments.discussion import Discussion
from portal.kernel.jobs import Job
from portal.kernel.moderation.queue import Queue
from portal.kernel.outbox.letters import Writer
from portal.kernel.words import LazyString


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A place in the main navigation."""

    label: LazyString
    endpoint: str
    place: int = 50


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a citizen can do, as a large card on the home page: a verb and one line under it."""

    title: LazyString
    text: LazyString
    endpoint: str
    icon: str
    place: int = 50


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A piece of the home page, rendered by the feature in the version spoken now; the same for every reader."""

    title: LazyString
    render: Callable[[Session], Markup]
    endpoint: str
    link: LazyString
    place: int = 50


@dataclass(frozen=True, kw_only=True)
class DeskLink:
    """A place on the staff's desk, with how many things wait there for this person (None = not counted)."""

    label: LazyString
    endpoint: str
    permission: str
    waiting: Callable[[Session, Person], int] | None = None
    offered: Callable[[Session, Person], bool] | None = None
    """Tell whether somebody with the permission has anything there at all; None = everybody has."""
    place: int = 50


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number with what it rests on: nothing is published without numerator, denominator and definition version.

    A share that was found by asking some people carries its `interval` of 95 % (from 0 to 1): where a target lies inside
    it, nobody can say whether it is met. `told` says what the number rests on beside `parts`, in a sentence.
    """

    numerator: int
    denominator: int
    at: datetime
    parts: tuple[tuple[str, int], ...] = ()
    interval: tuple[float, float] | None = None
    told: LazyString | str = ""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A metric of the municipal plan that computes itself. A change of `measure` raises `definition`.

    Several features may measure one metric: then it is the sum of theirs, each with its numbers, and `part` says what
    this feature's are about. The whole has the sum of the definitions as its own, so that it changes with each of them.
    """

    metric: str
    definition: int
    explain: LazyString
    measure: Callable[[Session, datetime], Measure]
    part: LazyString | str = ""


@dataclass(frozen=True, kw_only=True)
class ByMonth:
    """Numbers by month that the plan shows beside a metric: `columns` are names in `kernel.months`, each with its label.

    `explain` says what counts, and when.
    """

    metric: str
    caption: LazyString
    columns: tuple[tuple[str, LazyString], ...]
    explain: LazyString


@dataclass(frozen=True, kw_only=True)
class TwoWayOption:
    """One way in which citizens and the municipality talk both ways: activity 3.1.1 counts those used in 30 days."""

    name: str
    label: LazyString
    used: Callable[[Session, datetime, datetime], int]


@dataclass(frozen=True, kw_only=True)
class Searchable:
    """A kind of document that the feature puts in the search: what one of it is called, and many.

    What the municipality itself says is official and ought to be there in three versions (activity 3.1.4); what
    citizens write is not, and the pieces of an official thing count with the whole.
    """

    kind: str
    label: LazyString
    plural: LazyString
    is_official: bool = True


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """What a feature keeps about a person: given out on demand, forgotten when the account is deleted."""

    export: Callable[[Session, Person], Mapping[str, Any]]
    forget: Callable[[Session, Person], None]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A feature's declaration.

    `name` is also the blueprint, the template folder, the prefix of permissions, notices, jobs and tables; `address` is
    its word in addresses, in Serbian Latin without diacritics. A guest, a feature of another package, brings what ours
    have at the top level: `migrations`, a folder with a history of its own, and `translations`, catalogues of the
    domain `name`; its templates come with its blueprint.

    `programs` are answers for programs, not pages: they hang at the root, without a version in their addresses
    (`/open311/v2/`), and speak the version that the request asks for.

    `services` are what it does for one person and brings to an end; `asks_after` returns the address at which a person
    says how such a service was (`kernel.aftercare`), empty where it does not ask; the first that asks is asked.

    `visibility` says for each kind of thing whether the public may see the one with an id: files attached to it are
    public only then, and a kind that no feature names is nobody's to see. `acts` and `things` say in words what stands
    in the audit log as `questions.answered` and `question`.
    """

    name: str
    address: str
    blueprint: Blueprint
    programs: tuple[Blueprint, ...] = ()
    permissions: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    nav: tuple[NavItem, ...] = ()
    cards: tuple[Card, ...] = ()
    panels: tuple[Panel, ...] = ()
    desk: tuple[DeskLink, ...] = ()
    queues: tuple[Queue, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    notices: Mapping[str, Writer] = field(default_factory=dict)
    jobs: tuple[Job, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    by_month: tuple[ByMonth, ...] = ()
    two_way: tuple[TwoWayOption, ...] = ()
    services: tuple[Service, ...] = ()
    asks_after: Callable[[Session, str, str], str] | None = None
    searchables: tuple[Searchable, ...] = ()
    personal_data: PersonalData | None = None
    feeds: tuple[tuple[LazyString, str], ...] = ()
    acts: Mapping[str, LazyString] = field(default_factory=dict)
    things: Mapping[str, LazyString] = field(default_factory=dict)
    visibility: Mapping[str, Callable[[Session, int], bool]] = field(default_factory=dict)
    seed: Callable[[Session], None] | None = None
    demo: Callable[[], None] | None = None
    commands: tuple[click.Command, ...] = ()
    migrations: Path | None = None
    translations: Path | None = None

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or self.name == "portal":
            raise ValueError(f"a feature's name must be an identifier of its own, not {self.name!r}")
        if self.blueprint.name != self.name:
            raise ValueError(f"feature {self.name!r} must carry a blueprint of the same name, not {self.blueprint.name!r}")
        if not self.address.replace("-", "").isalnum() or not self.address.isascii():
            raise ValueError(f"the address of {self.name!r} must be plain Latin letters, not {self.address!r}")
        for kind, names in {
            "permission": self.permissions,
            "notice": self.notices,
            "job": [job.name for job in self.jobs],
        }.items():
            for name in names:
                if not name.startswith(f"{self.name}."):
                    raise ValueError(f"{kind} {name!r} must start with '{self.name}.'")


def load(name: str) -> Feature:
    """Import a built-in feature by its name and take its declaration."""
    found = import_module(f"portal.features.{name}").feature
    if not isinstance(found, Feature):
        raise TypeError(f"portal.features.{name}.feature is no Feature")
    return found


def installed() -> Sequence[Feature]:
    """Return the features that other packages offer by the entry point `portal.features`."""
    return [entry.load() for entry in entry_points(group="portal.features")]


def mounted() -> Sequence[Feature]:
    """Return the features of the running portal."""
    found: Sequence[Feature] = current_app.extensions["portal"].features
    return found
