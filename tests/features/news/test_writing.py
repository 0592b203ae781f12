"""Editors write, publish, schedule, end, withdraw and correct; what was public is never changed in silence."""

from datetime import timedelta

import pytest

from portal.features.news import actions, queries
from portal.features.news.models import KIND, Correction, Item, Picture, Revision, Shown, State
from portal.features.news.personal import export, forget
from portal.features.news.refusals import (
    AlreadyPublic,
    ExpiresTooEarly,
    NoDescription,
    NotComplete,
    NoteNeeded,
    NotPublic,
    OnlyDrafts,
    PassedMoment,
    TooLateToTakeBack,
)
from portal.kernel import photos, worker
from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.photos.refusals import TooManyPhotos
from portal.kernel.refusals import Stale
from portal.kernel.search import queries as search
from tests.features.news.writing import received

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def listed(db) -> list[int]:
    db.rollback()
    db.expire_all()
    return [row.id for row in queries.listed(db, queries.Filter()).rows]


def item(db, id) -> Item:
    db.rollback()
    db.expire_all()
    return db.get(Item, id)


def found(db, words) -> list[int]:
    db.rollback()
    return [hit.subject_id for hit in search.find(db, words).hits]


def test_a_draft_is_nobodys_to_see_until_it_is_published(writing, db, nobody, clock):
    other, draft = writing.published(title_sr="Друга вест"), writing.drafted()
    assert listed(db) == [other]
    nobody.opens(f"/sr/vesti/{draft}/", expects=404)
    clock.moves(minutes=1)
    writing.does(actions.release, draft)
    assert listed(db) == [draft, other]
    nobody.opens(f"/sr/vesti/{draft}/")
    assert nobody.sees("Радови трају до јануара.")


def test_without_summary_or_text_nothing_is_published(writing):
    for words in ({"lead_sr": ""}, {"written_sr": ""}, {"written_sr": "<p> </p>"}):
        draft = writing.drafted(**words)
        with pytest.raises(NotComplete):
            writing.does(actions.release, draft)


def test_nobody_publishes_twice(writing):
    id = writing.published()
    with pytest.raises(AlreadyPublic):
        writing.does(actions.release, id)


def test_a_scheduled_item_appears_by_itself_without_a_worker(writing, db, nobody, clock):
    writing.published(title_sr="Друга вест")
    id = writing.published(at=now() + DAY)
    assert item(db, id).shown(now()) is Shown.SCHEDULED and id not in listed(db)
    nobody.opens(f"/sr/vesti/{id}/", expects=404)
    assert queries.next_change(db) == item(db, id).published_at
    clock.moves(days=1)
    assert listed(db)[0] == id
    nobody.opens(f"/sr/vesti/{id}/")


def test_the_worker_lets_the_search_follow_time(writing, db, app, clock):
    id = writing.published(title_sr="Вашар у суботу", at=now() + HOUR, expires_at=now() + DAY)
    assert found(db, "вашар") == []
    clock.moves(hours=1)
    worker.once(app)
    assert found(db, "vašar") == [id]
    clock.moves(days=1)
    worker.once(app)
    assert found(db, "вашар") == []
    assert item(db, id).state is State.EXPIRED
    acts = [line.act for line in session().query(AuditLine).order_by(AuditLine.seq)]
    assert acts.count("news.appear") == 1 and acts.count("news.expire") == 1


def test_an_item_ends_by_itself_at_its_moment_not_before(writing, db, nobody, clock):
    id = writing.published(expires_at=now() + HOUR)
    clock.moves(minutes=59)
    assert listed(db) == [id]
    clock.moves(minutes=1)
    assert listed(db) == []
    nobody.opens(f"/en/vesti/{id}/", expects=410)
    assert nobody.sees("This news item is over")
    assert queries.numbers(db) == {}


def test_an_item_that_is_over_comes_back_when_its_end_is_moved(writing, db, app, clock):
    id = writing.published(expires_at=now() + HOUR)
    clock.moves(hours=2)
    worker.once(app)
    writing.does(actions.redate, id, expires_at=now() + DAY)
    assert listed(db) == [id]


