"""`portal …`: the commands on the portal as an app of its own. In a host it is `flask portal …`."""

import click
from flask import Flask
from flask.cli import ScriptInfo

from portal.app import create_app
from portal.kernel.commands import portal
from portal.kernel.settings import SettingsError


def main() -> None:
    """Run a command; settings that cannot work are said in a sentence."""
    portal.main(obj=ScriptInfo(create_app=_create, load_dotenv_defaults=False), prog_name="portal")


def _create() -> Flask:
    try:
        return create_app()
    except SettingsError as fault:
        raise click.ClickException(str(fault)) from fault
