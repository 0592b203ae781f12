"""Bringing the database to its shape, and filling it with a demonstration."""

import click

from portal.kernel.commands.root import portal
from portal.kernel.settings import instance, setting


@portal.command()
def upgrade() -> None:
    """Bring the database to the present shape."""
    from portal.kernel import migrate
    from portal.kernel.db import session
    from portal.kernel.municipality.models import Fact

    _upgrade()
    for history in migrate.histories():
        click.echo(f"{history.owner}: {migrate.standing(history)}")
    if session().get(Fact, "municipality") is None:
        click.echo(
            "The municipality has no name yet: run `portal profile apply FILE`, or `portal demo` to look around."
        )


def _upgrade() -> None:
    from portal.kernel import house, migrate

    migrate.upgrade()
    house.after_upgrade()


@portal.command()
def demo() -> None:
    """Fill an empty portal with content that is clearly marked as demonstration."""
    from portal.kernel import demo as content

    if setting("ENVIRONMENT") == "production" and not setting("DEMO"):
        raise click.ClickException(
            "This portal is in production. A demonstration needs PORTAL_DEMO=1, and says so on every page."
        )
    _upgrade()
    for row in content.run():
        code = f"  TOTP {row['totp_secret']}" if row["totp_secret"] else ""
        click.echo(f"{row['role']:<16} {row['email']:<34} {row['password']}{code}")
    click.echo(f"The sign-ins stand in {instance() / content.ACCOUNTS}.")
