"""What people want to know about questions; read only. `public()` alone decides what the public may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, false, func, literal, or_, select, text
from sqlalchemy.orm import Session, joinedload

from portal.features.questions.models import (
    KIND,
    OPEN,
    PUBLIC,
    Answer,
    Answered,
    Counted,
    Draft,
    DraftState,
    Figure,
    Question,
    State,
)
from portal.kernel import search
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import WorkingCalendar, local_date, now, start_of_day
from portal.kernel.follows.models import Follow
from portal.kernel.moderation.models import Decision, Item, ItemState
from portal.kernel.moderation.queue import Entry, Text
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.models import Office, Settlement, Term, Topic
from portal.kernel.municipality.queries import calendar, promise, terms_of
from portal.kernel.paging import Page, Way, paged
from portal.kernel.quantiles import quantile
from portal.kernel.words import lazy, shown_moment, version

PAGE = 20
COLUMNS = (
    Question.id,
    Question.shelf,
    Question.public_title,
    Question.public_text,
    Question.shown_name,
    Question.published_at,
    Question.answered,
    Question.answer_due_at,
    Question.first_answered_at,
    Question.answer_days,
    Question.same_count,
    Question.year,
    Question.number,
    Question.office_id,
    Question.topic_id,
    Question.settlement_id,
)


def public() -> Any:
    """The one rule of what the public may see: published questions that do not stand behind another one."""
    return select(*COLUMNS).where(text(PUBLIC))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked the list for; empty means everything."""

    office_id: int | None = None
    topic_id: int | None = None
    settlement_id: int | None = None
    answered: str = ""
    since: date | None = None
    until: date | None = None


def listed(db: Session, wanted: Filter, way: Way | None = None, *, most: int = PAGE) -> Page[Row[Any]]:
    """Return a page of the public list, newest first: one query over one ascending index (`shelf`, `id`)."""
    found = public()
    for column, value in (
        (Question.office_id, wanted.office_id),
        (Question.topic_id, wanted.topic_id),
        (Question.settlement_id, wanted.settlement_id),
    ):
        if value is not None:
            found = found.where(column == value)
    if wanted.answered == "yes":
        found = found.where(Question.answered == Answered.ANSWERED)
    elif wanted.answered == "no":
        found = found.where(Question.answered != Answered.ANSWERED)
    if wanted.since:
        found = found.where(Question.shelf <= -int(start_of_day(wanted.since).timestamp() * 1000))
    if wanted.until:
        found = found.where(Question.shelf > -int(start_of_day(wanted.until + timedelta(days=1)).timestamp() * 1000))
    return paged(db, found, (Question.shelf, Question.id), way, most=most)


@dataclass(frozen=True)
class Names:
    """Offices, topics and settlements by id, for lists."""

    offices: Mapping[int, Office]
    topics: Mapping[int, Topic]
    settlements: Mapping[int, Settlement]


def names(db: Session) -> Names:
    """Load the few names that lists show, each kind in its order; three small queries."""
    return Names(
        {row.id: row for row in municipality.offices(db, terms=False)},
        {row.id: row for row in municipality.topics(db)},
        {row.id: row for row in municipality.settlements(db)},
    )


def get_public(db: Session, question_id: int) -> Question | None:
    """Return a question if the public may read it; a merged one too, so that its address leads on to the lead.

    What its page names comes with it in the same query.
    """
    office = joinedload(Question.office).lazyload(Office.terms)
    named = [joinedload(each) for each in (Question.topic, Question.settlement, Question.answer_promise)]
    found = db.get(Question, question_id, options=[office, *named])
    return found if found is not None and found.is_public else None


def shows_answer(db: Session, answer_id: int) -> bool:
    """Tell whether the public may read an answer: the question it belongs to is public and stands for itself."""
    wanted = select(Answer.id).join(Question, Question.id == Answer.question_id).where(text(PUBLIC), Answer.id == answer_id)
    return db.scalar(wanted) is not None


def children(db: Session, question: Question) -> Sequence[Question]:
    """Return the public follow-ups of a question."""
    return db.scalars(
        select(Question).where(Question.parent_id == question.id, Question.state == State.PUBLISHED).order_by(Question.id)
    ).all()


def by_reference(db: Session, year: int, number: int) -> Question | None:
    """Return a question by the number people quote."""
    return db.scalar(select(Question).where(Question.year == year, Question.number == number))


def of_person(db: Session, person_id: int) -> Sequence[Question]:
    """Return what a person asked, newest first."""
    return db.scalars(select(Question).where(Question.person_id == person_id).order_by(Question.id.desc()).limit(200)).all()


