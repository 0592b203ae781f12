"""How the portal is served: waitress when nothing stands before it, granian behind nginx or Caddy.

Slow bodies stop a bare granian (they reach Python before they are there); waitress gathers them first. Behind a
proxy that gathers bodies itself granian needs half the processor time.
"""

import signal
import threading
from contextlib import nullcontext, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from flask import Flask, has_app_context

from portal.kernel import spool
from portal.kernel.cache import wrap

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ENTRY = "portal.entry:app"
MEGABYTE = 1024 * 1024
CONNECTIONS = 2000
THREADS = 8
SILENT = 60


def serve(app: Flask, *, host: str, port: int, behind_proxy: bool, workers: int = 1) -> None:
    """Serve until SIGTERM or Ctrl-C; requests that have begun are finished.

    What arrives waits in the spool, in memory. Behind a proxy each worker process makes its app anew from the
    environment (`portal.entry`), without one `app` itself is served by one process.
    """
    _let_go(app)
    with nullcontext() if has_app_context() else app.app_context():
        spool.use()
    if behind_proxy:
        with_granian(ENTRY, host, port, workers)
    else:
        largest = int(app.config["MAX_CONTENT_LENGTH"] or 16 * 1024 * 1024)
        with_waitress(wrap(app), host, port, largest_body=5 * largest, room=app.config["PORTAL_ARRIVING"] * MEGABYTE)


def with_waitress(
    application: "WSGIApplication", host: str, port: int, *, largest_body: int, room: int = 384 * MEGABYTE
) -> None:
    """Serve by one process and threads that get a request when all of it is there.

    What arrives takes at most `room` bytes altogether (`server.arriving`). A body above `largest_body`, or for which there
    is no place, is not kept: the app is told, and makes a page of it.
    """
    import waitress

    from portal.kernel.server.arriving import Room
    from portal.kernel.server.lines import give_room
    from portal.kernel.server.sending import by_steps

    _allow_open_files(CONNECTIONS + 500)
    server = waitress.create_server(
        by_steps(application),
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENT,
        cleanup_interval=10,
        asyncore_use_poll=True,
        max_request_body_size=largest_body,
        ident="",
    )
    give_room(server, Room(room))
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)
    server.run()


def with_granian(target: str, host: str, port: int, workers: int) -> None:
    """Serve by processes with one blocking thread each; `target` is what they import. A dead one is replaced."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    Granian(
        target,
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


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave waitress by the door that it closes behind itself."""
    raise SystemExit(0)


def _let_go(app: Flask) -> None:
    """Give back the connections opened so far: none may stay in a transaction, none may be inherited by a worker."""
    with nullcontext() if has_app_context() else app.app_context():
        database = app.extensions["sqlalchemy"]
        database.session.remove()
        database.engine.dispose()


def _allow_open_files(wanted: int) -> None:
    """Raise the soft limit of open files, so that the connections allowed can be had. Not on Windows."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < wanted:
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
            )
