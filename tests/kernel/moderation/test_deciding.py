"""A moderator decides; one kernel for every kind of submission."""

from contextlib import suppress

import pytest
from sqlalchemy import func, select

from portal.features.questions.models import KIND, Question, State
from portal.kernel.audit import AuditLine
from portal.kernel.db import counted, work
from portal.kernel.moderation import actions, queries
from portal.kernel.moderation.models import OPEN, Decision, Item, ItemState, Lease, Verdict
from portal.kernel.outbox.models import Notice
from portal.kernel.refusals import Stale
from portal.kernel.words import speaking
from tests.features.questions.asking import Asking
from tests.support.together import together


@pytest.fixture
def asking(app):
    return Asking(app)


@pytest.fixture
def queue(app):
    return app.extensions["portal"].queues[KIND]


def item_of(db, subject):
    return queries.item_of(db, KIND, subject)


def decides(db, queue, subject, verdict, by, **more):
    with work() as writing:
        item = item_of(writing, subject)
        seen = more.pop("seen", item.version)
        actions.decide(writing, queue, item.id, seen=seen, verdict=verdict, by=by.person(writing), **more)


def test_a_decision_its_letter_its_audit_line_and_its_counters_are_one_transaction(asking, people, queue, db):
    moderator = people.moderator()
    id, noise = asking.waiting(), asking.waiting()
    before = counted(db, "moderation.open")
    decides(db, queue, id, Verdict.REFUSE, moderator, reason_text="Није питање.")
    assert db.get(Question, id).state is State.REFUSED and db.get(Question, noise).state is State.WAITING
    assert counted(db, "moderation.open") == before - 1
    assert db.scalar(select(Notice).where(Notice.kind == "questions.refused", Notice.about_id == id))
    assert db.scalar(select(AuditLine).where(AuditLine.act == "moderation.refuse", AuditLine.subject_id == str(id)))
    assert db.scalar(select(Decision)).reason_sr == "Није питање."


@pytest.mark.parametrize("verdict", [Verdict.REFUSE, Verdict.RETURN])
def test_no_refusal_without_a_reason(asking, people, queue, db, verdict):
    id = asking.waiting()
    with pytest.raises(actions.NoReason):
        decides(db, queue, id, verdict, people.moderator())
    with pytest.raises(actions.NoReason):
        decides(db, queue, id, verdict, people.moderator(), reason_text="   ")
    assert db.get(Question, id).state is State.WAITING


@pytest.mark.parametrize("key", ["other", "not_municipality"])
def test_some_reasons_need_the_moderators_own_words(asking, people, queue, db, mailbox, key):
    id = asking.waiting(email="a@test.example")
    for words in ("", "   "):
        with pytest.raises(actions.NoNote) as refusal:
            decides(db, queue, id, Verdict.REFUSE, people.moderator(), reason_key=key, reason_text=words)
        assert refusal.value.field == "words"
    db.rollback()
    assert db.get(Question, id).state is State.WAITING and not db.scalar(select(Decision))
    decides(db, queue, id, Verdict.REFUSE, people.moderator(), reason_key=key, reason_text="Питајте Путеве Србије.")
    assert "Питајте Путеве Србије." in mailbox.last("a@test.example").get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("sr", "Уз овај разлог је потребна напомена"), ("lat", "Uz ovaj razlog je potrebna napomena"), ("en", "This reason needs a note")],
)
def test_a_reason_without_its_note_is_refused_beside_the_field(asking, people, version, sentence):
    id, noise = asking.waiting(email="a@test.example"), asking.waiting(email="b@test.example")
    moderator = people.moderator()
    moderator.opens(f"/{version}/radni-sto/moderacija/")
    card = f"#item-{id}"
    label = lambda radio: moderator.page.select_one(f'{card} label[for="{radio["id"]}"]').text  # noqa: E731
    said = {radio["value"]: label(radio) for radio in moderator.page.select(f"{card} [name=reason]")}
    note = {"sr": "уз напомену", "lat": "uz napomenu", "en": "with a note"}[version]
    assert {key for key, text in said.items() if note in text} == {"other", "not_municipality"}
    refuse = " ".join(moderator.page.select_one(f"{card} button[value=refuse]").text.split())
    moderator.submits(button=refuse, reason="other", expects=422)
    assert moderator.page.select_one(f"{card} details[data-act=reasons]").has_attr("open")
    field = moderator.page.select_one(f"#words-{id}")
    error = moderator.page.select_one(f"#words-error-{id}")
    assert sentence in error.text and error["id"] in field["aria-describedby"] and field["aria-invalid"] == "true"
    assert moderator.page.select_one(f'.govuk-error-summary a[href="#words-{id}"]'), "the summary leads to the field"
    assert moderator.page.select_one(f'{card} [value=other]').has_attr("checked"), "the choice stays"
    assert not moderator.page.select_one(f"#words-error-{noise}")


