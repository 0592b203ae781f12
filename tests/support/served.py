"""The portal as it is served, in a process of its own, and somebody who speaks to it by plain HTTP."""

import http.client
import io
import os
import signal
import subprocess
import sys
from contextlib import suppress
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from tusclient.client import TusClient

from portal.kernel.accounts.session import COOKIE
from portal.kernel.paths import ROOT
from tests.conftest import KEY
from tests.kernel.server.test_serving import answers, free_port
from tests.kernel.uploads.sending import PIECE
from tests.kernel.worker.conftest import eventually
from tests.support.browser import standing

CONTENT = {"Content-Type": "application/offset+octet-stream"}
TUS = {"Tus-Resumable": "1.0.0"}


class Served:
    """`portal serve`, which can die and come back on the same port; `path` is where its visitor may begin to send."""

    def __init__(self, app, folder, visitor, path="", *, workers=0) -> None:
        self.port, self.visitor, self.path = free_port(), visitor, path
        self.cookie = {"Cookie": f"{COOKIE}={visitor.token}"}
        self._options = ["--workers", str(workers)] if workers else []
        self._settings = {
            "PORTAL_ENVIRONMENT": "test",
            "PORTAL_SECRET_KEY": KEY,
            "PORTAL_DATABASE_URL": app.config["PORTAL_DATABASE_URL"],
            "PORTAL_INSTANCE": str(folder),
            "PORTAL_COOKIE_SECURE": "0",
            "PORTAL_PROXIES": "1" if workers else "0",
        }
        self.process = None
        self.starts()

    def starts(self) -> None:
        command = [sys.executable, "-m", "portal", "serve", "--port", str(self.port), *self._options]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self._settings}, start_new_session=True)
        eventually(lambda: self.process.poll() is not None or answers(self.port), 30)
        assert self.process.poll() is None, "the server did not start"

    def dies(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def asks(self, method, path, body=None, **headers):
        """One request; the answer, with its body as `text`."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, {**TUS, **self.cookie, **{name.replace("_", "-"): str(v) for name, v in headers.items()}})
            answer = line.getresponse()
            answer.text = answer.read().decode(errors="replace")
            return answer
        finally:
            line.close()

    def form(self, path) -> dict[str, str]:
        """The form of a page as it stands, to be sent later to where the page is."""
        page = BeautifulSoup(self.asks("GET", path).text, "html.parser")
        forms = [form for form in page.select("main form[method='post']") if form.get("action", path) in {path, ""}]
        return {name: value for name, value in standing(forms[0]) if value}

    def presses(self, path, form):
        """Send a form."""
        kind = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}
        return self.asks("POST", path, urlencode(form), **kind)

    def stands(self, path) -> int:
        return int(self.asks("HEAD", path).headers["Upload-Offset"])

    def tuspy(self, content, **more):
        client = TusClient(f"http://127.0.0.1:{self.port}{self.path}", headers=self.cookie)
        return client.uploader(file_stream=io.BytesIO(content), **{"chunk_size": PIECE, "upload_checksum": True, **more})


def head(method, path, length, *more, **headers) -> bytes:
    """The head of a request whose body is sent by hand."""
    sent = {"Host": "127.0.0.1", "Content-Length": length, **TUS, **more[0], **{n.replace("_", "-"): v for n, v in headers.items()}}
    return (f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in sent.items()) + "\r\n").encode()
