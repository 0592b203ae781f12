"""Several people who act in the same moment: threads with sessions of their own, and no fault that is lost."""

import contextvars
import threading
import traceback
from collections.abc import Callable

Act = Callable[[threading.Barrier], object]


def together(app, *acts: Act, within: float = 120) -> list[Exception]:
    """Run each act in a thread and app context of its own; return what went wrong in them.

    Each gets the gate at which all wait for one another. Who falls opens it for the others, so that a fault is a red
    test and not one that waits for ever; so does one that takes more than so many seconds.
    """
    gate, faults = threading.Barrier(len(acts), timeout=within), []

    def run(act: Act) -> None:
        try:
            with app.app_context():
                act(gate)
        except Exception as fault:
            gate.abort()
            traceback.print_exception(fault)
            faults.append(fault)

    threads = [threading.Thread(target=contextvars.Context().run, args=(run, act), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(within)
    assert not any(thread.is_alive() for thread in threads), f"not done within {within} seconds"
    return sorted(faults, key=lambda fault: isinstance(fault, threading.BrokenBarrierError))