def promised(db: Session) -> dict[str, int]:
    """Return the numbers of the promises that hold now: working days of moderators and offices, open questions."""
    return {
        "moderation": int(promise(db, "moderation").rules["working_days"]),
        "answer": int(promise(db, "answer").rules["working_days"]),
        "open": int(promise(db, "limits").rules["open_questions_per_asker"]),
    }


def open_of_asker(db: Session, asker_key: str) -> int:
    """Count the asker's questions that wait for a moderator or for an answer."""
    return (
        db.scalar(
            select(func.count())
            .select_from(Question)
            .where(
                Question.asker_key == asker_key,
                Question.parent_id.is_(None),
                Question.state.in_([State.UNCONFIRMED, State.WAITING, State.RETURNED])
                | ((Question.state == State.PUBLISHED) & Question.first_answered_at.is_(None)),
            )
        )
        or 0
    )


def draft_of(db: Session, question_id: int) -> Draft | None:
    """Return the draft answer of a question."""
    return db.scalar(select(Draft).where(Draft.question_id == question_id))


def due_before(db: Session, moment: datetime) -> Sequence[Question]:
    """Return the open questions whose promise ends before a moment, the most urgent first."""
    return db.scalars(
        select(Question).where(text(OPEN), Question.answer_due_at < moment).order_by(Question.answer_due_at).limit(5000)
    ).all()


def offices_of(db: Session, person: Person) -> list[int]:
    """Return the offices a person answers or drafts for."""
    found = {term.office_id for term in terms_of(db, person.id) if _speaks(term, person)}
    scopes = {grant.scope for grant in person.grants if grant.role in {Role.CLERK, Role.OFFICIAL}}
    clerk_everywhere = any(grant.role is Role.CLERK and not grant.scope for grant in person.grants)
    wanted = select(Office.id) if clerk_everywhere else select(Office.id).where(Office.key.in_(scopes))
    return sorted(found | set(db.scalars(wanted)))


def _speaks(term: Term, person: Person) -> bool:
    day = local_date(now())
    return term.covers(day) and (term.person_id == person.id or term.absent_on(day))


def speaks_for(db: Session, person: Person) -> set[int]:
    """Return the offices a person may speak for today: as holder, or as deputy while the holder is away."""
    return {term.office_id for term in terms_of(db, person.id) if _speaks(term, person)}


@dataclass(frozen=True)
class Task:
    """A question as the office's page shows it."""

    question: Question
    draft: Draft | None
    late: bool
    due_today: bool

    @property
    def waits_for_approval(self) -> bool:
        """Tell whether the official has something to read."""
        return self.draft is not None and self.draft.state is DraftState.SUBMITTED


def tasks(db: Session, office_ids: Sequence[int]) -> list[Task]:
    """Return what offices owe, what ends first on top; three queries, at most 200 questions.

    What an earlier holder left is not among them until it is taken over.
    """
    questions = db.scalars(
        select(Question)
        .where(text(OPEN), Question.office_id.in_(office_ids), ~_left_before(db, office_ids))
        .order_by(Question.answer_due_at, Question.id)
        .limit(200)
    ).all()
    drafts = {
        draft.question_id: draft
        for draft in db.scalars(select(Draft).where(Draft.question_id.in_([question.id for question in questions])))
    }
    moment, today = now(), local_date(now())
    return [
        Task(
            question,
            drafts.get(question.id),
            question.is_late(moment),
            question.answer_due_at is not None
            and not question.is_late(moment)
            and local_date(question.answer_due_at - timedelta(seconds=1)) == today,
        )
        for question in questions
    ]


def offered(db: Session, office_ids: Sequence[int]) -> Sequence[Question]:
    """Return what earlier holders of offices left unanswered and nobody took over, what ends first on top; at most 200."""
    return db.scalars(_offered(db, office_ids).order_by(Question.answer_due_at, Question.id).limit(200)).all()


def offered_count(db: Session, office_ids: Sequence[int]) -> int:
    """Count what earlier holders of offices left unanswered and nobody took over."""
    return db.scalar(select(func.count()).select_from(_offered(db, office_ids).subquery())) or 0


def is_offered(question: Question) -> bool:
    """Tell whether an open question waits for the holder of its office to take it over from an earlier one."""
    current, earlier = _succession(question.office)
    return question.is_open and question.term_id in earlier and question.taken_term_id != current


def _offered(db: Session, office_ids: Sequence[int]) -> Any:
    return select(Question).where(text(OPEN), Question.office_id.in_(office_ids), _left_before(db, office_ids))


def _left_before(db: Session, office_ids: Sequence[int]) -> Any:
    """Questions put to an earlier holder of one of the offices and not taken over by the one who holds it now."""
    found = []
    for office in db.scalars(select(Office).where(Office.id.in_(office_ids))):
        current, earlier = _succession(office)
        if earlier:
            found.append(func.coalesce(Question.term_id, 0).in_(earlier) & (func.coalesce(Question.taken_term_id, 0) != current))
    return or_(false(), *found)