def test_a_canned_reason_speaks_to_the_author_in_the_authors_version(asking, people, queue, db, mailbox):
    serbian = asking.waiting(email="sr@test.example")
    english = asking.waiting(email="en@test.example", version_key="en")
    key = queries.reasons(db, Verdict.REFUSE)[0].key
    for id in (serbian, english):
        decides(db, queue, id, Verdict.REFUSE, people.moderator(), reason_key=key)
    reason = queries.reasons(db, Verdict.REFUSE)[0]
    texts = [" ".join(mailbox.last(to).get_body(("plain",)).get_content().split()) for to in ("sr@test.example", "en@test.example")]
    assert " ".join(reason.text_sr.split())[:40] in texts[0] and " ".join(reason.text_en.split())[:40] in texts[1]


def test_a_reason_for_another_kind_is_neither_offered_nor_taken(asking, people, queue, db):
    moderator, id = people.moderator(), asking.waiting()
    moderator.opens("/en/radni-sto/moderacija/")
    offered = {field["value"] for field in moderator.page.select("input[name=reason]")}
    assert "private_matter" in offered and "insult" in offered and "not_a_problem" not in offered
    with pytest.raises(actions.NoReason):
        decides(db, queue, id, Verdict.REFUSE, moderator, reason_key="not_a_problem")


def test_nobody_decides_on_their_own(asking, people, queue, db):
    moderator = people.moderator()
    id = asking.waiting(by=moderator)
    with pytest.raises(actions.OwnSubmission):
        decides(db, queue, id, Verdict.APPROVE, moderator)
    decides(db, queue, id, Verdict.APPROVE, people.moderator())


def test_an_appeal_goes_to_another_person(asking, people, queue, db, nobody, mailbox):
    first, second = people.moderator(), people.moderator()
    id = asking.waiting(email="a@test.example")
    decides(db, queue, id, Verdict.REFUSE, first, reason_text="Није питање.")
    nobody.opens(mailbox.link("a@test.example", "moje"))
    nobody.submits(form="form[action*=zalba]", why="Јесте питање.")
    with pytest.raises(actions.SamePersonAgain):
        decides(db, queue, id, Verdict.APPROVE, first)
    decides(db, queue, id, Verdict.APPROVE, second)
    db.rollback()
    assert db.get(Question, id).state is State.PUBLISHED
    assert [d.on_appeal for d in item_of(db, id).decisions] == [False, True], "the first decision stays in the log"


def test_a_refusal_can_be_appealed_once(asking, people, queue, db):
    id = asking.waiting()
    decides(db, queue, id, Verdict.REFUSE, people.moderator(), reason_text="х")
    with work() as writing:
        actions.appeal(writing, item_of(writing, id).id, "зашто", by=None)
    decides(db, queue, id, Verdict.REFUSE, people.moderator(), reason_text="и даље")
    with pytest.raises(actions.NotAppealable), work() as writing:
        actions.appeal(writing, item_of(writing, id).id, "опет", by=None)


def test_the_slower_of_two_gets_a_page_that_says_so(asking, people, queue, db):
    one, other = people.moderator(), people.moderator()
    id = asking.waiting()
    one.opens("/sr/radni-sto/moderacija/")
    other.opens("/sr/radni-sto/moderacija/")
    one.submits(button=button(one, "approve"))
    other.submits(button=button(other, "approve"), expects=409)
    assert db.scalar(select(func.count()).select_from(Decision)) == 1
    assert db.get(Question, id).is_public


def button(browser, verdict):
    return next(" ".join(b.text.split()) for b in browser.page.select(f"button[value={verdict}]"))


def test_of_opposite_decisions_at_once_exactly_one_holds(app, asking, people, queue, db):
    """Ten items, two moderators at the same moment each."""
    one, other = people.moderator(), people.moderator()
    ids = [asking.waiting(email=f"x{n}@test.example") for n in range(10)]
    outcomes = []

    def decide(who, verdict, id):
        def act(gate):
            gate.wait()
            with suppress(Stale):
                decides(None, queue, id, verdict, who, reason_text="х", seen=1)
                outcomes.append((id, verdict))

        return act

    for id in ids:
        assert together(app, decide(one, Verdict.APPROVE, id), decide(other, Verdict.REFUSE, id)) == []
    assert sorted(id for id, _ in outcomes) == sorted(ids)
    for id, verdict in outcomes:
        db.rollback()
        assert db.get(Question, id).state is (State.PUBLISHED if verdict is Verdict.APPROVE else State.REFUSED)


def test_a_decision_on_a_revision_nobody_saw_is_refused(asking, people, queue, db):
    id = asking.waiting()
    with pytest.raises(Stale):
        decides(db, queue, id, Verdict.APPROVE, people.moderator(), seen=99)


def test_the_slower_one_of_two_reads_who_decided_what_and_why(asking, people, queue, db):
    id, first, second = asking.waiting(), people.moderator("Мира Мирић"), people.moderator()
    asking.waiting("Туђе питање?")
    decides(db, queue, id, Verdict.REFUSE, first, reason_text="Није за општину.")
    with pytest.raises(Stale) as refusal, speaking("sr"):
        decides(db, queue, id, Verdict.APPROVE, second, seen=1)
    assert all(words in refusal.value.theirs for words in ("Мира Мирић", "одбијено", "Није за општину."))


