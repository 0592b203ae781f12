"""Serves the file BENCH_FILE by waitress with the settings of the portal and nothing else: `python -m bench.plain PORT`."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from portal.kernel import server

PLACE = os.environ.get("BENCH_FILE", "")


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Send the file as the server sends files."""
    headers = [("Content-Type", "application/pdf"), ("Content-Length", str(os.path.getsize(PLACE)))]
    start_response("200 OK", headers)
    return environ["wsgi.file_wrapper"](open(PLACE, "rb"))


if __name__ == "__main__":
    server.with_waitress(app, "127.0.0.1", int(sys.argv[1]), largest_body=1_000_000)
