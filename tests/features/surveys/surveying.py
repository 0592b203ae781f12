"""Brings surveys to a state, through the public verbs only."""

import contextvars
from datetime import timedelta

from portal.features.surveys import queries
from portal.features.surveys.actions import building, closing, opening, preparing
from portal.features.surveys.models import Survey
from portal.features.surveys.rules import editing
from portal.features.surveys.rules.questionnaire import Said
from portal.features.surveys.rules.starter import YEARLY
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.jobs import run_one
from tests.features.surveys.polling import DOCUMENT
from tests.support.people import People


class Surveying:
    def __init__(self, app) -> None:
        self.app = app
        self.group = People(app).someone(Role.WORKING_GROUP, name="Милица Група")

    def begun(self) -> int:
        """The yearly survey, as it is ready."""
        return self.acts(lambda db, me: preparing.from_starter(db, YEARLY, by=me).id)

    def empty(self, title="Анкета о превозу") -> int:
        return self.acts(lambda db, me: preparing.empty(db, Said(sr=title), by=me).id)

    def small(self) -> int:
        """A survey with the questionnaire of `polling`."""
        survey_id = self.empty("Мала анкета 2026.")
        self.built(survey_id, lambda _before: {**DOCUMENT, "sections": [_bounded(each) for each in DOCUMENT["sections"]]})
        return survey_id

    def cloned(self, survey_id: int) -> int:
        return self.acts(lambda db, me: preparing.clone(db, survey_id, by=me).id)

    def built(self, survey_id: int, change, *args, **words) -> None:
        """One step in the making of the questionnaire: `built(id, editing.remove_question, "trust")`."""

        def act(db, me):
            seen = self.seen(db, survey_id)
            building.build(db, survey_id, lambda before: change(before, *args, **words), by=me, seen=seen)

        self.acts(act)

    def reworded(self, survey_id: int, code: str, title: str) -> None:
        def change(before):
            return editing.change_question(before, code, {**editing.question(before, code), "title": {"sr": title, "en": title}})

        self.built(survey_id, change)

    def saved(self, survey_id: int, **words) -> None:
        """The survey with some words, days or numbers changed."""

        def act(db, me):
            survey = db.get(Survey, survey_id)
            told = preparing.Told(**{**{name: getattr(survey, name) for name in preparing.Told.__annotations__}, **words})
            preparing.save(db, survey_id, told, by=me, seen=survey.version)

        self.acts(act)

    def opening(self, survey_id: int, *, lasts=timedelta(days=30), ballots=20, **words) -> int:
        """The working group has pressed the button; the worker has not come yet."""
        begins = words.get("opens_at") or now()
        self.saved(survey_id, closes_at=begins + lasts, ballots=ballots, **words)
        self.acts(lambda db, me: opening.begin(db, survey_id, by=me, seen=self.seen(db, survey_id)))
        return survey_id

    def opened(self, survey_id: int | None = None, **words) -> int:
        """People can answer it."""
        survey_id = self.opening(survey_id or self.small(), **words)
        self.works()
        return survey_id

    def closed(self, survey_id: int) -> int:
        """Closed by hand, and wiped."""
        self.acts(lambda db, me: closing.close(db, survey_id, by=me, seen=self.seen(db, survey_id)))
        self.works()
        return survey_id

    def works(self) -> int:
        """Let the worker do all that waits; return how many jobs that were."""

        def act():
            done = 0
            with self.app.app_context():
                while run_one(self.app.extensions["portal"].jobs):
                    done += 1
            return done

        return contextvars.Context().run(act)

    def survey(self, survey_id: int) -> Survey:
        def act(db, _me):
            found = db.get(Survey, survey_id)
            assert found is not None
            _ = found.series
            db.expunge_all()
            return found

        return self.acts(act)

    def draft(self, survey_id: int):
        return self.acts(lambda db, _me: queries.draft(db, db.get(Survey, survey_id)))

    def seen(self, db, survey_id: int) -> int:
        return db.get(Survey, survey_id).version

    def asks(self, query):
        """What a query says now."""

        def run():
            with self.app.app_context():
                return query(session())

        return contextvars.Context().run(run)

    def acts(self, act, by=None):
        """Do something by the working group, or somebody else, and return what it returns."""
        who = by or self.group

        def run():
            with self.app.app_context(), work() as db:
                return act(db, db.get(Person, who.id))

        return contextvars.Context().run(run)


def _bounded(section):
    """The section with the first day that questions about days must have before they open."""
    questions = [{**each, "earliest": "1950-01-01"} if each["type"] == "date" else each for each in section["questions"]]
    return {**section, "questions": questions}