def _succession(office: Office) -> tuple[int, list[int]]:
    """Return the term that runs now and the earlier ones of other people; none of both while the office is vacant."""
    current = office.term_on(local_date(now()))
    if current is None:
        return 0, []
    return current.id, [
        term.id
        for term in office.terms
        if term.began_on < current.began_on and (term.person_id is None or term.person_id != current.person_id)
    ]


def _named(thing: Office | Topic | Settlement) -> str:
    return thing.name_en if version().key == "en" and thing.name_en else thing.name_sr


def entries(db: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """Return what the moderators' desk shows of questions; one query and the names."""
    known = names(db)
    found = {}
    for question in db.scalars(select(Question).where(Question.id.in_(ids))):
        office, topic = known.offices[question.office_id], known.topics.get(question.topic_id or 0)
        settlement = known.settlements.get(question.settlement_id or 0)
        found[question.id] = Entry(
            title=question.title,
            author=f"{question.asker_name} ({question.shown_name})",
            texts=(
                Text(name="title", label=lazy("Question"), value=question.title),
                Text(name="text", label=lazy("Details"), value=question.text),
            ),
            revision=question.revision,
            url="",
            facts=(
                (lazy("Office"), _named(office)),
                *(((lazy("Topic"), _named(topic)),) if topic else ()),
                *(((lazy("Settlement"), _named(settlement)),) if settlement else ()),
                (lazy("Sent"), shown_moment(question.asked_at)),
                *(((lazy("Number"), question.reference),) if question.number else ()),
            ),
            moves=(
                (lazy("Send to another office"), "portal.questions.reroute", {"question_id": question.id}),
                (lazy("Join to a question already asked"), "portal.questions.join_to", {"question_id": question.id}),
            ),
        )
    return found


def link_entries(db: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """Return what the moderators' desk shows of answers that came by a one-time link."""
    found = {}
    for draft, question in db.execute(
        select(Draft, Question).join(Question, Question.id == Draft.question_id).where(Draft.id.in_(ids))
    ):
        found[draft.id] = Entry(
            title=question.public_title,
            author=_named(question.office),
            texts=(Text(name="text", label=lazy("Answer"), value=draft.text, redactable=False),),
            revision=draft.revision,
            url="",
            facts=((lazy("Question"), question.public_text), (lazy("Sent"), shown_moment(draft.at))),
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The honest figures of an office or of everybody: open questions count as waiting, medians instead of means."""

    published: int
    answered: int
    standard: int
    holding: int
    overdue: int
    refused: int
    in_time: int
    median: int | None
    ninetieth: int | None
    moderation_median: int | None

    @property
    def share(self) -> float | None:
        """Answered in substance, in per cent; None below ten questions."""
        return 100 * self.answered / self.published if self.published >= 10 else None


SINGLE = (Counted.IN_TIME, Counted.ANSWER_DAYS, Counted.MODERATION_DAYS, Counted.REFUSED)


def figures(db: Session, *, office_id: int | None = None, term_id: int | None = None) -> Figures:
    """Return the figures of an office, of one of its terms, or of all offices; from counters, no question is loaded.

    Days are working days from publication to the first substantial answer; open questions enter the estimate as
    "still waiting" (Kaplan–Meier, the product-limit estimate of 1958), so that an office that answers one of fifty
    on the same day does not look fast. A figure that the data cannot support yet is None. Cost: a row for each number
    of days that occurs, and the questions overdue now.
    """
    term = db.get_one(Term, term_id) if term_id is not None else None
    office = term.office_id if term else office_id or 0
    return _figures(db, [office], term)[office]


def figures_by_office(db: Session, office_ids: Sequence[int]) -> dict[int, Figures]:
    """Return the figures of several offices; four queries, however many they are."""
    return _figures(db, office_ids)


def _figures(db: Session, office_ids: Sequence[int], term: Term | None = None) -> dict[int, Figures]:
    moment, working = now(), calendar(db)
    scope = [Figure.office_id.in_(office_ids), *([Figure.term_id == term.id] if term else [])]
    kept: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    single = Figure.what.in_([*Answered, *SINGLE])
    for office, what, value, number in db.execute(_sums(Figure.value, *scope, single)):
        kept[office, what][value] = number
    longest = max((day for (_, what), days in kept.items() if what == Counted.ANSWER_DAYS for day in days), default=0)
    waiting = _waiting(db, scope, working, moment, longest)
    overdue = _overdue(db, office_ids, term, moment)
    return {
        office: Figures(
            published=sum(sum(kept[office, what].values()) for what in Answered),
            **{what.value: sum(kept[office, what].values()) for what in Answered if what is not Answered.NO},
            overdue=overdue[office],
            in_time=sum(kept[office, Counted.IN_TIME].values()),
            refused=_refused_in(db, term) if term else sum(kept[office, Counted.REFUSED].values()),
            median=quantile(kept[office, Counted.ANSWER_DAYS], waiting[office], 0.5),
            ninetieth=quantile(kept[office, Counted.ANSWER_DAYS], waiting[office], 0.9),
            moderation_median=quantile(kept[office, Counted.MODERATION_DAYS], {}, 0.5),
        )
        for office in office_ids
    }


def _sums(value: Any, *where: Any) -> Any:
    """Sum counters by office, by what they count and by a value."""
    number = func.sum(Figure.number).label("number")
    wanted = select(Figure.office_id, Figure.what, value.label("counted"), number).where(*where)
    return wanted.group_by(Figure.office_id, Figure.what, "counted").having(number != 0)


def _waiting(
    db: Session, scope: Sequence[Any], working: WorkingCalendar, moment: datetime, longest: int
) -> Mapping[int, dict[int, int]]:
    """Return for each office how many open questions have waited how many working days.

    The estimate ends with the longest time an answer took, so what waits longer than that is one number.
    """
    first = local_date(moment) - timedelta(days=2 * longest + 14)
    while working.days_between(start_of_day(first), moment) <= longest and first.year > 1:
        first -= timedelta(days=7)
    recent = case((Figure.value < first.toordinal(), first.toordinal()), else_=Figure.value)
    days: dict[int, int] = {}
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for office, _, ordinal, number in db.execute(_sums(recent, *scope, Figure.what == Counted.OPEN)):
        if ordinal not in days:
            days[ordinal] = working.days_between(start_of_day(date.fromordinal(ordinal)), moment)
        found[office][days[ordinal]] += number
    return found


def _overdue(db: Session, office_ids: Sequence[int], term: Term | None, moment: datetime) -> Mapping[int, int]:
    """Count open questions past their promise, by office; 0 stands for all of them."""
    wanted = select(Question.office_id, func.count()).where(text(OPEN), Question.answer_due_at <= moment)
    if 0 not in office_ids:
        wanted = wanted.where(Question.office_id.in_(office_ids))
    if term is not None:
        wanted = wanted.where(Question.term_id == term.id)
    found = defaultdict(int, {office: number for office, number in db.execute(wanted.group_by(Question.office_id))})  # noqa: C416
    found[0] = sum(found.values())
    return found


def _refused_in(db: Session, term: Term) -> int:
    """Count what was asked of an office in the days of a term and refused."""
    wanted = select(func.sum(Figure.number)).where(
        Figure.office_id == term.office_id,
        Figure.term_id == 0,
        Figure.what == Counted.REFUSED_ON,
        Figure.value.between(term.began_on.toordinal(), (term.ended_on or date.max).toordinal()),
    )
    return db.scalar(wanted) or 0


def used(db: Session, kind: str, since: datetime, until: datetime) -> int:
    """Count questions put to offices of a kind in a time, as far as they were confirmed."""
    return (
        db.scalar(
            select(func.count())
            .select_from(Question)
            .join(Office, Office.id == Question.office_id)
            .where(Office.kind == kind, Question.confirmed_at >= since, Question.confirmed_at < until)
        )
        or 0
    )


def like(db: Session, question: Question) -> list[Question]:
    """Return public questions that ask much the same, the likest first, for a moderator who thinks of merging."""
    hits = search.similar(db, KIND, f"{question.title} {question.text}", limit=6)
    order = {hit.subject_id: place for place, hit in enumerate(hits)}
    found = db.scalars(select(Question).where(Question.id.in_(order), Question.id != question.id))
    return sorted(found, key=lambda one: order[one.id])


def refused_by_reason(db: Session) -> Sequence[Row[str, int]]:
    """Count refusals by reason: removals leave a trace."""
    return db.execute(
        select(Decision.reason_key, func.count())
        .join(Item, Item.id == Decision.item_id)
        .where(Item.kind == KIND, Item.state == ItemState.REFUSED)
        .group_by(Decision.reason_key)
    ).all()


def followed(db: Session, email: str) -> Sequence[Follow]:
    """Return what an address follows."""
    return db.scalars(select(Follow).where(Follow.kind == KIND, Follow.email == email)).all()


def next_change(db: Session) -> datetime | None:
    """Return when a public page changes by itself next: the first promise that ends."""
    return db.scalar(
        select(func.min(Question.answer_due_at)).where(
            text(OPEN),
            Question.answer_due_at > literal(now(), type_=Question.answer_due_at.type),
        )
    )
