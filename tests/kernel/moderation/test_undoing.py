"""Half a minute in which a decision can be taken back: its effect is public at once, its letter waits."""


import pytest
from sqlalchemy import select

from portal.features.problems.models import Problem
from portal.features.problems.models import State as ProblemState
from portal.features.questions.models import KIND, Question, State
from portal.kernel import audit
from portal.kernel.db import counted, work
from portal.kernel.moderation import actions, queries
from portal.kernel.moderation.models import Item, ItemState, Verdict
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.refusals import Stale
from tests.features.problems.reporting import ANSWER, Reporting
from tests.features.questions.asking import Asking


@pytest.fixture
def asking(app):
    return Asking(app)


@pytest.fixture
def reporting(app):
    return Reporting(app)


class Press:
    """A moderator who decides with one press, as the desk does, and takes it back."""

    def __init__(self, app, db, visitor) -> None:
        self.queues, self.db, self.visitor, self.number = app.extensions["portal"].queues, db, visitor, 0

    def decides(self, kind, subject, verdict, **more):
        self.number += 1
        with work() as db:
            item = queries.item_of(db, kind, subject)
            batch = more.pop("batch", f"batch{self.visitor.id}.{self.number}")
            by = self.visitor.person(db)
            return actions.decide(db, self.queues[kind], item.id, seen=item.version, verdict=verdict, by=by, batch=batch, **more).item_id

    def undoes(self, kind, item_id):
        with work() as db:
            actions.undo(db, self.queues[kind], item_id, by=self.visitor.person(db))


@pytest.fixture
def press(app, db, people):
    return Press(app, db, people.moderator())


def figures(db):
    """Everything that counts: counters of the house, figures of features, what the search finds."""
    from portal.features.problems.models import Cell
    from portal.features.problems.models import Figure as ProblemFigure
    from portal.features.questions.models import Figure
    from portal.kernel.search.models import Document

    db.rollback()
    open_ = {name: counted(db, f"moderation.{name}") for name in ("open", f"open.{KIND}", "open.problem", "approve", "refuse")}
    rows = [sorted((tuple(vars_of(row)) for row in db.scalars(select(table)) if row.number), key=str) for table in (Figure, ProblemFigure, Cell)]
    return open_, rows, sorted(db.scalars(select(Document.subject_id)))


def vars_of(row):
    return (getattr(row, column.key) for column in row.__table__.columns)


def image(db, model, id):
    """The whole row, but for what counts its versions and the moment of its last change."""
    db.rollback()
    db.expire_all()
    row = db.get(model, id)
    return {c.key: getattr(row, c.key) for c in model.__table__.columns if c.key not in {"version", "updated_at"}}


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.REDACT, Verdict.RETURN, Verdict.REFUSE])
def test_a_question_is_what_it_was_and_nobody_hears_of_it(asking, press, db, clock, mailbox, nobody, verdict):
    asking.published()
    id = asking.waiting(email="a@test.example")
    mailbox.sends()
    before, counts, letters = image(db, Question, id), figures(db), len(mailbox.letters("a@test.example"))
    more = {"reason_text": "Није питање."} if verdict in {Verdict.RETURN, Verdict.REFUSE} else {}
    item = press.decides(KIND, id, verdict, redactions={"text": [(0, 3)]} if verdict is Verdict.REDACT else {}, **more)
    if verdict is Verdict.APPROVE:
        assert nobody.asks(f"/sr/pitanja/{id}/").status_code == 200, "what the public sees changes at once"
    clock.moves(seconds=29)
    mailbox.sends()
    assert len(mailbox.letters("a@test.example")) == letters, "the letter waits"
    press.undoes(KIND, item)
    assert image(db, Question, id) == before and figures(db) == counts
    assert nobody.asks(f"/sr/pitanja/{id}/").status_code == 404
    clock.moves(hours=1)
    mailbox.sends()
    assert len(mailbox.letters("a@test.example")) == letters, "and never leaves"
    assert [d.verdict for d in db.get(Item, item).decisions] == [verdict, Verdict.UNDO] and not db.get(Item, item).standing
    assert list(audit.verify(db)) == []


