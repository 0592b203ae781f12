"""What whoever runs the portal does with surveys on the command line."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.features.surveys.actions import recounting
from portal.features.surveys.models import Survey
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
        ids = db.scalars(select(Survey.id).where(Survey.number > 0).order_by(Survey.id)).all()
        found = {survey_id: recounting.drift(db, survey_id) for survey_id in ids}
    for survey_id, drift in found.items():
        for (number, mode), (said, right) in drift.items():
            where = f"survey {survey_id}, version {number}, {mode}"
            click.echo(f"{where}: the sums say {said[0]} answers, and there are {right[0]}")
        if drift and mend:
            with work() as db:
                recounting.mend(db, survey_id, drift)
    if any(found.values()) and not mend:
        raise SystemExit(1)
    click.echo(f"{len(found)} surveys counted anew.")