@pytest.mark.parametrize("at, expires", [(None, -HOUR), (None, timedelta()), (2 * DAY, DAY), (2 * DAY, 2 * DAY)])
def test_the_end_lies_after_the_beginning(writing, at, expires):
    draft = writing.drafted()
    with pytest.raises(ExpiresTooEarly):
        writing.does(actions.release, draft, at=at and now() + at, expires_at=now() + expires)


def test_nothing_is_scheduled_into_the_past(writing):
    with pytest.raises(PassedMoment):
        writing.does(actions.release, writing.drafted(), at=now() - timedelta(minutes=1))


def test_a_scheduled_item_is_moved_and_published_at_once(writing, db, clock):
    id = writing.published(at=now() + DAY)
    writing.does(actions.redate, id, at=now() + 2 * DAY)
    clock.moves(days=1)
    assert listed(db) == []
    writing.does(actions.redate, id, at_once=True)
    assert listed(db) == [id]


def test_what_is_pinned_stands_first_while_it_is_pinned(writing, db, nobody, clock):
    old = writing.published(title_sr="Стара али важна", pinned_until=now() + DAY)
    clock.moves(hours=1)
    new = writing.published(title_sr="Нова вест")
    titles = lambda: [a.text for a in nobody.opens("/sr/vesti/").select("main .entry__title a")]  # noqa: E731
    assert titles() == ["Стара али важна", "Нова вест"]
    clock.moves(days=1)
    assert titles() == ["Нова вест", "Стара али важна"]
    assert [row.id for row in queries.newest(db, 3)] == [new, old]


def test_what_has_just_appeared_can_become_a_draft_again_and_later_not(writing, db, nobody, clock):
    id = writing.published()
    clock.moves(minutes=14)
    writing.does(actions.take_back, id)
    assert item(db, id).state is State.DRAFT and listed(db) == []
    nobody.opens(f"/sr/vesti/{id}/", expects=404)
    writing.does(actions.release, id)
    clock.moves(minutes=15)
    with pytest.raises(TooLateToTakeBack):
        writing.does(actions.take_back, id)


def test_a_withdrawn_item_says_why_at_its_address_and_nowhere_else(writing, db, nobody):
    other, id = writing.published(title_sr="Друга вест"), writing.published(title_sr="Вашар у суботу")
    writing.does(actions.withdraw, id, reason_sr="Вашар је отказан.", reason_en="The fair is cancelled.")
    assert listed(db) == [other] and found(db, "вашар") == []
    for version, reason in (("sr", "Вашар је отказан."), ("lat", "Vašar je otkazan."), ("en", "The fair is cancelled.")):
        nobody.opens(f"/{version}/vesti/{id}/", expects=410)
        assert nobody.sees(reason) and not nobody.sees("суботу")
    writing.does(actions.release, id)
    assert listed(db)[0] in {id, other} and set(listed(db)) == {id, other}


def test_only_what_was_public_is_withdrawn_and_only_what_was_not_is_deleted(writing, db):
    draft, public = writing.drafted(), writing.published()
    with pytest.raises(NotPublic):
        writing.does(actions.withdraw, draft, reason_sr="Зато.")
    with pytest.raises(OnlyDrafts):
        writing.does(actions.delete, public)
    writing.does(actions.delete, draft)
    assert item(db, draft) is None and item(db, public) is not None


def test_a_slip_is_mended_without_a_note_in_the_first_minutes(writing, db, clock):
    id = writing.published()
    clock.moves(minutes=10)
    writing.saved(id, written_sr="Радови трају до марта.")
    assert item(db, id).corrections == [] and "марта" in item(db, id).body_sr
    assert db.query(Revision).one().body_sr == "<p>Радови трају до јануара.</p>"


def test_later_a_correction_needs_a_note_that_everybody_reads(writing, db, nobody, clock):
    id = writing.published()
    clock.moves(hours=2)
    with pytest.raises(NoteNeeded):
        writing.saved(id, written_sr="Радови трају до марта.")
    assert "јануара" in item(db, id).body_sr
    writing.saved(id, written_sr="Радови трају до марта.", note_sr="Радови трају до марта, не до јануара.", note_en="Until March.")
    nobody.opens(f"/sr/vesti/{id}/")
    assert nobody.sees("Радови трају до марта, не до јануара.") and nobody.sees("23. новембра 2026.")
    nobody.opens(f"/en/vesti/{id}/")
    assert nobody.sees("Until March.")
    [note] = db.query(Correction).all()
    assert db.get(Revision, note.revision_id).body_sr == "<p>Радови трају до јануара.</p>"


