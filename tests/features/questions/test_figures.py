"""The figures are counted while things happen; whatever happens, they are what a count of the questions would say."""

import logging
import random
from contextlib import suppress

import pytest
from sqlalchemy import delete, select, update

from portal.features.questions import actions, queries
from portal.features.questions.models import KIND, Answered, AnswerKind, Counted, Figure, Question, State
from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.db import work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.models import Office
from portal.kernel.quantiles import quantile
from portal.kernel.refusals import Refusal
from tests.features.questions.asking import MAYOR

OFFICIAL_ANSWERS = (AnswerKind.ANSWER, AnswerKind.HOLDING, AnswerKind.STANDARD)


def counted(db):
    """Every figure that is not nought."""
    db.expire_all()
    return {(f.office_id, f.term_id, f.what, f.value): f.number for f in db.scalars(select(Figure)) if f.number}


def plainly(db, office=None, term=None):
    """The figures, computed question by question."""
    moment, working = now(), municipality.calendar(db)
    every = [q for q in db.scalars(select(Question)) if office is None or q.office_id == office]
    public = [q for q in every if q.is_public and q.merged_into_id is None and (term is None or q.term_id == term.id)]
    refused = [
        q
        for q in every
        if q.state is State.REFUSED
        and (term is None or start_of_day(term.began_on) <= q.asked_at)
        and (term is None or term.ended_on is None or local_date(q.asked_at) <= term.ended_on)
    ]
    done, waiting, moderated = {}, {}, {}
    for q in public:
        moderated[q.moderation_days] = moderated.get(q.moderation_days, 0) + 1
        where, day = (
            (waiting, working.days_between(start_of_day(q.published_on), moment))
            if q.first_answered_at is None
            else (done, q.answer_days)
        )
        where[day] = where.get(day, 0) + 1
    return queries.Figures(
        published=len(public),
        answered=sum(q.answered is Answered.ANSWERED for q in public),
        standard=sum(q.answered is Answered.STANDARD for q in public),
        holding=sum(q.answered is Answered.HOLDING for q in public),
        overdue=sum(q.is_open and q.answer_due_at <= moment for q in public),
        refused=len(refused),
        in_time=sum(q.first_answered_at is not None and q.first_answered_at < q.answer_due_at for q in public),
        median=quantile(done, waiting, 0.5),
        ninetieth=quantile(done, waiting, 0.9),
        moderation_median=quantile(moderated, {}, 0.5),
    )


def recounts():
    """The night's work: how many figures were wrong; they are right then."""
    wrong = actions.drift()
    with work() as db:
        actions.mend_figures(db, wrong)
    return len(wrong)


