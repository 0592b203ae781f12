"""Who may write, when it is public, what can be changed and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.kernel.clock import now
from portal.kernel.comments import actions, figures, queries
from portal.kernel.comments.models import KIND, Comment, Revision, State
from portal.kernel.comments.refusals import (
    Closed,
    ClosedAtNight,
    ElectionSilence,
    GuestsMayNot,
    NotEditable,
    NothingToAnswer,
    NotTheirWords,
    NotYourVoice,
    SaidAlready,
    TooManyComments,
)
from portal.kernel.moderation.models import Item, ItemState, Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.refusals import NotFound, Stale


def shown(db, story=1, way=None):
    """The page of a discussion, as the public reads it."""
    db.rollback()
    subject = queries.discussion("story").subjects(db, [story])[story]
    return queries.talk(db, "story", story, subject, way)


def words(talk):
    return [said.row.public_text for said in talk.page.rows]


def test_a_guests_comment_waits_for_the_confirmation_and_then_for_a_moderator(talking, db, mailbox):
    id = talking.written("Свака част!", email="ana@test.example")
    talking.public("Нешто друго.", story=2)
    assert (talking.reads(id, "state"), shown(db).number, item_of(db, KIND, id)) == (State.UNCONFIRMED, 0, None)
    assert "/komentari/potvrda/" in mailbox.link("ana@test.example")
    talking.act(actions.confirm, id)
    talking.act(actions.confirm, id)
    assert (talking.reads(id, "state"), words(shown(db))) == (State.WAITING, [])
    talking.decided(id, Verdict.APPROVE)
    assert (words(shown(db)), shown(db).number, shown(db, 2).number) == (["Свака част!"], 1, 1)
    assert "Свака част!" in mailbox.last("ana@test.example").get_body(("plain",)).get_content()


def test_replies_stand_under_the_comment_in_the_order_in_which_they_were_written(talking, db):
    first, second = talking.public("Први."), talking.public("Други.")
    reply = talking.public("Одговор првом.", to=first)
    talking.public("Одговор на одговор.", to=reply)
    talking.public("Одговор другом.", to=second)
    page = shown(db).page.rows
    assert words(shown(db)) == ["Први.", "Одговор првом.", "Одговор на одговор.", "Други.", "Одговор другом."]
    assert [said.is_reply for said in page] == [False, True, True, False, True]
    assert [said.answers_a_reply for said in page] == [False, False, True, False, False]


def test_only_what_is_public_here_can_be_answered(talking):
    waits, elsewhere = talking.waiting("Чека."), talking.public("Друга прича.", story=2)
    for answered in (waits, elsewhere):
        with pytest.raises(NothingToAnswer):
            talking.written("Одговор.", to=answered)
    with pytest.raises(NotFound):
        talking.written("Одговор.", to=99999)
    with pytest.raises(NotFound):
        talking.written("О ономе што није јавно.", story=3)


def test_a_quotation_is_what_the_other_one_said_and_goes_when_that_goes(talking, db):
    said = talking.public("Пут је лош, а мост је још гори.")
    with pytest.raises(NotTheirWords):
        talking.written("Није!", to=said, quote="Пут је добар")
    with pytest.raises(NotTheirWords):
        talking.written("Није!", quote="Пут је лош")
    talking.public("Слажем се.", to=said, quote="мост је још гори")
    assert [each.quote for each in shown(db).page.rows] == ["", "мост је још гори"]
    talking.act(actions.report, said, actions.Reported(wrong="insult", source="10.0.0.1"), by=None)
    talking.decided(said, Verdict.REFUSE)
    assert [each.quote for each in shown(db).page.rows] == ["", ""]


def test_somebody_who_is_trusted_is_read_at_once_and_moderated_afterwards(talking, db):
    ana = talking.trusted()
    id = talking.written("Одмах јавно.", by=ana)
    assert (words(shown(db)), item_of(db, KIND, id).state) == (["Одмах јавно."], ItemState.PENDING)
    talking.decided(id, Verdict.REFUSE)
    later = talking.written("После одбијања.", by=ana)
    assert talking.reads(later, "state") is State.WAITING


def test_a_refusal_is_forgiven_after_ninety_days(talking, clock):
    ana = talking.trusted()
    talking.decided(talking.written("Лоше.", by=ana), Verdict.REFUSE)
    clock.moves(days=91)
    assert talking.reads(talking.written("Опет добро.", by=ana), "is_public")


def test_an_unconfirmed_address_earns_no_trust(talking):
    ana = talking.trusted()
    id = talking.written("Ја сам Ана, верујте.", email=ana.email)
    assert talking.reads(id, "state") is State.UNCONFIRMED


@pytest.mark.parametrize(("mode", "state"), [("before", State.WAITING), ("after", State.PUBLISHED)])
def test_a_section_has_its_own_rules_and_a_new_version_holds_from_now_on(talking, mode, state):
    talking.rules(mode=mode)
    assert talking.reads(talking.waiting("Шта важи?"), "state") is state


def test_nobody_writes_where_it_is_closed_by_hand_by_its_day_by_the_thing_or_by_the_rules(talking, db, clock):
    moderator = talking.moderator
    talking.does(lambda db: actions.close(db, "story", 1, by=moderator.person(db)))
    with pytest.raises(Closed):
        talking.written()
    talking.written(story=2)
    talking.does(lambda db: actions.reopen(db, "story", 1, by=moderator.person(db)))
    talking.written()
    talking.does(lambda db: actions.close(db, "story", 1, by=moderator.person(db), last_day=now().date()))
    talking.written()
    clock.moves(days=1)
    with pytest.raises(Closed):
        talking.written()
    talking.stories.closes[2] = now()
    with pytest.raises(Closed):
        talking.written(story=2)
    talking.stories.closes.clear()
    talking.rules(open_days=30)
    talking.stories.began[2] = now() - timedelta(days=29)
    talking.written(story=2)
    talking.stories.began[2] = now() - timedelta(days=30)
    with pytest.raises(Closed):
        talking.written(story=2)
    talking.stories.began.clear()
    talking.rules(mode="closed")
    with pytest.raises(Closed):
        talking.written(story=2)


def test_nobody_writes_at_night_or_during_election_silence(talking, clock):
    talking.rules(closed_at_night=True)
    talking.written()
    clock.moves(hours=13)
    with pytest.raises(ClosedAtNight):
        talking.written()
    clock.moves(hours=7)
    talking.written()
    talking.rules(closed_at_night=False, silence_from=now().date(), silence_until=now().date() + timedelta(days=1))
    with pytest.raises(ElectionSilence):
        talking.written()
    clock.moves(days=2)
    talking.written()


def test_a_section_may_take_only_people_with_an_account(talking):
    talking.rules(guests=False)
    with pytest.raises(GuestsMayNot):
        talking.written()
    talking.written(by=talking.people.citizen())


def test_nobody_says_the_same_twice_or_more_than_anybody_reads(talking):
    talking.rules(comments_per_hour=3)
    ana = talking.people.citizen()
    talking.written("Једном.", by=ana)
    with pytest.raises(SaidAlready):
        talking.written("Једном.", by=ana)
    talking.written("Једном.", by=talking.people.citizen())
    talking.written("Двапут.", by=ana)
    talking.written("Трипут.", by=ana)
    with pytest.raises(TooManyComments):
        talking.written("Четири пута.", by=ana)


def test_an_office_answers_in_its_own_name_at_once_and_nobody_else_can(talking, db):
    mayor, id = talking.people.official("predsednik-opstine"), talking.public("Кад ће пут?")
    talking.written("У мају.", by=mayor, to=id, voice="office.predsednik-opstine")
    official = shown(db).page.rows[1].row
    assert (official.public_text, official.voice_en.split()[0], item_of(db, KIND, official.id)) == ("У мају.", "Mayor", None)
    for somebody in (talking.people.citizen(), talking.people.clerk("jkp")):
        with pytest.raises(NotYourVoice):
            talking.written("Никад.", by=somebody, voice="office.predsednik-opstine")


def test_a_change_passes_the_moderators_while_everybody_reads_what_was_said_before(talking, db):
    ana = talking.people.citizen()
    id = talking.public("Прво.", by=ana)
    talking.act(actions.edit, id, "Друго.", seen=1)
    assert (words(shown(db)), talking.reads(id, "has_waiting_change")) == (["Прво."], True)
    assert [r.text for r in db.scalars(select(Revision).where(Revision.comment_id == id))] == ["Прво."]
    talking.decided(id, Verdict.APPROVE)
    assert (words(shown(db)), shown(db).page.rows[0].row.edited_at) == (["Друго."], now())


def test_a_refused_change_leaves_what_was_public_and_can_be_appealed(talking, db, mailbox):
    ana = talking.people.citizen()
    id = talking.public("Прво.", by=ana)
    talking.act(actions.edit, id, "Увреда.", seen=1)
    talking.decided(id, Verdict.REFUSE)
    assert (words(shown(db)), shown(db).number) == (["Прво."], 1)
    talking.act(actions.appeal, id, "Није увреда.")
    talking.decided(id, Verdict.APPROVE, by=talking.people.moderator())
    assert words(shown(db)) == ["Увреда."]
    assert "приговор" in mailbox.last(ana.email)["Subject"]


def test_the_trusted_change_at_once_but_not_what_a_moderator_blacked_out(talking, db):
    ana = talking.trusted()
    free, marked = talking.written("Прво.", by=ana), talking.written("Зовите 064 123 45 67.", by=ana)
    talking.act(actions.edit, free, "Прво, поправљено.", seen=1)
    assert words(shown(db))[0] == "Прво, поправљено."
    talking.decided(marked, Verdict.REDACT, redactions={"text": [(7, 20)]})
    talking.act(actions.edit, marked, "Ипак зовите 064 123 45 67.", seen=1)
    assert "064" not in words(shown(db))[1]


def test_changing_has_its_time_unless_a_moderator_asked_for_it(talking, clock):
    ana = talking.people.citizen()
    late, returned = talking.waiting("Касно.", by=ana), talking.waiting("Враћено.", by=ana)
    talking.decided(returned, Verdict.RETURN)
    clock.moves(minutes=15)
    with pytest.raises(NotEditable):
        talking.act(actions.edit, late, "Прекасно.", seen=1)
    talking.act(actions.edit, returned, "Боље.", seen=1)
    assert (talking.reads(returned, "state"), talking.reads(returned, "revision")) == (State.WAITING, 2)
    talking.act(actions.withdraw, returned)
    with pytest.raises(NotEditable):
        talking.act(actions.edit, returned, "Још једном.", seen=2)


def test_of_two_windows_the_slower_one_is_told(talking):
    id = talking.waiting("Прво.", by=talking.people.citizen())
    talking.act(actions.edit, id, "Из првог прозора.", seen=1)
    with pytest.raises(Stale):
        talking.act(actions.edit, id, "Из другог прозора.", seen=1)


def test_a_change_sends_the_earlier_revision_off_the_desk(talking, db):
    id = talking.waiting("Прво.", by=talking.people.citizen())
    talking.act(actions.edit, id, "Друго.", seen=1)
    states = [(item.revision, item.state) for item in db.scalars(select(Item).where(Item.kind == KIND).order_by(Item.id))]
    assert states == [(1, ItemState.WITHDRAWN), (2, ItemState.PENDING)]


def test_what_is_taken_back_vanishes_unless_somebody_answered_it(talking, db):
    alone, answered = talking.public("Сам."), talking.public("Са одговором.")
    talking.public("Одговор.", to=answered)
    talking.act(actions.withdraw, alone)
    talking.act(actions.withdraw, answered)
    assert (words(shown(db)), shown(db).number) == (["", "Одговор."], 1)
    assert shown(db).page.rows[0].row.state is State.WITHDRAWN
    assert figures.drift() == {}


def test_replies_are_told_to_those_who_asked_for_it_and_never_to_their_own_author(talking, mailbox):
    ana, bora = talking.people.citizen(), talking.people.citizen()
    id = talking.public("Питам.", by=ana, wants_replies=True)
    talking.public("И мене занима.", by=bora, to=id, wants_replies=True)
    talking.public("Одговор.", to=id)
    talking.public("Хвала.", by=ana, to=id)
    told = {who: [letter for letter in mailbox.letters(who.email) if "одговорио" in letter["Subject"]] for who in (ana, bora)}
    assert (len(told[ana]), len(told[bora])) == (2, 0)
    assert all(letter["List-Unsubscribe"] for letter in told[ana])


def test_a_guest_who_never_confirms_is_forgotten_after_a_week(talking, clock):
    id = talking.written("Никад потврђено.", name="Марија Петровић")
    clock.moves(days=7)
    talking.does(actions.expire)
    assert [talking.reads(id, name) for name in ("state", "text", "author_name", "author_email")] == [State.EXPIRED, "", "", ""]


def test_fifty_levels_of_answers_and_quotations_stay_on_two(talking, db):
    talking.rules(mode="after")
    first = said = talking.public("Почетак.")
    for level in range(50):
        said = talking.public(f"Одговор {level}.", to=said, quote="Почетак." if level == 0 else f"Одговор {level - 1}.")
    rows = [*shown(db).page.rows, *shown(db, way=queries.place_of(db, db.get(Comment, said))).page.rows]
    assert {each.row.root_id for each in rows} == {first}
    assert max(each.quote.count("Одговор") for each in rows) == 1


def test_what_was_decided_is_no_longer_its_authors_to_change(talking, clock):
    id = talking.waiting("Увреда.", by=talking.people.citizen())
    talking.decided(id, Verdict.REFUSE)
    with pytest.raises(NotEditable):
        talking.act(actions.edit, id, "Друга увреда.", seen=1)
