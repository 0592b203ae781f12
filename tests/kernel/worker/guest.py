"""A guest feature with letters and jobs, and its worker as a program: `python -m tests.kernel.worker.guest ADDRESS FOLDER SMTP`."""

import signal
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask

from portal import Portal
from portal.kernel import jobs, worker
from portal.kernel.db import count
from portal.kernel.feature import Feature
from portal.kernel.jobs import Job
from portal.kernel.outbox import Button, Letter, Recipient, post
from portal.kernel.words import lazy

PERIOD = timedelta(hours=1)


def told(data):
    return Letter(
        subject=f"Ваше питање {data['number']}\r\nBcc: stranger@test.example",
        greeting="Поштовани,",
        paragraphs=[f"Одговор на питање {data['number']} је објављен.", "<b>Ово није ознака.</b>"],
        button=Button("Прочитајте", f"http://localhost/sr/pitanja/{data['number']}"),
        after=["Хвала."],
        unsubscribe=data.get("leave", ""),
    )


def crooked(data):
    raise KeyError("a writer with a mistake")


def work_once(db, payload):
    count(db, f"ran.{payload['number']}")
    time.sleep(payload.get("seconds", 0))


def fail(db, payload):
    count(db, "half")
    raise ValueError("it\x00cannot be done")


def slow(db, payload):
    """Begin, say so in a file, and take long: to be killed in the middle."""
    count(db, "slow")
    if payload.get("seconds"):
        Path(payload["file"]).write_text("begun")
        time.sleep(payload["seconds"])


def chain(db, payload):
    """What a job promises in turn is done too."""
    count(db, "chain")
    if payload["left"]:
        jobs.enqueue(db, "things.chain", {"left": payload["left"] - 1})
    post(db, "things.told", Recipient("chain@test.example"), {"number": payload["left"]})


def overtaken(db, payload):
    """Behave like a job whose lease ended and was taken up by another worker meanwhile."""
    from sqlalchemy import update

    count(db, "half")
    db.execute(update(jobs.JobRow).where(jobs.JobRow.name == "things.overtaken").values(tries=jobs.JobRow.tries + 1))


def hourly(db, payload):
    count(db, "hourly")


FEATURE = Feature(
    name="things",
    address="stvari",
    blueprint=Blueprint("things", __name__),
    notices={"things.told": told, "things.crooked": crooked},
    jobs=(
        Job(name="things.once", label=lazy("Once"), handler=work_once),
        Job(name="things.fail", label=lazy("Fail"), handler=fail),
        Job(name="things.slow", label=lazy("Slow"), handler=slow),
        Job(name="things.chain", label=lazy("Chain"), handler=chain),
        Job(name="things.overtaken", label=lazy("Overtaken"), handler=overtaken),
        Job(name="things.hourly", label=lazy("Hourly"), handler=hourly, every=PERIOD),
    ),
)


def make(address: str, folder: Path, **more: object) -> Flask:
    app = Flask("tests.kernel.worker.guest", static_folder=None)
    app.config.update(
        {
            "TESTING": True,
            "PORTAL_ENVIRONMENT": "test",
            "PORTAL_SECRET_KEY": "a-key-for-tests-0123456789-abcdefghijklmnop",
            "PORTAL_DATABASE_URL": address,
            "PORTAL_INSTANCE": str(folder),
            "PORTAL_COOKIE_SECURE": False,
            "PORTAL_SQLITE_SYNCHRONOUS": "OFF",
            "PORTAL_BASE_URL": "http://localhost",
            "PORTAL_MAIL_FROM": "Портал општине Ражањ <portal@razanj.example>",
            **more,
        }
    )
    Portal(app, features=[FEATURE], alone=True)
    return app


def main(address: str, folder: str, smtp: str) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    print("listening", flush=True)
    worker.run(make(address, Path(folder), PORTAL_SMTP_URL=smtp), stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
