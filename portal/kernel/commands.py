"""The commands of `portal …` and `flask portal …`."""

import functools
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo

from portal.kernel.operations import OperationError
from portal.kernel.refusals import Refusal
from portal.kernel.settings import instance, setting


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


@portal.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="processes, behind a proxy (PORTAL_PROXIES)")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the portal; in production only with safe settings and a database of the present shape."""
    from portal.kernel import server
    from portal.kernel.operations import checks

    _alone("serve")
    if setting("ENVIRONMENT") == "production":
        _refuse([*checks.settings(), *checks.database()])
    _log()
    server.serve(_app(), host=host, port=port, behind_proxy=setting("PROXIES") > 0, workers=workers)


@portal.command()
@click.option("--once", is_flag=True, help="do what is due now and stop")
def work(once: bool) -> None:
    """Send letters and do jobs, by the timetable, until stopped."""
    from portal.kernel import worker

    _log()
    if once:
        click.echo(f"{worker.once(_app())} jobs and letters done.")
        return
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    worker.run(_app(), stop)


@portal.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def run(host: str, port: int) -> None:
    """Run server and worker together, for development; Ctrl-C stops both."""
    _alone("run")
    python = [sys.executable, "-m", "portal"]
    raise SystemExit(_together([*python, "serve", "--host", host, "--port", str(port)], [*python, "work"]))


def _app() -> Flask:
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return found


def _log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")


def _together(*commands: list[str]) -> int:
    """Run programs side by side until one ends or a signal comes; end the others and return the first one's code.

    What was started is always waited for; a program that does not end within 15 seconds is killed.
    """
    stop: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: stop.append(got))
    running = [subprocess.Popen(command, start_new_session=True) for command in commands]  # noqa: S603 (our own)
    while not stop and all(program.poll() is None for program in running):
        time.sleep(0.1)
    code = 0 if stop else next(program.returncode for program in running if program.poll() is not None)
    for program in running:
        if program.poll() is None:
            program.terminate()
    for program in running:
        try:
            program.wait(15)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
    return code


@portal.group()
def person() -> None:
    """People with accounts."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="as it is shown: Petar Petrović")
@click.option("--role", "roles", multiple=True, help="a role, or role:office for officials and clerks; may be repeated")
@click.password_option(help="asked for when it is not given; PORTAL_PASSWORD works too", envvar="PORTAL_PASSWORD")
def person_add(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Add somebody, for example the first administrator; a second factor is set up at the first sign-in."""
    from portal.kernel.accounts import actions, passwords
    from portal.kernel.accounts.models import Role
    from portal.kernel.db import work as transaction
    from portal.kernel.municipality.queries import facts

    wanted = []
    for given in roles:
        word, _, scope = given.partition(":")
        if word not in {role.value for role in Role}:
            raise click.ClickException(f"There is no role {word}; there are {', '.join(role.value for role in Role)}.")
        wanted.append((Role(word), scope))
    passwords.check(password, email=email, place=facts()["name"])
    with transaction() as db:
        added = actions.add_person(db, email=email, name=name, password=password, roles=wanted)
        click.echo(f"{added.id} {added.email}")


@person.command("disable")
@click.argument("email")
def person_disable(email: str) -> None:
    """Shut an account; its sessions end at once, what it wrote stays."""
    from portal.kernel.accounts import actions
    from portal.kernel.db import work as transaction

    with transaction() as db:
        actions.disable(db, _person(db, email), by=None)
    click.echo(f"{email} is disabled.")


@person.command("reset-second-factor")
@click.argument("email")
def person_reset_second_factor(email: str) -> None:
    """Take somebody's second factor away, for a new secret key or a lost telephone; the next sign-in sets one up."""
    from portal.kernel.accounts import actions
    from portal.kernel.db import work as transaction

    with transaction() as db:
        actions.reset_second_factor(db, _person(db, email), by=None)
    click.echo(f"{email} sets up a new second factor at the next sign-in.")


@person.command("list")
def person_list() -> None:
    """List the people who have more to do here than a citizen."""
    from sqlalchemy import select

    from portal.kernel.accounts.models import Grant, Person
    from portal.kernel.db import session

    staff = select(Grant.person_id)
    for found in session().scalars(select(Person).where(Person.id.in_(staff)).order_by(Person.id)):
        roles = ", ".join(sorted(f"{g.role.value}:{g.scope}" if g.scope else g.role.value for g in found.grants))
        factor = "second factor" if found.totp_confirmed_at else "no second factor"
        click.echo(
            f"{found.id}\t{found.email}\t{found.name}\t{roles}\t{factor}\t{'' if found.is_active else 'disabled'}"
        )


def _person(db: Any, email: str) -> Any:
    from sqlalchemy import select

    from portal.kernel.accounts.models import Person

    found = db.scalar(select(Person).where(Person.email == email.strip().lower()))
    if found is None:
        raise click.ClickException(f"Nobody has an account with the address {email}.")
    return found


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


@portal.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--keys", type=click.Path(path_type=Path), help="write the secret keys to this file, outside the backup")
def backup(target: Path, keys: Path | None) -> None:
    """Save database and files to a new folder, or to one file if TARGET ends in .tar; the portal may go on working."""
    from portal.kernel.operations import backup as saving

    manifest = saving.backup(target, keys=keys)
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


@portal.group()
def audit() -> None:
    """The chain of what was done."""


@audit.command("verify")
@click.option(
    "--checkpoint", help="SEQ:HASH from a letter; without it the last one noted in the instance folder is used"
)
def audit_verify(checkpoint: str | None) -> None:
    """Walk the chain and show every fault; 1 when there is one."""
    from portal.kernel import audit as chain
    from portal.kernel.db import session
    from portal.kernel.operations import checkpoints

    known = checkpoints.parse(checkpoint) if checkpoint else checkpoints.last(instance())
    faults = [fault.sentence for fault in chain.verify(session(), known)]
    for sentence in faults:
        click.echo(sentence, err=True)
    seq, _ = chain.head(session())
    against = f", against the checkpoint at line {known[0]}" if known else ", without a checkpoint"
    click.echo(f"{seq} lines{against}: {f'{len(faults)} faults' if faults else 'no fault'}.")
    raise SystemExit(int(bool(faults)))


@audit.command("head")
def audit_head() -> None:
    """Print the checkpoint to keep elsewhere: number and hash of the last line."""
    from portal.kernel import audit as chain
    from portal.kernel.db import session
    from portal.kernel.operations import checkpoints

    click.echo(checkpoints.written(*chain.head(session())))


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
    _refuse(found)
    click.echo("Nothing is wrong.")


def _refuse(found: Any) -> None:
    """Print findings and stop unless all of them are mere warnings."""
    findings = list(found)
    for finding in findings:
        click.echo(f"{'warning: ' if finding.warning else ''}{finding.sentence}", err=True)
    if any(not finding.warning for finding in findings):
        raise SystemExit(1)


def _alone(command: str) -> None:
    if not current_app.extensions["portal"].alone:
        raise click.ClickException(
            f"`{command}` is for a portal that runs alone; here the site's own server serves it."
        )


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