class Walk:
    """Verbs in an order that dice choose; one that the rules refuse changes nothing, which is part of the walk."""

    def __init__(self, asking, people, clock, offices, seed) -> None:
        self.asking, self.clock, self.dice = asking, clock, random.Random(seed)
        self.officials = {key: people.official(key) for key in offices}
        self.offices, self.known, self.done = offices, [], set()

    def step(self, db):
        verb = self.dice.choice(
            ["ask", "ask", "publish", "publish", "refuse", "return", "answer", "answer", "merge", "merge", "unmerge", "reroute",
             "withdraw", "appeal", "mend", "pass", "expire"]
        )  # fmt: skip
        for _ in range(4):
            with suppress(Refusal):
                getattr(self, f"_{verb}")(db)
                self.done.add(verb)
                return

    def _any(self, db, *states):
        db.expire_all()
        found = [q.id for q in db.scalars(select(Question).where(Question.state.in_(states)).order_by(Question.id))]
        if not found:
            raise Refusal
        return self.dice.choice(found)

    def _ask(self, db):
        self.asking.asked(office=self.dice.choice(self.offices))
        if self.dice.random() < 0.9:
            self.asking.does(actions.confirm, self._any(db, State.UNCONFIRMED))

    def _decide(self, db, verdict):
        more = {"reason_text": "Разлог."} if verdict in {Verdict.REFUSE, Verdict.RETURN} else {}
        self.asking.decided(self._any(db, State.WAITING), verdict, **more)

    def _publish(self, db):
        self._decide(db, Verdict.APPROVE)

    def _refuse(self, db):
        self._decide(db, Verdict.REFUSE)

    def _return(self, db):
        self._decide(db, Verdict.RETURN)

    def _answer(self, db):
        id = self._any(db, State.PUBLISHED)
        key = db.get(Office, db.get(Question, id).office_id).key
        self.asking.answers(id, self.officials[key], kind=self.dice.choice(OFFICIAL_ANSWERS))

    def _merge(self, db):
        into = self._any(db, State.PUBLISHED)
        self._managed(actions.merge, self._any(db, State.PUBLISHED), lambda db: db.get(Question, into))

    def _unmerge(self, db):
        merged = db.scalars(select(Question.id).where(Question.merged_into_id.is_not(None)).order_by(Question.id)).all()
        if not merged:
            raise Refusal
        self._managed(actions.unmerge, self.dice.choice(merged))

    def _reroute(self, db):
        key = self.dice.choice(self.offices)
        self._managed(
            actions.reroute, self._any(db, State.PUBLISHED, State.WAITING), lambda db: municipality.office(db, key)
        )

    def _managed(self, verb, id, *others):
        moderator = self.asking.moderator.id
        with work() as db:
            verb(db, db.get(Question, id), *(other(db) for other in others), by=db.get(Person, moderator))

    def _withdraw(self, db):
        self.asking.does(actions.withdraw, self._any(db, State.UNCONFIRMED, State.WAITING, State.RETURNED))

    def _appeal(self, db):
        self.asking.does(actions.appeal, self._any(db, State.REFUSED), "Није тако.")

    def _mend(self, db):
        id = self._any(db, State.RETURNED)
        self.asking.does(actions.mend, id, title="Друго питање", text="", seen=db.get(Question, id).revision)

    def _pass(self, db):
        self.clock.moves(days=self.dice.randrange(1, 5))

    def _expire(self, db):
        with work() as writing:
            actions.expire(writing)


@pytest.fixture
def walk(asking, people, clock, db):
    offices = [o.key for o in municipality.offices(db) if o.open][:3]

    def begun(seed):
        return Walk(asking, people, clock, offices, seed)

    return begun


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_whatever_happened_the_figures_are_those_of_a_count(walk, db, seed):
    walking = walk(seed)
    for _ in range(120):
        walking.step(db)

    kept = counted(db)
    assert recounts() == 0
    with work() as writing:
        writing.execute(delete(Figure))
    assert recounts() == len(kept)
    assert counted(db) == kept
    assert {"publish", "refuse", "answer", "merge", "unmerge", "reroute", "pass"} <= walking.done

    assert queries.figures(db) == plainly(db)
    offices = municipality.offices(db)
    assert queries.figures_by_office(db, [o.id for o in offices]) == {o.id: plainly(db, o.id) for o in offices}
    for office in offices:
        assert queries.figures(db, office_id=office.id) == plainly(db, office.id)
        for term in office.terms:
            assert queries.figures(db, office_id=office.id, term_id=term.id) == plainly(db, office.id, term)


def test_a_merge_in_one_transaction_with_its_undoing_moves_nothing(asking, people, db):
    official = people.official(MAYOR)
    lead, other = asking.published(), asking.published()
    asking.answered(official)
    before = counted(db)
    with work() as writing:
        by = writing.get(Person, asking.moderator.id)
        actions.merge(writing, writing.get(Question, other), writing.get(Question, lead), by=by)
        actions.unmerge(writing, writing.get(Question, other), by=by)
    assert counted(db) == before


