"""A discussion of ten thousand beside one of twenty: its pages and a reply, measured in one process."""

from typing import Any

from flask import Flask
from sqlalchemy import insert, update

from bench.moderation import timed
from portal.features.news import actions as news
from portal.features.news import queries as items
from portal.features.news.models import KIND
from portal.kernel.accounts import actions as accounts
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.comments import actions, queries
from portal.kernel.comments.models import Comment, State, Thread
from portal.kernel.db import session, work
from portal.kernel.paging import Way

NAME = "comments in one discussion"
SIZES = [20, 10_000]


def measure(app: Flask, number: int) -> list[str]:
    """Fill, then measure first and last page, the place of one comment, and writing; returns lines for the table."""
    with app.app_context():
        editor, item_id = _item()
        thread_id = _fill(number, item_id)
        return [f"{number:,} {NAME}: " + ", ".join(_figures(editor, item_id, thread_id, number))]


def _item() -> tuple[int, int]:
    with work() as db:
        editor = accounts.add_person(db, email="e@bench.example", name="Уредница Пробић", roles=[(Role.EDITOR, "")])
        db.flush()
        category = items.categories(db)[0].id
        said = news.Said(category_id=category, title_sr="Почели радови", lead_sr="Ради се.", written_sr="Траје.")
        made = news.write(db, said, by=editor)
        news.release(db, made.id, by=editor)
        return editor.id, made.id


def _fill(number: int, item_id: int) -> int:
    """Half of the comments are replies to the first one, the rest stand for themselves."""
    with work() as db:
        thread = Thread(kind=KIND, subject_id=item_id)
        db.add(thread)
        db.flush()
        rows = [_row(n, thread.id) for n in range(number)]
        db.execute(insert(Comment.__table__), rows)
        db.execute(update(Comment).where(Comment.id % 2 == 0).values(root_id=1, reply_to_id=1))
        db.execute(update(Comment).where(Comment.id % 2 == 1).values(root_id=Comment.id))
        return thread.id


def _row(n: int, thread_id: int) -> dict[str, Any]:
    text = f"Коментар број {n}: пут је боље него што је био, али банкину треба насути."
    return {
        "thread_id": thread_id, "text": text, "public_text": text, "author_name": "Г", "author_email": "",
        "author_key": f"{n:064x}", "shown_name": "Г. Г.", "version_key": "sr", "written_at": now(), "published_at": now(), "state": State.PUBLISHED,
        "voice_sr": "", "voice_en": "", "quote": "", "redacted": False, "revision": 1, "version": 1, "public_revision": 1,
        "mend_asked": False, "wants_replies": False, "reason_sr": "", "reason_en": "", "marks": [],
    }  # fmt: skip


def _figures(editor: int, item_id: int, thread_id: int, number: int) -> list[str]:
    db = session()
    about = items.subjects(db, [item_id])[item_id]
    middle = db.get_one(Comment, max(1, number // 2))
    deep = Way(after=f"1.{number - number % 2}")
    found = [
        timed("first page", lambda: queries.talk(db, KIND, item_id, about)),
        timed("the page after the last reply of the first comment", lambda: queries.talk(db, KIND, item_id, about, deep)),
        timed("last page", lambda: queries.talk(db, KIND, item_id, about, queries.NEWEST)),
        timed("place of one comment", lambda: queries.place_of(db, middle)),
    ]
    return [*found, timed("a comment with its durable commit", _Writing(editor, item_id))]


class _Writing:
    """Writes another comment with each call, by an editor, before the moderators."""

    def __init__(self, editor: int, item_id: int) -> None:
        self.editor, self.item_id, self.number = editor, item_id, 0

    def __call__(self) -> None:
        self.number += 1
        with work() as db:
            by = db.get_one(Person, self.editor)
            said = actions.Written(text=f"Нов коментар {self.number}.", name=by.name, email=by.email or "", voice="municipality")
            actions.write(db, KIND, self.item_id, said, by=by)
