"""`portal guest …`"""

import click

from portal.kernel.commands import Commands
from portal.kernel.db import session
from tests.guest.guest_feature import queries


@click.group(cls=Commands)
def guest() -> None:
    """The visitors' book."""


@guest.command()
def notes() -> None:
    """Say how many notes everybody can read."""
    click.echo(f"{len(queries.public(session()))} notes")
