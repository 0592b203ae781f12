"""The stories of the demonstration: thirty-odd questions in every state, told through the public verbs."""

import io
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.features.questions import actions, queries
from portal.features.questions.actions.answering import LINK_KIND, LINK_LASTS
from portal.features.questions.models import KIND, AnswerKind, Channel, Draft, Question
from portal.kernel import demo, tickets
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.authors import ShownAs
from portal.kernel.clock import ZONE, WorkingCalendar, clock, local_date, now
from portal.kernel.db import session, work
from portal.kernel.demo import pdf
from portal.kernel.files.receiving import receive
from portal.kernel.jobs import run_one
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Office, Settlement, Topic
from portal.kernel.municipality.queries import calendar

Act = tuple[datetime, Callable[[Session], None]]
Step = tuple[datetime, int, Callable[[Session], None]]


def run() -> None:
    """Tell every story, all their steps in the order of time: the audit chain knows no way back."""
    found = demo.content()["questions"]
    working, today = calendar(session()), now()
    steps: list[Step] = []
    ids: dict[str, int] = {}
    for number, row in enumerate(found):
        steps += Story(row, number, ids, working, today).steps()
    for moment, _number, step in sorted(steps, key=lambda step: step[:2]):
        with clock.standing_at(min(moment, today)), work() as db:
            step(db)
    looks_at_files = True
    while looks_at_files:  # so that a demonstration without a worker shows them too
        looks_at_files = run_one(current_app.extensions["portal"].jobs)


