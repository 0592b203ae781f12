"""Serving and working."""

import logging
import signal
import subprocess
import sys
import threading
import time

import click
from flask import Flask, current_app

from portal.kernel.commands.root import portal, refuse
from portal.kernel.settings import setting


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
        refuse([*checks.settings(), *checks.database()])
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


def _alone(command: str) -> None:
    if not current_app.extensions["portal"].alone:
        raise click.ClickException(
            f"`{command}` is for a portal that runs alone; here the site's own server serves it."
        )


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
