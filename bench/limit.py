"""Serves the constant page by the same server with the same settings: `python -m bench.limit granian|waitress PORT`."""

import sys

from bench.constant import app
from portal.kernel import server

if __name__ == "__main__":
    kind, port = sys.argv[1], int(sys.argv[2])
    if kind == "granian":
        server.with_granian("bench.constant:app", "127.0.0.1", port, 2)
    else:
        server.with_waitress(app, "127.0.0.1", port, largest_body=1_000_000)
