"""What is wrong with this installation, and how it is set up."""

import click
from flask import current_app

from portal.kernel.commands.root import portal, refuse
from portal.kernel.settings import setting


@portal.command()
@click.option("--deploy", is_flag=True, help="also everything that production demands")
def check(deploy: bool) -> None:
    """Say in sentences what is wrong with this installation; 1 when something is."""
    from portal.kernel.operations import checks

    found = list(checks.database())
    if deploy:
        found = [*checks.settings(), *found, *checks.people()]
    elif setting("ENVIRONMENT") == "production":
        found += checks.scanner()
    refuse(found)
    click.echo("Nothing is wrong.")


@portal.command()
def permissions() -> None:
    """Print who may do what: the one table of kernel and features."""
    for name, roles in sorted(current_app.extensions["portal"].permissions.items()):
        click.echo(f"{name}\t{', '.join(sorted(role.value for role in roles))}")


@portal.command()
def features() -> None:
    """List the features that are switched on, with their addresses."""
    for feature in current_app.extensions["portal"].features:
        click.echo(f"{feature.name}\t/{feature.address}/\t{feature.blueprint.import_name.removesuffix('.views')}")


@portal.command("settings")
def show_settings() -> None:
    """List every setting with its value and what it is for; secrets are only said to be set or not."""
    from portal.kernel.settings import SETTINGS

    secret = {"SECRET_KEY", "SMTP_URL", "DATABASE_URL"}
    for known in SETTINGS:
        value = setting(known.name)
        shown = ("(set)" if value else "") if known.name in secret else value
        click.echo(f"PORTAL_{known.name}={shown}\n    {known.about}")
