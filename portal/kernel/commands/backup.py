"""Saving everything and bringing it back."""

from pathlib import Path

import click

from portal.kernel.commands.root import portal


@portal.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--keys", type=click.Path(path_type=Path), help="write the secret keys to this file, outside the backup")
def backup(target: Path, keys: Path | None) -> None:
    """Save database and files to a new folder, or to one file if TARGET ends in .tar; the portal may go on working."""
    from portal.kernel.db import work
    from portal.kernel.operations import backup as saving
    from portal.kernel.operations import milestones

    manifest = saving.backup(target, keys=keys)
    with work() as db:
        milestones.note(db, milestones.BACKUP)
    click.echo(f"{target}: {sum(manifest.tables.values())} rows, {len(manifest.files)} files.")


@portal.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--keys", type=click.Path(exists=True, path_type=Path), help="the file of keys: receipts are signed as before")
def restore(source: Path, keys: Path | None) -> None:
    """Bring a backup back into an empty database and instance; every hash is checked first."""
    from portal.kernel.operations import restore as bringing

    manifest = bringing.restore(source, keys=keys)
    click.echo(f"{sum(manifest.tables.values())} rows and {len(manifest.files)} files of {manifest.made_at} are back.")
    if not manifest.same_key():
        click.echo(
            "The secret key is not the one of the backup: set the old one, or links in letters already sent are dead "
            "and staff set up their second factor anew (`portal person reset-second-factor EMAIL`)."
        )


@portal.command("backup-tested")
def backup_tested() -> None:
    """Note that today a backup was brought back elsewhere and looked at: the plan shows how long ago that was."""
    from portal.kernel.db import work
    from portal.kernel.operations import milestones

    with work() as db:
        milestones.note(db, milestones.RESTORE_TESTED)
    click.echo("Noted.")
