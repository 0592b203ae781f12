"""What a moderator decides about comments, what readers report, and what is left to read."""

import pytest

from portal.kernel.comments import actions, desk, figures
from portal.kernel.comments.models import KIND, Comment, Report, ReportState, State, Wrong
from portal.kernel.comments.refusals import ReportedAlready
from portal.kernel.db import counted, work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.actions import SamePersonAgain
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.words import speaking
from tests.kernel.comments.test_writing import shown, words


def reported(talking, id, *, by=None, wrong=Wrong.INSULT, **more):
    said = actions.Reported(wrong=wrong, source=more.pop("source", "10.0.0.1"), **more)
    return talking.does(lambda db: actions.report(db, db.get(Comment, id), said, by=by and by.person(db)).id)


def facts_of(db, id):
    with speaking("sr"):
        return {str(label): value for label, value in desk.entries(db, [id])[id].facts}


def report_state(talking, id):
    return talking.does(lambda db: db.get(Report, id).state)


def test_a_removed_comment_leaves_a_sentence_with_the_reason_and_its_replies_stay(talking, db):
    id = talking.public("Увреда.")
    talking.public("Одговор.", to=id)
    reported(talking, id)
    talking.decided(id, Verdict.REFUSE, reason_key="personal_data", reason_text="")
    first, reply = shown(db).page.rows
    assert (words(shown(db)), shown(db).number) == (["", "Одговор."], 1)
    assert (first.row.state, first.row.reason_en, first.is_public) == (State.REFUSED, "Personal data of others", False)
    assert reply.row.answered_name
    assert figures.drift() == {}


def test_what_was_never_public_leaves_nothing_behind(talking, db, mailbox):
    id = talking.waiting("Увреда.", email="ana@test.example")
    talking.decided(id, Verdict.REFUSE)
    assert (words(shown(db)), shown(db).number) == ([], 0)
    assert "Вређа." in mailbox.last("ana@test.example").get_body(("plain",)).get_content()


def test_readers_ask_a_moderator_to_look_and_hide_nothing_by_their_number(talking, db):
    id = talking.public("Мишљење.")
    for number in range(30):
        reported(talking, id, source=f"10.0.{number}.1")
    assert (words(shown(db)), item_of(db, KIND, id).is_open, counted(db, "moderation.open.comment")) == (["Мишљење."], True, 1)
    assert facts_of(db, id)["Пријавили читаоци"].count("Увреда") == 30


def test_a_reader_reports_once_and_only_what_is_public(talking):
    ana, id, waits = talking.people.citizen(), talking.public("Мишљење."), talking.waiting("Чека.")
    reported(talking, id, by=ana)
    reported(talking, id, by=talking.people.citizen())
    with pytest.raises(ReportedAlready):
        reported(talking, id, by=ana)
    with pytest.raises(NotFound):
        reported(talking, waits, by=ana)


def test_the_reader_hears_the_outcome_and_the_moderator_how_often_they_were_right(talking, db, mailbox):
    ana = talking.people.citizen()
    bad, fine, third = talking.public("Увреда."), talking.public("Мишљење."), talking.public("Треће.")
    first, second = reported(talking, bad, by=ana), reported(talking, fine, by=ana)
    talking.decided(bad, Verdict.REFUSE)
    talking.decided(fine, Verdict.APPROVE)
    assert [report_state(talking, id) for id in (first, second)] == [ReportState.UPHELD, ReportState.DISMISSED]
    assert [letter["Subject"] for letter in mailbox.letters(ana.email)] == [
        "Били сте у праву: коментар је промењен или уклоњен", "Коментар који сте пријавили остаје",
    ]
    reported(talking, third, by=ana)
    reported(talking, fine, source="10.1.1.1")
    db.rollback()
    assert "од 2 раније пријаве овог читаоца оправдано: 1" in facts_of(db, third)["Пријавили читаоци"]


def test_a_report_of_something_a_moderator_has_seen_brings_it_back_to_the_desk(talking, db):
    id = talking.public("Мишљење.")
    reported(talking, id)
    talking.decided(id, Verdict.APPROVE)
    reported(talking, id, source="10.9.9.9")
    db.rollback()
    assert item_of(db, KIND, id).is_open


def test_undoing_puts_back_exactly_what_was_reports_too(talking, db, people):
    id, moderator = talking.public("Мишљење."), people.moderator()
    report = reported(talking, id, email="reader@test.example")
    before = [talking.reads(id, name) for name in ("state", "public_text", "published_at", "ended_at", "public_revision")]
    with work() as session:
        item = item_of(session, KIND, id)
        queue, by = talking.app.extensions["portal"].queues[KIND], moderator.person(session)
        moderation.decide(session, queue, item.id, seen=item.version, verdict=Verdict.REFUSE, by=by, reason_text="Вређа.", batch="b1")
    assert (report_state(talking, report), words(shown(db))) == (ReportState.UPHELD, [""])
    with work() as session:
        moderation.undo(session, queue, item.id, by=moderator.person(session))
    assert [talking.reads(id, name) for name in ("state", "public_text", "published_at", "ended_at", "public_revision")] == before
    assert (report_state(talking, report), words(shown(db)), figures.drift()) == (ReportState.OPEN, ["Мишљење."], {})


def test_undoing_is_refused_where_the_author_has_done_something_since(talking, db, people):
    ana, moderator = talking.people.citizen(), people.moderator()
    id = talking.waiting("Мишљење.", by=ana)
    queue = talking.app.extensions["portal"].queues[KIND]
    with work() as session:
        item, by = item_of(session, KIND, id), moderator.person(session)
        moderation.decide(session, queue, item.id, seen=item.version, verdict=Verdict.APPROVE, by=by, batch="b1")
    talking.act(actions.withdraw, id)
    with pytest.raises(Stale), work() as session:
        moderation.undo(session, queue, item.id, by=moderator.person(session))


def test_an_appeal_goes_to_another_person_and_the_author_is_told(talking, db, mailbox):
    ana = talking.people.citizen()
    id = talking.public("Мишљење.", by=ana)
    reported(talking, id)
    talking.decided(id, Verdict.REFUSE)
    talking.act(actions.appeal, id, "Ово није увреда.")
    with pytest.raises(SamePersonAgain):
        talking.decided(id, Verdict.APPROVE)
    talking.decided(id, Verdict.APPROVE, by=talking.people.moderator())
    assert words(shown(db)) == ["Мишљење."]
    assert mailbox.last(ana.email)["Subject"] == "Ваш приговор је усвојен"


def test_nobody_decides_on_their_own_comment(talking, people):
    moderator = people.moderator()
    id = talking.waiting("Моје.", by=moderator)
    with pytest.raises(moderation.OwnSubmission):
        talking.decided(id, Verdict.APPROVE, by=moderator)


def test_the_desk_shows_where_it_stands_and_what_it_answers(talking, db):
    said = talking.public("Питање.")
    id = talking.waiting("Одговор.", to=said, quote="Питање.")
    entry = desk.entries(db, [id])[id]
    assert [(text.name, text.value) for text in entry.texts] == [("quote", "Питање."), ("text", "Одговор.")]
    assert "Питање." in facts_of(db, id)["Одговор на"]
    assert "Прича 1" in entry.title


def test_the_reasons_of_the_house_fit_comments(db):
    assert any(reason.fits(KIND) for reason in db.query(Reason))
