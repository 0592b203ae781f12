"""Serves the file BENCH_FILE by waitress as it comes, with as many threads, and nothing else: `python -m bench.plain PORT`."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

import waitress

from portal.kernel import server

PLACE = os.environ.get("BENCH_FILE", "")


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Send the file as the server sends files."""
    headers = [("Content-Type", "application/pdf"), ("Content-Length", str(os.path.getsize(PLACE)))]
    start_response("200 OK", headers)
    return environ["wsgi.file_wrapper"](open(PLACE, "rb"))


if __name__ == "__main__":
    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=server.THREADS)
