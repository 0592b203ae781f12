"""Questions as years of use would leave them: four of five public, most of them answered, all searchable."""

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import yaml
from flask import Flask
from sqlalchemy import insert, select

from bench.client import post
from portal.features.questions.actions.figures import drift, mend_figures
from portal.features.questions.models import KIND, Answer, Answered, AnswerKind, Event, EventKind, Question, State
from portal.kernel.authors import ShownAs
from portal.kernel.clock import local_date, now
from portal.kernel.db import count, work
from portal.kernel.municipality import queries
from portal.kernel.municipality.models import Settlement
from portal.kernel.paths import STARTER
from portal.kernel.search import Document
from portal.kernel.texts import query_keys

AT_ONCE = 5_000
NAME = "questions"
SIZES = [1_000, 100_000]
POSTS_AT_ONCE = 8
POST = "POST of a question"


def addresses(one: int) -> dict[str, str]:
    """Return the pages that are measured, the constant page is as large as the second; `one` is a question's id."""
    return {"home page": "/sr/", "list of questions": "/sr/pitanja/", "one question": f"/sr/pitanja/{one}/"}


def posting() -> Callable[[], bytes]:
    """Return a maker of questions: each from another citizen and network, each with a token of its own."""
    number = iter(range(10**9))

    def request() -> bytes:
        n = next(number)
        fields = {
            "title": f"Када ће бити поправљен пут код моста број {n}?",
            "text": "Пут је оштећен већ два месеца, аутобус не може да прође, а деца иду пешице до школе. " * 4,
            "office": "predsednik-opstine", "topic": "", "settlement": "", "name": "Петар Пробић", "shown_as": "initials",
            "email": f"p{uuid.uuid4().hex}@bench.example", "once_token": uuid.uuid4().hex, "nobody_asked": "1",
        }  # fmt: skip
        return post("/sr/pitanja/pitaj/", urlencode(fields).encode(), "application/x-www-form-urlencoded", n)

    return request


def fill(app: Flask, number: int) -> int:
    """Add so many questions and return the id of one public, answered question in the middle."""
    dice = random.Random(number)
    texts = _texts()
    with app.app_context():
        with work() as db:
            offices = [(o.id, o.key, o.terms[-1].id if o.terms else None) for o in queries.offices(db) if o.open]
            topics = [(topic.id, topic.key) for topic in queries.topics(db)]
            settlements = list(db.scalars(select(Settlement.id)))
            promised = queries.promise(db, "answer").id
        made = 0
        while made < number:
            rows = [
                _row(dice, made + n, number, texts, offices, topics, settlements, promised)
                for n in range(min(AT_ONCE, number - made))
            ]
            with work() as db:
                db.execute(insert(Question.__table__), [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows])
                public = [row for row in rows if row["state"] is State.PUBLISHED]
                db.execute(insert(Event.__table__), [event for row in public for event in _events(row)])
                db.execute(insert(Answer.__table__), [_answer(row) for row in public if row["first_answered_at"]])
                db.execute(insert(Document.__table__), [_document(row, texts) for row in public])
            made += len(rows)
        with work() as db:
            count(db, f"questions.number.{now().year}", number)
            count(db, "questions.confirmed", number)
        wrong = drift()
        with work() as db:
            mend_figures(db, wrong)
    return number // 2 // 100 * 100 + 2


def _texts() -> list[tuple[str, str, tuple[str, str], tuple[str, str]]]:
    """Return the demonstration's questions with their search keys, made once."""
    demo = yaml.safe_load((STARTER / "demo.yaml").read_text(encoding="utf-8"))
    return [(q["title"], q["text"], _keys(q["title"]), _keys(q["text"])) for q in demo["questions"]]


def _keys(text: str) -> tuple[str, str]:
    keys = [alternatives for alternatives in query_keys(text) if alternatives]
    return " ".join(each[-1] for each in keys), " ".join(each[0] for each in keys)


def _row(
    dice: random.Random, n: int, number: int, texts: list[Any], offices: list[Any], topics: list[Any], settlements: list[Any],
    promised: int,
) -> dict[str, Any]:  # fmt: skip
    place = dice.randrange(len(texts))
    title, text = f"{texts[place][0]} ({n + 1})"[:200], texts[place][1]
    public, left_open = n % 5 < 4, n % 100 == 0
    asked = _moment(n, number)
    published, answered_at = asked + timedelta(hours=5), asked + timedelta(days=dice.randrange(1, 14))
    answered = public and not left_open and answered_at < now()
    office, office_key, term = dice.choice(offices)
    topic, topic_key = dice.choice(topics)
    return {
        "id": n + 1, "title": title, "text": text, "public_title": title if public else "", "public_text": text if public else "",
        "office_id": office, "term_id": term, "topic_id": topic, "settlement_id": dice.choice(settlements),
        "asker_name": f"Грађанка {n % 5000}", "asker_email": f"g{n % 5000}@bench.example", "asker_key": f"{n % 5000:064x}",
        "shown_as": ShownAs.INITIALS, "shown_name": "Г. Г.", "version_key": "sr", "asked_at": asked, "confirmed_at": asked,
        "state": State.PUBLISHED if public else State.REFUSED, "answered": Answered.ANSWERED if answered else Answered.NO,
        "year": 2000, "number": n + 1, "shelf": -int(published.timestamp() * 1000) if public else None,
        "published_at": published if public else None, "published_on": local_date(published) if public else None,
        "answer_due_at": published + timedelta(days=14) if public else None,
        "first_answered_at": answered_at if answered else None, "answer_days": dice.randrange(0, 9) if answered else None,
        "moderation_days": dice.randrange(0, 2) if public else None, "answer_promise_id": promised if public else None,
        "_text": place, "_office": office_key, "_topic": topic_key,
    }  # fmt: skip


def _moment(n: int, number: int) -> datetime:
    """Spread the questions over ten years, the last one asked half an hour ago."""
    return now() - timedelta(minutes=30) - timedelta(days=3650) * (1 - (n + 1) / number)


def _events(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"question_id": row["id"], "kind": EventKind.ASKED, "at": row["asked_at"], "office_id": row["office_id"]}
    yield {"question_id": row["id"], "kind": EventKind.PUBLISHED, "at": row["published_at"], "office_id": None}
    if row["first_answered_at"]:
        yield {"question_id": row["id"], "kind": EventKind.ANSWERED, "at": row["first_answered_at"], "office_id": None}


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "question_id": row["id"], "kind": AnswerKind.ANSWER, "text": row["text"], "at": row["first_answered_at"],
        "office_id": row["office_id"], "term_id": row["term_id"],
    }  # fmt: skip


def _document(row: dict[str, Any], texts: list[Any]) -> dict[str, Any]:
    _, _, title_keys, text_keys = texts[row["_text"]]
    document = Document(
        kind=KIND, subject_id=row["id"], title=row["title"], text=row["text"], url_endpoint="portal.questions.show",
        url_values={"question_id": row["id"]}, published_at=row["published_at"], topic=row["_topic"], office=row["_office"],
    )  # fmt: skip
    found = {column.key: getattr(document, column.key) for column in Document.__table__.columns if column.key != "id"}
    title_words, title_stems = (f"{keys} {row['id']}" for keys in title_keys)
    words, stems = text_keys
    return {
        **found, "id": document.place, "title_words": title_words, "title_stems": title_stems, "words": words, "stems": stems,
    }  # fmt: skip
