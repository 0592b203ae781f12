"""How the portal is served: waitress when nothing stands before it, granian behind nginx or Caddy.

Slow bodies stop a bare granian (they reach Python before they are there); waitress gathers them first. Behind a
proxy that gathers bodies itself granian needs half the processor time.
"""

import signal
import threading
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from flask import Flask

from portal.kernel.cache import wrap

ENTRY = "portal.entry:app"
CONNECTIONS = 2000
THREADS = 8
SILENT = 60


def serve(app: Flask, *, host: str, port: int, behind_proxy: bool, workers: int = 1) -> None:
    """Serve until SIGTERM or Ctrl-C; requests that have begun are finished.

    Behind a proxy each worker process makes its app anew from the environment (`portal.entry`), without one `app`
    itself is served by one process.
    """
    if behind_proxy:
        _granian(app, host, port, workers)
    else:
        _waitress(app, host, port)


def _waitress(app: Flask, host: str, port: int) -> None:
    import waitress

    _allow_open_files(CONNECTIONS + 500)
    limit = int(app.config["MAX_CONTENT_LENGTH"] or 16 * 1024 * 1024)
    server = waitress.create_server(
        wrap(app),
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENT,
        cleanup_interval=10,
        asyncore_use_poll=True,
        max_request_body_size=4 * limit,
        ident="",
    )
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)
    server.run()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave waitress by the door that it closes behind itself."""
    raise SystemExit(0)


def _granian(app: Flask, host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    if "sqlalchemy" in app.extensions:
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()
    Granian(
        ENTRY,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    ).serve()


def _allow_open_files(wanted: int) -> None:
    """Raise the soft limit of open files, so that the connections allowed can be had. Not on Windows."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < wanted:
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
            )
