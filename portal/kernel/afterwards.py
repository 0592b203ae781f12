"""What nobody needs to wait for: done when the answer is on its way, where the server can; else at once."""

from collections.abc import Callable

from flask import current_app, request

AFTERWARDS = "portal.afterwards"
"""Where a server gathers what is to be done after an answer."""


def afterwards(act: Callable[[], None]) -> None:
    """Do something small that may be lost if the process dies: count a download. What must not be lost is a job.

    It runs with the app's context and without a request; whatever it raises is logged by the server.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    acts: list[Callable[[], None]] | None = request.environ.get(AFTERWARDS)
    if acts is None:
        act()
        return

    def done() -> None:
        with app.app_context():
            act()

    acts.append(done)
