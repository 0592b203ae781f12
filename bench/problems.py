"""Reports of problems as years of use would leave them: nine of ten public, nearly all answered, a third with a position."""

import gc
import io
import math
import random
import resource
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import yaml
from flask import Flask
from PIL import Image
from sqlalchemy import insert, select

from bench.client import post
from portal.features.problems.actions.figures import drift, mend_figures
from portal.features.problems.models import KIND, Category, Channel, Event, EventKind, Problem, Round, State
from portal.features.problems.queries import Filter, markers, monthly
from portal.features.problems.rules import grid
from portal.kernel.clock import now
from portal.kernel.db import count, session, work
from portal.kernel.municipality.models import Settlement, Unit
from portal.kernel.municipality.queries import promise
from portal.kernel.paths import STARTER
from portal.kernel.search import Document
from portal.kernel.texts import query_keys

AT_ONCE = 5_000
NAME = "problems"
SIZES = [1_000, 1_000_000]
POSTS_AT_ONCE = 2
POST = "POST of a report with a photo of 12 megapixels"
CENTRE = 43.67, 21.55
BOX = "43.60,21.45,43.74,21.65"
"""What the map shows when it opens: all of the municipality."""
SMALL = "43.6700,21.5500,43.6703,21.5504"
SPREAD = 0.02
"""How far reports lie from the middle, in degrees."""
THIRTY = 30


def thirty(number: int) -> str:
    """Return a box in the middle that holds some thirty reports with a position, however many there are."""
    side = (THIRTY * 2 * math.pi * SPREAD**2 / (0.3 * number)) ** 0.5
    (south, west), (north, east) = ([middle + way * side / 2 for middle in CENTRE] for way in (-1, 1))
    return f"{south:.6f},{west:.6f},{north:.6f},{east:.6f}"


def addresses(one: int) -> dict[str, str]:
    """Return the pages that are measured; `one` is a report's id."""
    return {
        "home page": "/sr/",
        "list of reports": "/sr/problemi/",
        "map layer of the municipality": f"/sr/problemi/mapa.json?box={BOX}",
        "map layer of a street": f"/sr/problemi/mapa.json?box={SMALL}",
        "map layer with thirty reports": f"/sr/problemi/mapa.json?box={thirty(2 * one)}",
        "list beside the map": f"/sr/problemi/mapa/spisak/?box={BOX}",
        "one report": f"/sr/problemi/{one}/",
    }


def posting() -> Callable[[], bytes]:
    """Return a maker of reports, each with a photo of 12 megapixels of its own."""
    dice, number = random.Random(12), iter(range(10**9))
    noise = Image.effect_noise((1000, 750), 60).resize((4000, 3000)).convert("RGB")
    kept = io.BytesIO()
    noise.save(kept, "JPEG", quality=85)
    photo = kept.getvalue()

    def request() -> bytes:
        n, boundary = next(number), uuid.uuid4().hex
        fields = {
            "naselje": "1", "oblast": "roads", "place": f"код моста број {n}", "checked": "1", "once_token": uuid.uuid4().hex,
            "text": "Пут је оштећен већ два месеца, аутобус не може да прође.", "lat": str(43.6 + dice.random() / 7),
            "lon": str(21.45 + dice.random() / 5), "accuracy": "10", "nobody_asked": "1",
        }  # fmt: skip
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        )
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="pictures"; filename="p.jpg"\r\n'
        body += f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photo + uuid.uuid4().bytes
        body += f"\r\n--{boundary}--\r\n".encode()
        return post("/sr/problemi/prijavi/", body, f"multipart/form-data; boundary={boundary}", n)

    return request


def fill(app: Flask, number: int) -> int:
    """Add so many reports and return the id of one public, resolved report in the middle."""
    dice = random.Random(number)
    content = yaml.safe_load((STARTER / "demo_problems.yaml").read_text(encoding="utf-8"))["reports"]
    texts = [(report["text"], _keys(report["text"])) for report in content]
    with app.app_context():
        db = session()
        categories = [(c.id, c.key) for c in db.scalars(select(Category))]
        settlements, units = list(db.scalars(select(Settlement.id))), [(u.id, u.key) for u in db.scalars(select(Unit))]
        promises = promise(db, "problem_answer").id, promise(db, "problem_resolution").id
        db.rollback()
        made = 0
        while made < number:
            rows = [
                _row(dice, made + n, number, texts, categories, settlements, units) for n in range(min(AT_ONCE, number - made))
            ]
            with work() as writing:
                plain = [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows]
                writing.execute(insert(Problem.__table__), plain)
                writing.execute(insert(Round.__table__), [_round(row, promises) for row in rows])
                writing.execute(insert(Event.__table__), [event for row in rows for event in _events(row)])
                writing.execute(insert(Document.__table__), [_document(row, texts) for row in rows if row["published_at"]])
            made += len(rows)
        with work() as writing:
            count(writing, f"problems.number.{now().year}", number)
        wrong = drift()
        with work() as writing:
            mend_figures(writing, wrong)
    return number // 2 // 100 * 100 + 2


