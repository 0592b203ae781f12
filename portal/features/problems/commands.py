"""What the command line offers: `portal problems report 2026-10 --verify`."""

import json
import re

import click
from sqlalchemy import select

from portal.features.problems import actions
from portal.features.problems.models import Month
from portal.kernel.commands import Commands
from portal.kernel.db import session, work


@click.group(cls=Commands)
def problems() -> None:
    """Reports of communal problems."""


@problems.command()
@click.argument("month")
@click.option("--verify", is_flag=True, help="compute a frozen report anew from the log and compare")
def report(month: str, verify: bool) -> None:
    """Freeze the monthly report of System 48 (2026-10), show it, or verify it."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", month)
    if found is None or not 1 <= int(found[2]) <= 12:
        raise click.ClickException("Write the month as year and month: 2026-10")
    year, number = int(found[1]), int(found[2])
    wanted = select(Month).where(Month.year == year, Month.month == number)
    kept = session().scalar(wanted)
    if verify:
        _verify(month, kept)
        return
    if kept is None:
        with work() as db:
            actions.freeze(db, year, number)
        kept = session().scalar(wanted)
    assert kept is not None
    click.echo(f"Report no. {kept.number}, {kept.key}, frozen {kept.made_at:%Y-%m-%d %H:%M} UTC, SHA-256 {kept.digest}")
    click.echo(json.dumps(json.loads(kept.content), ensure_ascii=False, indent=2))


def _verify(month: str, kept: Month | None) -> None:
    if kept is None:
        raise click.ClickException(f"There is no frozen report of {month}.")
    faults = actions.verify(session(), kept)
    if faults:
        raise click.ClickException("; ".join(faults))
    click.echo(f"Report no. {kept.number} of {kept.key} is what the log says. SHA-256 {kept.digest}")