def test_after_half_a_minute_the_letter_leaves_and_nothing_can_be_undone(asking, press, db, clock, mailbox):
    id = asking.waiting(email="a@test.example")
    item = press.decides(KIND, id, Verdict.REFUSE, reason_text="Није питање.")
    clock.moves(seconds=30)
    with pytest.raises(actions.TooLate):
        press.undoes(KIND, item)
    mailbox.sends()
    assert "Није питање." in mailbox.last("a@test.example").get_body(("plain",)).get_content()


def test_what_was_undone_can_be_decided_otherwise_and_only_that_is_told(asking, press, db, clock, mailbox):
    id = asking.waiting(email="a@test.example")
    press.undoes(KIND, press.decides(KIND, id, Verdict.REFUSE, reason_text="Грешка."))
    press.decides(KIND, id, Verdict.APPROVE)
    clock.moves(minutes=1)
    mailbox.sends()
    texts = [letter.get_body(("plain",)).get_content() for letter in mailbox.letters("a@test.example")]
    assert not any("Грешка." in text for text in texts)
    assert db.scalar(select(Notice).where(Notice.kind == "questions.published", Notice.about_id == id)).state is NoticeState.SENT


def test_only_who_decided_takes_it_back_and_only_once(asking, press, people, app, db):
    other = Press(app, db, people.moderator())
    id = asking.waiting()
    item = press.decides(KIND, id, Verdict.APPROVE)
    with pytest.raises(actions.TooLate):
        other.undoes(KIND, item)
    press.undoes(KIND, item)
    with pytest.raises(actions.TooLate):
        press.undoes(KIND, item)
    assert db.get(Item, item).state is ItemState.PENDING


def test_a_decision_that_is_not_from_the_desk_cannot_be_undone(asking, press, db):
    id = asking.waiting()
    item = press.decides(KIND, id, Verdict.APPROVE, batch="")
    with pytest.raises(actions.TooLate):
        press.undoes(KIND, item)


def test_what_an_office_has_answered_meanwhile_stays(asking, press, people, db):
    official, id = people.official("predsednik-opstine"), asking.waiting()
    item = press.decides(KIND, id, Verdict.APPROVE)
    asking.answers(id, official)
    with pytest.raises(Stale):
        press.undoes(KIND, item)
    db.rollback()
    assert db.get(Question, id).state is State.PUBLISHED and db.get(Item, item).state is ItemState.APPROVED


def test_an_appeal_that_was_decided_by_mistake_waits_as_an_appeal_again(asking, people, app, db, press, clock, nobody, mailbox):
    first = Press(app, db, people.moderator())
    id = asking.waiting(email="a@test.example")
    first.decides(KIND, id, Verdict.REFUSE, reason_text="Није питање.", batch="")
    nobody.opens(mailbox.link("a@test.example", "moje"))
    nobody.submits(form="form[action*=zalba]", why="Јесте питање.")
    before = image(db, Question, id)
    item = press.decides(KIND, id, Verdict.APPROVE)
    press.undoes(KIND, item)
    assert image(db, Question, id) == before
    assert db.get(Item, item).state is ItemState.APPEALED
    with pytest.raises(actions.SamePersonAgain):
        first.decides(KIND, id, Verdict.REFUSE, reason_text="Није питање.")


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.REFUSE])
@pytest.mark.parametrize("worked_on", [False, True])
def test_a_report_is_what_it_was_its_clocks_too_and_the_log_knows_both(reporting, press, people, db, clock, mailbox, verdict, worked_on):
    reporting.published(lat=43.7, lon=21.5)
    id = reporting.reported(lat=43.67, lon=21.55, email="r@test.example")
    if worked_on:
        unit = people.clerk("urbanizam")
        from portal.features.problems import actions as acts

        reporting.does(acts.accept, id, by=unit)
    mailbox.sends()
    clocks = lambda: reporting.look(id, lambda p: [(r.answer_due_at, r.resolve_due_at, r.stopped_at) for r in p.rounds])  # noqa: E731
    before, counts, ran = image(db, Problem, id), figures(db), clocks()
    letters = len(mailbox.letters("r@test.example"))
    clock.moves(minutes=5)
    item = press.decides("problem", id, verdict, **({"reason_text": "Реклама."} if verdict is Verdict.REFUSE else {}))
    if verdict is Verdict.REFUSE:
        assert reporting.look(id, lambda p: p.state) is ProblemState.REFUSED
    clock.moves(seconds=20)
    press.undoes("problem", item)
    assert image(db, Problem, id) == before and figures(db) == counts and clocks() == ran
    assert str(reporting.look(id, lambda p: p.events[-1].kind)) == "undone"
    clock.moves(hours=1)
    mailbox.sends()
    assert len(mailbox.letters("r@test.example")) == letters
    press.decides("problem", id, Verdict.APPROVE)
    assert reporting.look(id, lambda p: p.is_public)


