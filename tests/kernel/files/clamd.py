"""A clamd for tests: speaks INSTREAM in a thread, finds EICAR, and can be slow, rude or broken."""

import socket
import struct
import threading
from contextlib import suppress

from tests.kernel.files.samples import EICAR


class Clamd:
    """`manner` is honest, silent, error, hasty (says nothing) or garbled (breaks off before the end)."""

    def __init__(self) -> None:
        self.manner = "honest"
        self.seen: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._stop = threading.Event()
        self._visits: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        self._socket.settimeout(0.05)
        while not self._stop.is_set():
            try:
                line, _ = self._socket.accept()
            except TimeoutError:
                continue
            visit = threading.Thread(target=self._visit, args=(line,))
            self._visits.append(visit)
            visit.start()
        self._socket.close()

    def _visit(self, line) -> None:
        line.settimeout(5)
        with line, suppress(OSError):
            self._answer(line)

    def _answer(self, line) -> None:
        stream = line.makefile("rb")
        if self.manner == "hasty":
            return
        command = stream.read(10)
        assert command == b"zINSTREAM\0", command
        content = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(size)
        self.seen.append(content)
        if self.manner == "silent":
            self._stop.wait(5)
        elif self.manner == "error":
            line.sendall(b"stream: Can't allocate memory ERROR\0")
        elif self.manner == "garbled":
            line.sendall(b"stream: OK")
        else:
            found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
            for start in range(0, len(found), 5):
                line.sendall(found[start : start + 5])

    def stops(self) -> None:
        self._stop.set()
        for thread in (self._thread, *self._visits):
            thread.join(10)
