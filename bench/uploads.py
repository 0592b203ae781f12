"""One large file sent to the running server in pieces of 512 KB, beside a plain write of sealed pieces (`-m bench.uploads`)."""

import argparse
import base64
import hashlib
import http.client
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.run import prepare, serving, settings  # noqa: E402
from portal import create_app  # noqa: E402
from portal.kernel import uploads  # noqa: E402
from portal.kernel.accounts import actions, session  # noqa: E402
from portal.kernel.accounts.session import COOKIE  # noqa: E402
from portal.kernel.db import work  # noqa: E402
from portal.kernel.sealing import new_key, seal  # noqa: E402

PIECE = 512 * 1024
WARM = 8
CONTENT = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


def peak(process: psutil.Process) -> float:
    """The most memory a process ever had, in MB."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def sender(app: Flask, *sizes: int) -> tuple[dict[str, str], list[str]]:
    """Somebody who may send files of these sizes: as whom, and where to each."""
    with app.app_context():
        with work() as db:
            person = actions.add_person(db, email="bench@portal.example", name="Bench", password="lozinka za probu 1", roles=[])
            db.flush()
            id, token = person.id, session.begin(db, person, "bench")
        _, recipient = new_key()
        given = [uploads.grant(id, purpose="bench", subject=str(size), recipient=recipient, largest=size) for size in sizes]
        return {"Cookie": f"{COOKIE}={token}"}, [f"/uploads/tus/{each.token}/" for each in given]


def send(port: int, path: str, cookie: dict[str, str], piece: bytes, number: int) -> float:
    """Send so many pieces, each with its checksum; seconds."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("POST", path, headers={**cookie, "Tus-Resumable": "1.0.0", "Upload-Length": str(number * PIECE)})
    answer = line.getresponse()
    answer.read()
    at = answer.headers["Location"]
    checksum = f"sha256 {base64.b64encode(hashlib.sha256(piece).digest()).decode()}"
    began = time.perf_counter()
    for place in range(number):
        line.request("PATCH", at, piece, {**cookie, **CONTENT, "Upload-Offset": str(place * PIECE), "Upload-Checksum": checksum})
        answer = line.getresponse()
        answer.read()
        if answer.status != 204:
            raise SystemExit(f"piece {place}: {answer.status} {answer.reason}")
    return time.perf_counter() - began


def limit(folder: Path, piece: bytes, number: int) -> float:
    """Seal and write as many pieces durably, with no server around."""
    _, recipient = new_key()
    began = time.perf_counter()
    with (folder / "plain").open("wb", buffering=0) as out:
        for _ in range(number):
            out.write(seal(piece, recipient))
            os.fdatasync(out.fileno())
    spent = time.perf_counter() - began
    (folder / "plain").unlink()
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1024)
    number = parser.parse_args().megabytes * 1024 * 1024 // PIECE
    piece = b"%PDF-1.7\n" + os.urandom(PIECE - 9)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(**settings(folder))
        prepare(app)
        cookie, (warm, path) = sender(app, WARM * PIECE, number * PIECE)
        command = [sys.executable, "-m", "portal", "serve"]
        with serving(command, folder, "waitress", "/sr/") as (port, process):
            send(port, warm, cookie, piece, WARM)
            before = peak(process)
            spent = send(port, path, cookie, piece, number)
            after = peak(process)
        plain = limit(folder, piece, number)
    size = number * PIECE / 1024 / 1024
    print(
        f"{size:.0f} MB in {number} pieces: {spent:.1f} s, {size / spent:.1f} MB/s; sealed and written without a server: "
        f"{plain:.1f} s, {size / plain:.1f} MB/s ({spent / plain:.2f} times as long); "
        f"the server's peak memory {before:.0f} MB before, {after:.0f} MB after"
    )


if __name__ == "__main__":
    main()