def test_another_category_needs_no_note(writing, db, clock):
    id = writing.published()
    clock.moves(hours=2)
    writing.saved(id, category="radovi-i-putevi")
    assert item(db, id).category.key == "radovi-i-putevi" and db.query(Revision).count() == 0


def test_of_two_editors_the_slower_one_sees_what_the_other_wrote(writing, db):
    id = writing.drafted()
    seen = item(db, id).version
    writing.saved(id, written_sr="Текст колегинице.")
    with pytest.raises(Stale) as stale:
        writing.acts(lambda s, me: actions.save(s, id, writing.said(s, written_sr="Мој текст."), by=me, seen=seen))
    assert (stale.value.mine, stale.value.theirs) == ("Мој текст.", "Текст колегинице.")


def test_a_picture_has_a_description_in_both_languages_or_is_decorative(writing, db, app, nobody):
    id = writing.published()
    for told in ({}, {"shows_sr": "Пут."}, {"shows_en": "A road."}):
        with pytest.raises(NoDescription):
            writing.acts(lambda s, me, told=told: actions.add_picture(s, id, received(), by=me, **told))
    writing.pictured(id)
    writing.pictured(id, decorative=True)
    nobody.opens(f"/sr/vesti/{id}/")
    assert nobody.page.select("main article img") == [], "nobody sees a picture before it is made anew"
    worker.once(app)
    for version, words in (("sr", "Радници асфалтирају пут."), ("lat", "Radnici asfaltiraju put."), ("en", "Workers lay asphalt.")):
        nobody.opens(f"/{version}/vesti/{id}/")
        assert [img["alt"] for img in nobody.page.select("main article img")] == [words, ""]


def test_an_item_has_so_many_pictures_and_no_more(writing):
    id = writing.drafted()
    for _ in range(actions.MOST_PICTURES):
        writing.pictured(id)
    with pytest.raises(TooManyPhotos):
        writing.pictured(id)


def test_pictures_and_files_are_public_only_while_their_item_is(writing, db, app, nobody):
    id = writing.drafted()
    picture = writing.pictured(id)
    worker.once(app)
    photo = next(p for p in photos.of(db, KIND, id) if p.id == db.get(Picture, picture).photo_id)
    at = f"/uploads/photos/{photo.id}/{photo.revision}-small.jpg"
    statuses = []
    for act in (lambda: None, lambda: writing.does(actions.release, id), lambda: writing.does(actions.withdraw, id, reason_sr="Грешка.")):
        act()
        with nobody.asks(at) as answer:
            statuses.append(answer.status_code)
    assert statuses == [404, 200, 404]


def test_numbers_by_category_and_year_follow_every_act_and_a_recount_finds_nothing(writing, db, app, clock):
    first = writing.published()
    writing.published(category="radovi-i-putevi", at=now() + DAY)
    writing.published(category="radovi-i-putevi")
    gone = writing.published(expires_at=now() + HOUR)
    writing.drafted()
    clock.moves(hours=2)
    db.rollback()
    keys = {each.key: each.id for each in queries.categories(db)}
    year = 2026
    assert queries.numbers(db) == {(0, year): 2, (keys["obavestenja"], year): 1, (keys["radovi-i-putevi"], year): 1}
    worker.once(app)
    writing.does(actions.withdraw, first, reason_sr="Грешка.")
    db.rollback()
    assert queries.numbers(db) == {(0, year): 1, (keys["radovi-i-putevi"], year): 1}
    assert actions.drift() == {} and gone


def test_a_year_belongs_to_belgrade(writing, db, clock):
    clock.moves_to(2027, 1, 1, 0, 30)
    id = writing.published()
    db.rollback()
    assert [row.id for row in queries.listed(db, queries.Filter(year=2027)).rows] == [id]
    assert queries.listed(db, queries.Filter(year=2026)).rows == []


def test_a_deleted_account_leaves_the_news_and_takes_its_name(writing, db, people):
    id = writing.drafted()
    with work() as s:
        editor = s.get(Person, writing.editor.id)
        assert [row["id"] for row in export(s, editor)["news"]] == [id]
        forget(s, editor)
    assert item(db, id).by_id is None and item(db, id).title_sr
