"""The limit: a constant page of the same size from plain Flask, with nothing before it."""

import os

from flask import Flask

app = Flask("constant", static_folder=None)
PAGE = b"a" * int(os.environ.get("BENCH_PAGE_BYTES", "20000"))


@app.get("/")
def page() -> bytes:
    """The same bytes each time."""
    return PAGE