def test_what_went_to_another_office_and_was_refused_counts_in_the_days_of_the_term_there(asking, db):
    asking.published()
    id, moderator = asking.waiting(), asking.moderator.id
    there = next(o for o in municipality.offices(db) if o.open and o.key != MAYOR and o.terms)
    with work() as writing:
        office = municipality.office(writing, there.key)
        actions.reroute(writing, writing.get(Question, id), office, by=writing.get(Person, moderator))
    asking.decided(id, Verdict.REFUSE, reason_text="Разлог.")

    there = municipality.office(db, there.key)
    [term] = there.terms
    assert queries.figures(db, office_id=there.id, term_id=term.id).refused == 1
    assert queries.figures(db, office_id=there.id).refused == 1
    assert recounts() == 0


def test_what_is_rolled_back_was_not_counted(asking, db):
    id = asking.published()
    before = counted(db)
    with pytest.raises(RuntimeError), work() as writing:
        writing.get(Question, id).state = State.REFUSED
        writing.flush()
        raise RuntimeError
    assert counted(db) == before


def test_a_deleted_question_counts_no_more(asking, db):
    asking.published()
    with work() as writing:
        asked = asking_row(writing)
        writing.add(asked)
        writing.flush()
        writing.delete(asked)
    assert recounts() == 0


def asking_row(db):
    """A refused question that no verb made."""
    like = db.scalar(select(Question))
    return Question(
        title="Т", text="Т", office_id=like.office_id, asker_name="П", asker_email="", asker_key="k",
        shown_as=like.shown_as, shown_name="П", version_key="sr", asked_at=now(), state=State.REFUSED,
    )  # fmt: skip


def test_the_nightly_count_mends_says_and_audits_what_was_wrong(app, asking, people, db, caplog):
    asking.answered(people.official(MAYOR))
    asking.published()
    right = counted(db)
    with work() as writing:
        writing.execute(update(Figure).where(Figure.what == Counted.OPEN, Figure.office_id == 0).values(number=7))
        writing.execute(delete(Figure).where(Figure.what == Counted.IN_TIME, Figure.office_id == 0))
        writing.add(Figure(office_id=99, term_id=0, what=Answered.ANSWERED, value=0, number=3))
    job = app.extensions["portal"].jobs["questions.recount"]
    found = job.before(db, {})
    with caplog.at_level(logging.WARNING, "portal.figures"), work() as writing:
        job.handler(writing, found)

    assert counted(db) == right
    assert "questions: the figure 0.in_time.0.0 said 0, the rows say 1" in caplog.text
    assert "99.answered.0.0 said 3, the rows say 0" in caplog.text
    lines = db.scalars(select(AuditLine).where(AuditLine.act == "questions.recount")).all()
    assert [line.subject_id.split(".")[1] for line in lines] == ["in_time", "open", "answered"]
    assert recounts() == 0


def test_an_open_question_waits_longer_than_any_answer_took(asking, people, clock, db):
    official = people.official(MAYOR)
    for _ in range(3):
        asking.published()
    clock.moves(days=400)
    for _ in range(4):
        asking.answered(official)
    clock.moves(days=1)
    assert queries.figures(db) == plainly(db)
    assert queries.figures(db).overdue == 3


def test_what_is_asked_and_published_in_one_transaction_is_counted_right(app, people, db):
    """A new row knows nothing of its defaults; its second change in the same transaction must know what was before."""
    queue, moderator = app.extensions["portal"].queues[KIND], people.moderator()
    with work() as writing:
        asked = actions.Asked(title="Ради ли базен?", text="Молим за одговор.", name="Ана", email="a@test.example", office_key=MAYOR)
        question = actions.ask(writing, asked, by=None)
        actions.confirm(writing, question)
        writing.flush()
        item = item_of(writing, KIND, question.id)
        moderation.decide(writing, queue, item.id, seen=item.version, verdict=Verdict.APPROVE, by=moderator.person(writing))
    assert recounts() == 0
