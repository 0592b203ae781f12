"""The readable profile of the municipality."""

from pathlib import Path

import click

from portal.kernel.commands.root import portal


@portal.group()
def profile() -> None:
    """The readable profile of the municipality: a file that seeds the database, and what differs since."""


@profile.command("diff")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def profile_diff(file: Path) -> None:
    """Show what the database says otherwise than the file; 1 when something differs."""
    from portal.kernel.db import session
    from portal.kernel.municipality import profile as profiles

    found = profiles.differences(session(), profiles.read(file))
    for difference in found:
        click.echo(str(difference))
    raise SystemExit(int(bool(found)))


@profile.command("apply")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def profile_apply(file: Path) -> None:
    """Make the database say what the file says; what only the database has stays. Each change is audited."""
    from portal.kernel.db import work as transaction
    from portal.kernel.municipality import profile as profiles

    with transaction() as db:
        for difference in profiles.apply(db, profiles.read(file)):
            click.echo(str(difference))