def extra(app: Flask, number: int) -> list[str]:
    """Compute a month in which every report falls: how long it takes and how much memory it needs."""
    with app.app_context():
        db = session()
        first = monthly.bounds(2000, 1)[0]
        with work() as writing:
            writing.execute(Event.__table__.update().where(Event.kind == EventKind.SUBMITTED).values(at=first))
        gc.collect()
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        content = monthly.compute(db, 2000, 1, now())
        spent = time.perf_counter() - began
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert content["received"] >= number, content["received"]
        south, west, north, east = (float(edge) for edge in thirty(number).split(","))
        drawn = len(markers(db, Filter(box=(south, west, north, east)))[0])
    return [
        f"monthly report over {number:,} reports: {spent:.1f} s, {more:.0f} MB more at the peak than before it",
        f"reports in the box of some thirty, beside {number:,}: {drawn}",
    ]


def _keys(text: str) -> tuple[str, str]:
    keys = [alternatives for alternatives in query_keys(text) if alternatives]
    return " ".join(each[-1] for each in keys), " ".join(each[0] for each in keys)


def _row(
    dice: random.Random, n: int, number: int, texts: list[Any], categories: list[Any], settlements: list[int], units: list[Any]
) -> dict[str, Any]:
    place = dice.randrange(len(texts))
    submitted = _moment(n, number)
    public, left_open, located = n % 10 < 9, n % 100 == 0, n % 3 == 2
    state = State.ROUTED if left_open else State.RESOLVED if public else State.REFUSED
    lat, lon = (round(dice.gauss(middle, SPREAD), 6) if located else None for middle in CENTRE)
    category, category_key = dice.choice(categories)
    unit, unit_key = dice.choice(units)
    text, where = f"{texts[place][0]} ({n + 1})", f"код куће број {n % 200}"
    return {
        "id": n + 1, "year": 2000, "number": n + 1, "category_id": category, "settlement_id": dice.choice(settlements),
        "place_text": where, "text": text, "submitted_at": submitted, "updated_at": submitted + timedelta(days=2),
        "shelf": -int(submitted.timestamp() * 1000), "version_key": "sr", "channel": Channel.WEB, "lat": lat, "lon": lon,
        "spot": grid.spot(lat, lon) if lat is not None and lon is not None else None, "outside": False, "extra": {},
        "state": state, "unit_id": unit, "public_text": text if public else "", "public_place": where if public else "",
        "published_at": submitted + timedelta(hours=2) if public else None, "rounds_count": 1,
        "due_at": submitted + timedelta(hours=48) if left_open else None, "_text": place, "_category": category_key,
        "_unit": unit_key,
    }  # fmt: skip


def _moment(n: int, number: int) -> datetime:
    """Spread the reports over ten years, the last one half an hour ago."""
    return now() - timedelta(minutes=30) - timedelta(days=3650) * (1 - (n + 1) / number)


def _round(row: dict[str, Any], promises: tuple[int, int]) -> dict[str, Any]:
    began, done = row["submitted_at"], row["state"] is State.RESOLVED
    return {
        "problem_id": row["id"], "place": 1, "began_at": began, "answer_promise_id": promises[0],
        "resolve_promise_id": promises[1], "calendar_version": 1, "answer_due_at": began + timedelta(hours=48),
        "resolve_due_at": began + timedelta(days=14), "answered_at": began + timedelta(days=1) if done else None,
        "resolved_at": began + timedelta(days=2) if done else None, "paused_seconds": 0,
    }  # fmt: skip


def _events(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    began = row["submitted_at"]
    data = {
        "category": row["category_id"], "settlement": row["settlement_id"],
        "answer_due": (began + timedelta(hours=48)).isoformat(), "resolve_due": (began + timedelta(days=14)).isoformat(),
    }  # fmt: skip
    told = [(EventKind.SUBMITTED, State.RECEIVED, 0, ""), (EventKind.ROUTED, State.ROUTED, 0, "")]
    if row["state"] is State.RESOLVED:
        told.append((EventKind.ANSWERED, State.ANSWERED, 24, "Екипа излази на терен."))
        told.append((EventKind.RESOLVED, State.RESOLVED, 48, "Решено."))
    elif row["state"] is State.REFUSED:
        told.append((EventKind.REFUSED, State.REFUSED, 2, "Није комунални проблем."))
    for kind, state, hours, text in told:
        yield {
            "problem_id": row["id"], "kind": kind, "at": began + timedelta(hours=hours), "place": 1, "unit_id": row["unit_id"],
            "state": state, "text": text, "text_en": "", "waits": False, "by_link": False,
            "data": {**data, "channel": "web"} if kind is EventKind.SUBMITTED else data,
        }  # fmt: skip


def _document(row: dict[str, Any], texts: list[Any]) -> dict[str, Any]:
    words, stems = texts[row["_text"]][1]
    document = Document(
        kind=KIND, subject_id=row["id"], title=f"{row['_category']}: {row['public_place']}", text=row["text"],
        url_endpoint="portal.problems.show", url_values={"problem_id": row["id"]}, published_at=row["submitted_at"],
        topic=row["_category"], office=row["_unit"],
    )  # fmt: skip
    found = {column.key: getattr(document, column.key) for column in Document.__table__.columns if column.key != "id"}
    number = str(row["id"])
    return {**found, "id": document.place, "title_words": number, "title_stems": number, "words": words, "stems": stems}
