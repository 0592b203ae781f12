"""What the command line offers: `portal news import SOURCE`."""

import click

from portal.features.news import actions, queries
from portal.features.news.models import Fetched
from portal.kernel.commands import Commands
from portal.kernel.db import session, work
from portal.kernel.settings import setting


@click.group(cls=Commands)
def news() -> None:
    """News of the municipality."""


@news.command(name="import")
@click.argument("source")
def import_(source: str) -> None:
    """Import from a SOURCE at once: its number, its name or its address."""
    found = queries.find_source(session(), source)
    if found is None:
        raise click.ClickException(f"There is no source {source!r}: add it on the page of sources.")
    gathered = actions.gather(session(), found.id, setting("NEWS_HOSTS"))
    with work() as db:
        actions.take_in(db, found.id, gathered)
    session().expire_all()
    if gathered.how not in {Fetched.DONE, Fetched.SAME}:
        raise click.ClickException(f"{found.name}: {gathered.how}")
    click.echo(f"{found.name}: {found.last_new} new, {found.last_changed} changed, {found.last_left} left for the next time")
