"""A real server on loopback, and people who walk through it with a real browser."""

import contextvars
import re
import shutil
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect
from waitress import wasyncore

from portal import create_app, wrap
from portal.kernel.accounts.session import COOKIE
from portal.kernel.db import session
from portal.kernel.words import gettext, ngettext, speaking
from tests.support.mailbox import Mailbox
from tests.support.people import People, Visitor

VERSIONS = ("sr", "lat", "en")
MISSING = "The browser tests need Chromium: apt-get install chromium-headless-shell"
PATIENCE = 15_000


def versions(often: str) -> pytest.MarkDecorator:
    """Walk in one version in `make test`, in the others in `make test-all`: their pages are compared part by part anyway."""
    return pytest.mark.parametrize("version", [pytest.param(key, marks=_slow(key != often)) for key in VERSIONS])


def ways(often: str, plain: str, *, is_long: bool = False) -> pytest.MarkDecorator:
    """Walk in one version with scripts and in one without; in the other versions in `make test-all`, as a long walk without scripts."""
    told = [pytest.param(key, True, id=key, marks=_slow(key != often)) for key in VERSIONS]
    return pytest.mark.parametrize("version, js", [*told, pytest.param(plain, False, id=f"{plain}-no-js", marks=_slow(is_long))])


def _slow(is_slow: bool) -> list[pytest.MarkDecorator]:
    return [pytest.mark.slow] if is_slow else []



def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium; without one the tests fail with a sentence, they are never skipped.

    The one without a window does the same with two thirds of the processor's time.
    """
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        raise AssertionError(MISSING)
    return playwright.chromium.launch(executable_path=path, args=["--font-render-hinting=none"])


class Site:
    """The portal, served by waitress from a thread of this process, behind its page cache; `url` is where it listens.

    `settings` is what `create_app` is given; the address people use is added, so that links in letters lead here.
    """

    def __init__(self, settings: dict[str, object]) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.app = create_app(**{**settings, "PORTAL_BASE_URL": self.url})
        self.people, self.mailbox = People(self.app), Mailbox(self.app)
        self._channels: dict[int, Any] = {}
        self._server = waitress.create_server(
            wrap(self.app), map=self._channels, sockets=[self._socket], threads=4, asyncore_use_poll=True, ident=""
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stop.is_set():
            wasyncore.loop(timeout=0.1, use_poll=True, map=self._channels, count=1)

    def close(self) -> None:
        """Stop serving and let go of everything."""
        self._stop.set()
        self._thread.join(10)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._channels)
        self._server.trigger.close()
        self._socket.close()
        with self.app.app_context():
            session().get_bind().dispose()

    def inside(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run something in the app's context, away from the test's own."""

        def run() -> Any:
            with self.app.app_context():
                return act(*args, **kwargs)

        return contextvars.Context().run(run)

    def says(self, version: str, sentence: str, plural: str = "", number: int = 1, **values: object) -> str:
        """Return a sentence of the interface in a version."""

        def say() -> str:
            with speaking(version):
                return ngettext(sentence, plural, number, **values) if plural else gettext(sentence, **values)

        return str(self.inside(say))


class Walker:
    """Somebody with a browser, in one version: finds buttons and fields by the words of that version."""

    def __init__(self, site: Site, context: BrowserContext, version: str, *, scripts: bool = True) -> None:
        self.site, self.context, self.version, self.scripts = site, context, version, scripts
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def carries(self, visitor: Visitor) -> None:
        """Be signed in as somebody, by the cookie of a session."""
        self.context.add_cookies([{"name": COOKIE, "value": visitor.token, "url": self.site.url}])

    def opens(self, address: str, expects: int = 200) -> None:
        """Open a page of one's version (`pitanja/`), or a whole path."""
        path = address if address.startswith("/") else f"/{self.version}/{address}"
        answer = self.page.goto(self.site.url + path)
        assert answer is not None and answer.status == expects, f"{answer and answer.status} {path}"

    def opens_letter(self, to: str, containing: str) -> None:
        """Follow the link of the newest letter to an address."""
        self.opens(self.site.mailbox.link(to, containing))

    def word(self, sentence: str, plural: str = "", number: int = 1, **values: object) -> str:
        """Return a sentence of the interface in one's version."""
        return self.site.says(self.version, sentence, plural, number, **values)

    def button(self, sentence: str, within: Locator | None = None) -> Locator:
        """Find a button; what follows its words for screen readers does not count."""
        pattern = re.compile(rf"^{re.escape(self.word(sentence))}(\W|$)")
        return (within or self.page.locator("main")).get_by_role("button", name=pattern)

    def presses(self, sentence: str, within: Locator | None = None) -> None:
        """Press a button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.button(sentence, within).first.click()

    def decides(self, button: Locator) -> None:
        """Press a button of a card on the moderators' desk and wait until the desk shows what is next.

        With scripts the page stays and its pieces are put in place; only who decides too late is led to another page.
        """
        if not self.scripts:
            with self.page.expect_navigation():
                button.click()
            return
        with self.page.expect_response(lambda answer: "/moderacija/" in answer.url and answer.status in {200, 422}):
            button.click()
        expect(self.page.locator("[data-item][aria-busy=true]")).to_have_count(0)

    def field(self, sentence: str, within: Locator | None = None) -> Locator:
        """Find a field by its label."""
        return (within or self.page.locator("main")).get_by_label(self.word(sentence), exact=True)

    def writes(self, sentence: str, text: str, within: Locator | None = None) -> None:
        """Write into a field."""
        self.field(sentence, within).fill(text)

    def unfolds(self, sentence: str, within: Locator | None = None) -> None:
        """Open a folded part of the page."""
        pattern = re.compile(rf"^\s*{re.escape(self.word(sentence))}")
        (within or self.page.locator("main")).locator("summary").filter(has_text=pattern).first.click()

    def sees(self, sentence: str, plural: str = "", number: int = 1, **values: object) -> bool:
        """Tell whether a sentence of the interface stands in the main part."""
        return self.reads(self.word(sentence, plural, number, **values))

    def reads(self, text: str) -> bool:
        """Tell whether a text stands in the main part, as it is."""
        shown = self.page.locator("main").inner_text()
        return " ".join(text.split()) in " ".join(shown.split())

    def heard(self) -> list[str]:
        """Return the faults of the page's scripts heard since the last time."""
        found, self.faults = self.faults, []
        return found

    def leaves(self) -> None:
        """Close the browser's window; a fault in the page's scripts is a fault of the page."""
        with suppress(Exception):
            self.context.close()
        assert not self.faults, self.faults


