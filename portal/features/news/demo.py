"""The news of the demonstration: written, illustrated, published, corrected and scheduled through the public verbs."""

import io
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.news import actions, queries
from portal.features.news.models import KIND, Item
from portal.kernel import demo, photos
from portal.kernel.clock import ZONE, clock, now
from portal.kernel.comments import demo as comments
from portal.kernel.db import work
from portal.kernel.files.receiving import receive
from portal.kernel.jobs import run_one
from portal.kernel.paths import STARTER

TEXTS = ("title_sr", "lead_sr", "written_sr", "title_en", "lead_en", "written_en")
SIZE = (1200, 800)


def run() -> None:
    """Tell every item, oldest first; then let a worker look at files and pictures. Where there are news, nothing happens."""
    content = yaml.safe_load((STARTER / "demo_news.yaml").read_text(encoding="utf-8"))
    with work() as db:
        actions.seed(db)
        if db.scalar(select(Item.id).limit(1)) is not None:
            return
        source = content["source"]
        category = queries.category_by_key(db, source.pop("category"))
        assert category is not None
        told = actions.Told(**source, category_id=category.id, active=False)
        actions.add_source(db, told, by=demo.person(db, "editor"))
    today = now()
    for row in sorted(content["news"], key=lambda row: -row.get("days", 0)):
        with work() as db:
            _tell(db, row, today)
    _discuss()
    jobs = current_app.extensions["portal"].jobs
    looks = True
    while looks:  # so that a demonstration without a worker shows its pictures and files too
        looks = run_one(jobs)


def _discuss() -> None:
    """Let people comment on what is public, and moderators decide."""
    for talk in comments.content():
        with work() as db:
            item = db.scalar(select(Item).where(Item.title_sr.startswith(talk["under"])))
            found = (item.id, item.published_at) if item else None
        if found and found[1]:
            comments.tell(KIND, found[0], found[1], talk["comments"])


def _tell(db: Session, row: dict[str, Any], today: datetime) -> None:
    moment = (today - timedelta(days=row.get("days", 0))).astimezone(ZONE).replace(hour=row.get("hour", 8), minute=0, second=0)
    with clock.standing_at(min(moment, today)):
        item = _written(db, row)
        _illustrate(db, item, row)
        if not row.get("draft"):
            _publish(db, item, row, moment)
    if "correction_sr" in row:
        with clock.standing_at(min(moment + timedelta(hours=26), today)):
            _save(db, item, row, note_sr=row["correction_sr"], note_en=row["correction_en"])


def _written(db: Session, row: dict[str, Any]) -> Item:
    said = _said(db, {**row, "written_sr": row.get("before_sr", row["written_sr"])})
    return actions.write(db, said, by=demo.person(db, "editor"))


def _said(db: Session, row: dict[str, Any]) -> actions.Said:
    category = queries.category_by_key(db, row["category"])
    assert category is not None
    return actions.Said(category_id=category.id, **{name: (row.get(name) or "").strip() for name in TEXTS})


def _save(db: Session, item: Item, row: dict[str, Any], **notes: str) -> None:
    actions.save(db, item.id, _said(db, row), by=demo.person(db, "editor"), seen=item.version, **notes)


def _publish(db: Session, item: Item, row: dict[str, Any], moment: datetime) -> None:
    begins = moment + timedelta(days=row["schedule"]) if "schedule" in row else None
    actions.release(
        db,
        item.id,
        by=demo.person(db, "editor"),
        at=begins,
        expires_at=moment + timedelta(days=row["expires_days"]) if "expires_days" in row else None,
        pinned_until=moment + timedelta(days=row["pinned_days"]) if "pinned_days" in row else None,
    )


def _illustrate(db: Session, item: Item, row: dict[str, Any]) -> None:
    editor = demo.person(db, "editor")
    for told in row.get("pictures", ()):
        upload = SimpleNamespace(filename="slika.jpg", stream=io.BytesIO(drawn(told["scene"])))
        words = {name: value for name, value in told.items() if name != "scene"}
        actions.add_picture(db, item.id, photos.receive([upload])[0], by=editor, **words)
    if paper := row.get("attachment"):
        upload = SimpleNamespace(filename=paper["name"], stream=io.BytesIO(demo.pdf(paper["title"], paper["lines"])))
        actions.attach(db, item.id, receive([upload])[0], by=editor)


def drawn(scene: str) -> bytes:
    """Return a small painting as a JPEG: a road, hills or a stage; the same each time."""
    from PIL import Image, ImageDraw

    width, height = SIZE
    skies = {"road": ("#f6d9a8", "#cfe3ea"), "hills": ("#f3b968", "#e7eef0"), "stage": ("#3c2335", "#7a3b46")}
    low, high = (tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5)) for colour in skies[scene])
    image = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(image)
    for y in range(height):
        part = y / height
        shade = tuple(round(a * part + b * (1 - part)) for a, b in zip(low, high, strict=True))
        pen.line([(0, y), (width, y)], fill=shade)
    if scene == "stage":
        for n, colour in enumerate(("#8f2f37", "#a63a40", "#8f2f37", "#7a262f")):
            pen.polygon([(n * 90, 0), (n * 90 + 90, 0), (n * 60 + 60, height), (n * 60 - 30, height)], fill=colour)
            right = [(width - n * 90, 0), (width - n * 90 - 90, 0), (width - n * 60 - 60, height), (width - n * 60 + 30, height)]
            pen.polygon(right, fill=colour)
        pen.ellipse([(360, 560), (840, 760)], fill="#f0c987")
        pen.rectangle([(0, 700), (width, height)], fill="#5b3a29")
    else:
        pen.ellipse([(860, 90), (980, 210)], fill="#f9efd2")
        pen.polygon([(0, 480), (260, 300), (560, 470), (820, 280), (width, 450), (width, height), (0, height)], fill="#6f8f63")
        pen.polygon([(0, 600), (380, 430), (760, 590), (width, 470), (width, height), (0, height)], fill="#3f6b4f")
    if scene == "road":
        pen.polygon([(560, 520), (640, 520), (980, height), (220, height)], fill="#4a4a4d")
        for n in range(6):
            top, size = 540 + n * 44, 3 + n * 2
            line = [(600 - size, top), (600 + size, top), (600 + size + 2, top + 22), (600 - size - 2, top + 22)]
            pen.polygon(line, fill="#f3ebdc")
        for x in (300, 350, 860):
            pen.rectangle([(x, 640), (x + 26, 720)], fill="#f28c28")
            pen.ellipse([(x + 2, 610), (x + 24, 634)], fill="#e8c9a3")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
