"""Long discussions: page by page, straight to one comment, counted beforehand."""

import pytest
from sqlalchemy import event

from portal.kernel.clock import now
from portal.kernel.comments import figures, queries
from portal.kernel.comments.models import Comment, Figure, State
from portal.kernel.comments.queries import place_of
from portal.kernel.db import session, work
from portal.kernel.paging import Way
from tests.kernel.comments.test_writing import shown


def many(talking, number, *, under=None):
    """Rows of public comments, as they would be after years; the verbs would take minutes for ten thousand."""
    first = talking.public("Први.")

    def act(db):
        lead = db.get(Comment, first)
        rows = [
            Comment(
                thread_id=lead.thread_id, text=f"{n}.", author_name="Г", author_email="", author_key=f"k{n}", shown_name="Г. Г.",
                version_key="sr", written_at=now(), root_id=first if under else None, reply_to_id=first if under else None,
                state=State.PUBLISHED, public_text=f"{n}.", published_at=now(), public_revision=1,
            )
            for n in range(number)
        ]
        db.add_all(rows)
        db.flush()
        for row in rows:
            row.root_id = row.root_id or row.id
        return [row.id for row in rows]

    return [first, *talking.does(act)]


@pytest.mark.parametrize("under", [False, True])
def test_a_long_discussion_is_read_page_by_page_both_ways_and_nothing_is_left_out(talking, db, under):
    ids = many(talking, 65, under=under)
    talking.public("Друга прича.", story=2)
    seen, way = [], None
    for _ in range(4):
        page = shown(db, way=way).page
        seen += [said.row.id for said in page.rows]
        way = Way(after=page.older)
    assert (seen, page.older, shown(db).number) == (ids, "", 66)
    back = shown(db, way=Way(before=page.newer)).page
    assert [said.row.id for said in back.rows] == ids[40:60]


def test_a_link_to_one_comment_opens_the_page_on_which_it_stands(talking, db):
    ids = many(talking, 65)
    for place in (0, 2, 30, 65):
        page = shown(db, way=place_of(db, db.get(Comment, ids[place]))).page
        assert ids[place] in [said.row.id for said in page.rows][:4]


def test_the_newest_are_one_step_away(talking, db):
    ids = many(talking, 65)
    assert [said.row.id for said in shown(db, way=queries.NEWEST).page.rows] == ids[-20:]


def test_a_discussion_of_a_thousand_asks_the_database_as_often_as_one_of_twenty(talking, db):
    statements = []
    many(talking, 20)

    def note(*args):
        statements.append(args[2])

    def asked():
        statements.clear()
        shown(db)
        return len(statements)

    event.listen(session().get_bind(), "before_cursor_execute", note)
    few = asked()
    many(talking, 1000)
    assert (asked(), few) == (few, few)
    event.remove(session().get_bind(), "before_cursor_execute", note)


def test_the_page_of_a_discussion_is_read_along_its_index(talking, db):
    many(talking, 30)
    plan = explained(db)
    if plan:
        assert "ix_portal_comment_order" in plan
        assert "TEMP B-TREE" not in plan


def explained(db):
    if db.get_bind().dialect.name != "sqlite":
        return ""
    wanted = queries.public().where(Comment.thread_id == 1).order_by(Comment.root_id, Comment.id).limit(21)
    sql = str(wanted.compile(db.get_bind(), compile_kwargs={"literal_binds": True}))
    return "\n".join(row[-1] for row in db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))


def test_the_nightly_recount_finds_nothing_unless_somebody_tampered(talking, db):
    many(talking, 5)
    assert figures.drift() == {}
    with work() as session_:
        session_.get(Figure, 1).number = 99
    wrong = figures.drift()
    assert list(wrong.values()) == [((99,), (6,))]
    with work() as session_:
        figures.mend(session_, wrong)
    assert (figures.drift(), shown(db).number) == ({}, 6)
