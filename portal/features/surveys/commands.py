"""What whoever runs the portal does with surveys on the command line."""

import click
from flask.cli import with_appcontext

from portal.features.surveys.actions import recounting
from portal.kernel.db import snapshot, work


@click.group()
def surveys() -> None:
    """Surveys."""


@surveys.command()
@click.option("--mend", is_flag=True, help="put right what is wrong")
@with_appcontext
def recount(mend: bool) -> None:
    """Count the sums of every survey anew from its answers; fails where they differ."""
    with snapshot() as db:
        found = recounting.wrong(db)
    for survey_id in found:
        click.echo(f"survey {survey_id}: the sums are not those of the answers")
        if mend:
            with work() as db:
                recounting.mend(db, survey_id)
    if found and not mend:
        raise SystemExit(1)
    click.echo("All surveys were counted anew.")
