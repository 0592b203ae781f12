"""The group of all commands, and how a command says that it will not."""

import functools
from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup, ScriptInfo

from portal.kernel.operations import OperationError
from portal.kernel.refusals import Refusal


class Commands(AppGroup):
    """Commands that run in the app's context and say a refusal as a sentence instead of a traceback."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., Any]], click.Command]:  # type: ignore[override]
        """Return a decorator that makes a function one of these commands."""
        add: Callable[[Callable[..., Any]], click.Command] = super().command(*args, **kwargs)
        return lambda act: add(_politely(act))

    def group(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., Any]], click.Group]:  # type: ignore[override]
        """Return a decorator that makes a function a group of such commands."""
        made: Callable[[Callable[..., Any]], click.Group] = super().group(*args, **{"cls": Commands, **kwargs})
        return made


def _politely(act: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(act)
    def run(*args: Any, **kwargs: Any) -> Any:
        from portal.kernel.words import speaking

        try:
            return act(*args, **kwargs)
        except Refusal as refusal:
            with speaking("en"):
                raise click.ClickException(str(refusal)) from refusal
        except OperationError as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return run


class Root(Commands):
    """The house's commands; those of features come with the app, which is made when a name is not the house's."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        known = super().get_command(ctx, cmd_name)
        if known is None:
            ctx.ensure_object(ScriptInfo).load_app()
            known = super().get_command(ctx, cmd_name)
        return known


portal = Root("portal", help="The municipal portal.")


def refuse(found: Any) -> None:
    """Print findings and stop unless all of them are mere warnings."""
    findings = list(found)
    for finding in findings:
        click.echo(f"{'warning: ' if finding.warning else ''}{finding.sentence}", err=True)
    if any(not finding.warning for finding in findings):
        raise SystemExit(1)