class Story:
    """One question of the file, as steps in time."""

    def __init__(self, row: dict[str, Any], number: int, ids: dict[str, int], working: WorkingCalendar, today: datetime) -> None:
        self.row, self.number, self.ids, self.working, self.today = row, number, ids, working, today
        self.asked = self._back(int(row["age_working_days"]))

    def _back(self, days: int) -> datetime:
        day = local_date(self.today)
        for _ in range(days):
            day -= timedelta(days=1)
            while not self.working.is_working(day):
                day -= timedelta(days=1)
        return datetime.combine(day, time(8 + self.number % 9, (self.number * 17) % 60), ZONE)

    def _after(self, moment: datetime, days: int) -> datetime:
        day = local_date(moment)
        for _ in range(days):
            day = self.working.next_working(day)
        return datetime.combine(day, time(10 + self.number % 5, (self.number * 7) % 60), ZONE)

    def steps(self) -> list[Step]:
        """Return what happened and when."""
        story = self.row["story"]
        found: list[Act] = [(self.asked, self.ask)]
        if story == "unconfirmed":
            return self._numbered(found)
        found.append((self.asked + timedelta(minutes=20), self.confirm))
        published = self._after(self.asked, 1)
        if story == "withdrawn":
            found.append((self.asked + timedelta(hours=3), self.withdraw))
        elif story in {"refused", "returned"}:
            found.append((published, self.decide_against))
        elif story != "waiting":
            found.append((published, self.publish))
            found += self._of_the_office(story, published)
        return self._numbered(found)

    def _of_the_office(self, story: str, published: datetime) -> list[Act]:
        def at(name: str) -> datetime:
            return self._after(published, int(self.row[name]))

        found: list[Act] = []
        if story == "holding":
            found.append((at("holding_working_days"), lambda db: self.say(db, AnswerKind.HOLDING, "holding")))
        elif story == "standard":
            found.append((at("answer_working_days"), lambda db: self.say(db, AnswerKind.STANDARD, "standard")))
        elif story == "drafted":
            found.append((self._after(published, 1), self.draft))
        elif story == "merged":
            found.append((self._after(published, 1), self.merge))
        elif "answer" in self.row:
            found.append((at("answer_working_days"), lambda db: self.say(db, AnswerKind.ANSWER, "answer")))
        if story == "corrected":
            days = int(self.row["answer_working_days"]) + int(self.row["correction_working_days"])
            found.append((self._after(published, days), self.correct))
        if story == "follow_up":
            days = int(self.row["answer_working_days"]) + int(self.row["follow_up_after_working_days"])
            asked = self._after(published, days)
            found.append((asked, self.follow_up))
            found.append((self._after(asked, 1), self.publish_follow_up))
            later = self._after(self._after(asked, 1), int(self.row["follow_up_answer_working_days"]))
            found.append((later, self.answer_follow_up))
        return found

    def _numbered(self, found: list[Act]) -> list[Step]:
        return [(moment, self.number, step) for moment, step in found]

    def question(self, db: Session, key: str | None = None) -> Question:
        """Return the question of this story, or of another one by key."""
        return db.get_one(Question, self.ids[key or self.row["key"]])

    def ask(self, db: Session) -> None:
        """Somebody asks."""
        row = self.row
        settlement = db.scalar(select(Settlement.id).where(Settlement.name_sr == row.get("settlement", "")))
        person = demo.person(db, row["person"]) if row.get("person") else None
        clerk = demo.person(db, row["assisted_by"]) if row.get("assisted_by") else None
        asked = actions.Asked(
            title=row["title"],
            text=row.get("text") or "",
            name=row["asker"],
            email="" if clerk else (person.email or "" if person else f"{row['key']}@demo.example"),
            office_key=row.get("office") or "",
            topic_key=row.get("topic") or "",
            settlement_id=settlement,
            shown_as=ShownAs(row["shown"]),
            channel=Channel.COUNTER if clerk else Channel.WEB,
        )
        self.ids[row["key"]] = actions.ask(db, asked, by=person, entered_by=clerk).id

    def confirm(self, db: Session) -> None:
        """The address works."""
        actions.confirm(db, self.question(db))

    def withdraw(self, db: Session) -> None:
        """The asker takes it back."""
        actions.withdraw(db, self.question(db))

    def _decide(self, db: Session, question: Question, verdict: Verdict, **more: Any) -> None:
        item = item_of(db, KIND, question.id)
        assert item is not None
        by = demo.person(db, "moderator" if self.number % 2 else "moderator-2")
        queue = current_app.extensions["portal"].queues[KIND]
        moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=by, **more)

    def publish(self, db: Session) -> None:
        """A moderator lets it through, or blacks something out."""
        question = self.question(db)
        spans = {
            name: [(value.find(words), value.find(words) + len(words)) for words in self.row.get("redact", ()) if words in value]
            for name, value in (("title", question.title), ("text", question.text))
        }
        if any(spans.values()):
            self._decide(db, question, Verdict.REDACT, redactions=spans)
        else:
            self._decide(db, question, Verdict.APPROVE)

    def decide_against(self, db: Session) -> None:
        """A moderator refuses or returns it with a reason."""
        verdict = Verdict.REFUSE if self.row["story"] == "refused" else Verdict.RETURN
        self._decide(db, self.question(db), verdict, reason_key=self.row["reason"])

    def _official(self, db: Session, question: Question) -> Person | None:
        office = db.get_one(Office, question.office_id)
        term = office.term_on(local_date(now()))
        return term.person if term else None

    def _clerk(self, db: Session, question: Question) -> Person | None:
        wanted = select(Person).join(Grant).where(Grant.role == Role.CLERK, Grant.scope == question.office.key)
        return db.scalars(wanted.limit(1)).first()

    def say(self, db: Session, kind: AnswerKind, field: str) -> None:
        """The office says something; one without an account answers by a link that a moderator lets through."""
        question = self.question(db)
        official = self._official(db, question)
        if official is None:
            self._say_by_link(db, question, self.row[field])
            return
        writer = (self._clerk(db, question) if self.row.get("prepared_by") else None) or official
        draft = actions.save_draft(
            db, question, kind=kind, text=self.row[field], text_en=self.row.get(f"{field}_en", ""), by=writer
        )
        if kind is AnswerKind.ANSWER and "attachment" in self.row:
            self._attach(db, draft, writer)
        if writer is not official:
            actions.submit(db, draft, by=writer)
        actions.approve(db, draft, by=official)

    def _attach(self, db: Session, draft: Draft, writer: Person) -> None:
        paper = self.row["attachment"]
        upload = FileStorage(io.BytesIO(pdf(paper["title"], paper["lines"])), filename=paper["name"])
        for received in receive([upload]):
            actions.attach(db, draft, received, by=writer)

    def _say_by_link(self, db: Session, question: Question, text: str) -> None:

        token = tickets.make(db, "questions.answer", lasts=LINK_LASTS, subject_kind=KIND, subject_id=question.id)
        db.flush()
        actions.answer_by_link(db, token, text)
        draft = queries.draft_of(db, question.id)
        assert draft is not None
        item = item_of(db, LINK_KIND, draft.id)
        assert item is not None
        queue = current_app.extensions["portal"].queues[LINK_KIND]
        moderation.decide(db, queue, item.id, seen=item.version, verdict=Verdict.APPROVE, by=demo.person(db, "moderator"))

    def draft(self, db: Session) -> None:
        """The office has prepared an answer that waits for approval."""
        question = self.question(db)
        writer = self._clerk(db, question) or self._official(db, question)
        assert writer is not None
        draft = actions.save_draft(db, question, kind=AnswerKind.ANSWER, text=self.row["draft"], by=writer)
        actions.submit(db, draft, by=writer)

    def merge(self, db: Session) -> None:
        """A moderator joins it with the same question."""
        actions.merge(db, self.question(db), self.question(db, self.row["into"]), by=demo.person(db, "moderator"))

    def correct(self, db: Session) -> None:
        """The office corrects its answer."""
        question = self.question(db)
        official = self._official(db, question)
        assert official is not None
        actions.correct(
            db,
            question,
            text=self.row["corrected_answer"],
            text_en=self.row.get("corrected_answer_en", ""),
            note=self.row.get("correction_note", ""),
            by=official,
        )

    def follow_up(self, db: Session) -> None:
        """The asker asks once more."""
        parent = self.question(db)
        title, _, text = str(self.row["follow_up"]).partition("? ")
        asked = actions.Asked(
            title=title[:149] + "?" if text else title[:150],
            text=text,
            name=parent.asker_name,
            email=parent.asker_email,
            office_key=parent.office.key,
            shown_as=parent.shown_as,
            parent_id=parent.id,
            topic_key=db.get_one(Topic, parent.topic_id).key if parent.topic_id else "",
        )
        self.ids[f"{self.row['key']}+"] = actions.follow_up(db, parent, asked, by=None).id

    def publish_follow_up(self, db: Session) -> None:
        """A moderator lets the follow-up through."""
        self._decide(db, self.question(db, f"{self.row['key']}+"), Verdict.APPROVE)

    def answer_follow_up(self, db: Session) -> None:
        """The office answers the follow-up."""
        question = self.question(db, f"{self.row['key']}+")
        official = self._official(db, question)
        assert official is not None
        draft = actions.save_draft(
            db,
            question,
            kind=AnswerKind.ANSWER,
            text=self.row["follow_up_answer"],
            text_en=self.row.get("follow_up_answer_en", ""),
            by=official,
        )
        actions.approve(db, draft, by=official)
