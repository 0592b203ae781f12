"""News for tests, brought to a state through the public verbs, and a server with feeds on loopback."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.features.news.writing import Writing


@pytest.fixture
def writing(app):
    """Brings news where a test needs them: `writing.published(title_sr="…")`."""
    return Writing(app)


class Elsewhere:
    """Another site: `elsewhere["/feed/"] = bytes`, or (status, headers, bytes); `asked` are the paths that were asked for."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.host = f"127.0.0.1:{port}"
        self.pages: dict = {}
        self.asked: list[str] = []
        self.heard: list[dict[str, str]] = []

    def __setitem__(self, path, content) -> None:
        self.pages[path] = content


@pytest.fixture
def elsewhere():
    """A real server with what a test puts there; one for each test that asks for it."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            site.asked.append(self.path)
            site.heard.append(dict(self.headers))
            found = site.pages.get(self.path, (404, {}, b""))
            status, headers, content = found if isinstance(found, tuple) else (200, {}, found)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(content)
            except OSError:
                pass

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    site = Elsewhere(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()
