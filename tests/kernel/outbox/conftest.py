"""The guest with letters and the post office."""

from tests.kernel.worker.conftest import gdb, guest_app, post_office, start_worker

__all__ = ["gdb", "guest_app", "post_office", "start_worker"]