def test_redaction_blacks_out_every_occurrence_and_keeps_the_original(asking, people, nobody, db):
    id = asking.waiting("Ко је сломио клупу?", text="Зовите 037 841-123. Опет: 037 841-123.")
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    assert moderator.sees("број телефона"), "the machine noticed the number"
    moderator.submits(
        button=button(moderator, "redact"), black="037 841-123"
    )
    nobody.opens(f"/sr/pitanja/{id}/")
    assert "841-123" not in nobody.page.text and nobody.sees("███")
    question = db.get(Question, id)
    assert question.redacted and "841-123" in question.text and "841-123" not in question.public_text


def test_redaction_without_words_is_refused_beside_the_item(asking, people, db):
    asking.waiting()
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    moderator.submits(button=button(moderator, "redact"), black="нема овога", expects=422)
    assert moderator.page.select_one("textarea[name=black]").text.strip() == "нема овога"


def test_two_moderators_take_different_items_and_see_each_other(asking, people, db):
    one, other = people.moderator(name="Прва"), people.moderator(name="Друга")
    for n in range(14):
        asking.waiting(email=f"x{n}@test.example")
    one.opens("/sr/radni-sto/moderacija/")
    one.submits(button="Преузмите десет")
    assert len(one.page.select("[data-item]")) == 10
    other.opens("/sr/radni-sto/moderacija/")
    assert other.sees("Ради: Прва")
    other.submits(button="Преузмите десет")
    assert len(other.page.select("[data-item]")) == 4
    leases = db.execute(select(Lease.person_id, func.count()).group_by(Lease.person_id)).all()
    assert sorted(n for _, n in leases) == [4, 10]


def test_an_item_in_other_hands_is_not_decided_until_the_lease_ends(asking, people, queue, db, clock):
    one, other = people.moderator(), people.moderator()
    id = asking.waiting()
    with work() as writing:
        actions.claim(writing, one.person(writing))
    with pytest.raises(actions.InOtherHands):
        decides(db, queue, id, Verdict.APPROVE, other)
    clock.moves(minutes=11)
    decides(db, queue, id, Verdict.APPROVE, other)


def test_the_desk_is_oldest_first_and_pages_by_key(asking, people, clock, db):
    ids = []
    for n in range(23):
        clock.moves(minutes=1)
        ids.append(asking.waiting(f"Питање {n}?", email=f"x{n}@test.example"))
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    shown = [h.text.strip() for h in moderator.page.select("[data-item] h2")]
    assert shown == [f"Питање {n}?" for n in range(20)]
    moderator.opens(next(a["href"] for a in moderator.page.select("a") if "posle=" in a.get("href", "")))
    assert len(moderator.page.select("[data-item]")) == 3


def test_counters_agree_with_the_rows_after_every_kind_of_step(asking, people, queue, db):
    from portal.features.questions import actions as verbs

    moderator = people.moderator()
    ids = [asking.waiting(email=f"x{n}@test.example") for n in range(5)]
    decides(db, queue, ids[0], Verdict.APPROVE, moderator)
    decides(db, queue, ids[1], Verdict.REFUSE, moderator, reason_text="х")
    decides(db, queue, ids[2], Verdict.RETURN, moderator, reason_text="х")
    with work() as writing:
        actions.appeal(writing, item_of(writing, ids[1]).id, "зашто", by=None)
    asking.does(verbs.mend, ids[2], title="Боље?", text="", seen=1)
    asking.does(verbs.withdraw, ids[3])
    db.rollback()
    from sqlalchemy import text

    assert counted(db, "moderation.open") == db.scalar(select(func.count()).select_from(Item).where(text(OPEN))) == 3


def test_what_waits_longer_than_promised_is_late(asking, people, clock):
    asking.waiting()
    clock.moves(days=3)
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    assert moderator.page.select_one(".desk-item--late")
    moderator.opens("/sr/radni-sto/moderacija/?kasni=da")
    assert len(moderator.page.select("[data-item]")) == 1


def test_the_authors_history_stands_in_one_line(asking, people, queue, db):
    moderator = people.moderator()
    decides(db, queue, asking.waiting(email="a@test.example"), Verdict.APPROVE, moderator)
    decides(db, queue, asking.waiting(email="a@test.example"), Verdict.REFUSE, moderator, reason_text="х")
    asking.waiting(email="a@test.example")
    asking.waiting(email="noise@test.example")
    moderator.opens("/en/radni-sto/moderacija/")
    assert moderator.sees("1 published, 1 refused, 1 waiting")


def test_the_desk_belongs_to_moderators(people, nobody):
    people.citizen().opens("/sr/radni-sto/moderacija/", expects=403)
    assert nobody.asks("/sr/radni-sto/moderacija/").status_code == 303


def test_approved_items_leave_the_list_whatever_their_state(asking, people, queue, db):
    id = asking.published()
    assert item_of(db, id).state is ItemState.APPROVED
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    assert not moderator.page.select("[data-item]")