def test_a_report_that_somebody_worked_on_meanwhile_stays(reporting, press, people, db):
    from portal.features.problems import actions as acts

    unit, id = people.clerk("urbanizam"), reporting.reported()
    item = press.decides("problem", id, Verdict.APPROVE)
    reporting.does(acts.answer, id, ANSWER, by=unit)
    with pytest.raises(Stale):
        press.undoes("problem", item)


def test_a_month_does_not_count_a_refusal_that_was_taken_back(reporting, press, db, clock):
    from portal.features.problems.queries import monthly

    id = reporting.reported()
    press.undoes("problem", press.decides("problem", id, Verdict.REFUSE, reason_text="Реклама."))
    kept = press.decides("problem", reporting.reported(), Verdict.REFUSE, reason_text="Реклама.")
    assert kept
    clock.moves(days=20)
    from portal.kernel.clock import now

    assert monthly.compute(db, 2026, 11, now())["outcomes"]["refused"] == 1


def hears(browser, text):
    """Tell whether the whole page says something, the sentence about the last press too."""
    return text in " ".join(browser.page.get_text(" ").split())


class TestOnTheDesk:
    def test_a_press_offers_to_undo_it_and_the_item_is_back_in_hand(self, asking, people, db, clock, mailbox):
        moderator = people.moderator()
        id = asking.waiting("Ради ли базен?", email="a@test.example")
        moderator.opens("/en/radni-sto/moderacija/")
        moderator.submits(form="[data-item] .decide form", verdict="approve")
        assert moderator.sees("1 decision is done")
        moderator.submits(form=".undo")
        assert hears(moderator, "Taken back: 1 item waits again") and moderator.page.select_one("[data-item]")
        assert db.get(Question, id).state is State.WAITING
        assert not moderator.page.select(".undo")

    def test_after_half_a_minute_nothing_is_offered_and_an_old_page_says_why(self, asking, people, db, clock):
        moderator, id = people.moderator(), asking.waiting()
        moderator.opens("/en/radni-sto/moderacija/")
        moderator.submits(form="[data-item] .decide form", verdict="approve")
        clock.moves(seconds=31)
        moderator.submits(form=".undo")
        assert hears(moderator, "This can no longer be undone")
        db.rollback()
        assert db.get(Question, id).state is State.PUBLISHED and not moderator.page.select(".undo")

    def test_a_colleague_is_not_offered_it(self, asking, people):
        moderator, colleague = people.moderator(), people.moderator()
        asking.waiting()
        moderator.opens("/en/radni-sto/moderacija/")
        moderator.submits(form="[data-item] .decide form", verdict="approve")
        colleague.opens("/en/radni-sto/moderacija/")
        assert not colleague.page.select(".undo")


class TestSeveral:
    @pytest.fixture
    def desk(self, people, asking):
        """A moderator before five questions."""
        moderator = people.moderator()
        moderator.ids = [asking.waiting(f"Питање број {n}?", email=f"a{n}@test.example") for n in range(5)]
        moderator.opens("/en/radni-sto/moderacija/")
        return moderator

    def ticks(self, desk, number):
        return [box["value"] for box in desk.page.select("[data-act=tick]")[:number]]

    def chooses(self, desk, number, verdict, **fields):
        token = desk.page.select_one("#several [name=csrf_token]")["value"]
        return desk.sends("/en/radni-sto/moderacija/vise/", item=self.ticks(desk, number), verdict=verdict, csrf_token=token, **fields)

    def confirms(self, desk):
        form = desk.page.select_one("main form:has([name=sure])")
        fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        items = [field["value"] for field in form.select("[name=item]")]
        return desk.sends(form["action"], **{**fields, "item": items, "verdict": form.select_one("button")["value"]})

    def test_the_page_between_says_what_happens_and_decides_nothing(self, desk, db):
        self.chooses(desk, 3, "refuse", reason="insult", words="Молимо без увреда.")
        assert desk.sees("Refuse 3 items?") and desk.sees("Молимо без увреда.") and desk.sees("Sharp criticism")
        assert [title.text for title in desk.page.select(".several__items h2")] == [f"Питање број {n}?" for n in range(3)]
        assert {db.get(Question, id).state for id in desk.ids} == {State.WAITING}

    def test_one_press_decides_all_of_them_with_one_reason_and_one_undo(self, desk, db, clock, mailbox):
        self.chooses(desk, 3, "refuse", reason="insult")
        self.confirms(desk)
        db.rollback()
        assert [db.get(Question, id).state for id in desk.ids] == [State.REFUSED] * 3 + [State.WAITING] * 2
        assert hears(desk, "3 items are decided") and desk.sees("3 decisions are done")
        desk.submits(form=".undo")
        db.rollback()
        db.expire_all()
        assert {db.get(Question, id).state for id in desk.ids} == {State.WAITING}
        assert hears(desk, "Taken back: 3 items wait again")

    def test_each_author_gets_the_letter(self, desk, clock, mailbox):
        self.chooses(desk, 2, "return", reason="unclear")
        self.confirms(desk)
        clock.moves(seconds=31)
        mailbox.sends()
        for n in range(2):
            assert "враћамо на допуну" in " ".join(mailbox.last(f"a{n}@test.example").get_body(("plain",)).get_content().split())

    def test_what_a_colleague_decides_meanwhile_is_left_and_said(self, desk, app, db, people):
        self.chooses(desk, 3, "approve")
        Press(app, db, people.moderator()).decides(KIND, desk.ids[1], Verdict.REFUSE, reason_text="Није питање.")
        self.confirms(desk)
        db.rollback()
        states = [db.get(Question, id).state for id in desk.ids[:3]]
        assert states == [State.PUBLISHED, State.REFUSED, State.PUBLISHED]
        assert hears(desk, "2 items are decided") and hears(desk, "1 item was left as it is")

    def test_what_is_in_other_hands_is_left_out_before(self, desk, db, people):
        other = people.moderator()
        with work() as writing:
            actions.claim(writing, other.person(writing), None, 1)
        self.chooses(desk, 2, "approve")
        assert desk.sees("Publish 1 item?") and desk.sees("1 ticked item is left out")

    def test_no_refusal_without_a_reason_here_either(self, desk, db):
        self.chooses(desk, 2, "refuse")
        assert desk.sees("Choose a reason or write one") and not desk.page.select("main form [name=sure]")

    def test_words_that_are_too_long_are_said_and_nothing_is_decided(self, desk, db):
        self.chooses(desk, 2, "refuse", words="а" * 2001, sure="yes")
        assert "2000" in desk.page.select_one(".govuk-error-message").text.replace(",", "")
        assert {db.get(Question, id).state for id in desk.ids} == {State.WAITING}

    def test_nothing_ticked_is_said(self, desk):
        self.chooses(desk, 0, "approve")
        assert hears(desk, "Tick the items first.")

    @pytest.mark.parametrize("verdict", ["undo", "redact", "", "everything"])
    def test_what_cannot_be_said_about_several_is_no_page(self, desk, verdict):
        assert self.chooses(desk, 2, verdict, expects=404) is not None

    def test_a_reason_for_another_kind_leaves_its_item_out(self, desk, reporting):
        reporting.reported()
        desk.opens("/en/radni-sto/moderacija/")
        self.chooses(desk, 6, "refuse", reason="private_matter")
        assert desk.sees("Refuse 5 items?") and desk.sees("1 ticked item is left out")
