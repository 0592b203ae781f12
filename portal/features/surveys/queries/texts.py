"""Free texts of a survey, for the working group: by question, found again in either script, decided one by one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.surveys.models import Questionnaire, Stage, Survey, TextAnswer, TextState
from portal.features.surveys.rules.questionnaire import Question, read
from portal.kernel.paging import Page
from portal.kernel.texts import fold, personal_data

PAGE = 20
LOOKED_AT = 5000
"""So many texts one search looks at; the next page goes on where it ended."""
NAME = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Asked:
    """A question answered in words, and how many answers there are in each state."""

    question: Question
    counts: Mapping[TextState, int]

    def readable(self, survey: Survey) -> bool:
        """Tell whether those that wait may be read.

        While people answer they may only be read when at least the smallest number of them waits together: the last one
        to come would be known by its time.
        """
        is_over = survey.stage in {Stage.CLOSING, Stage.CLOSED}
        waiting = self.counts.get(TextState.WAITING, 0)
        return waiting > 0 if is_over else waiting >= survey.smallest


def text_questions(db: Session, survey: Survey) -> Sequence[Asked]:
    """Return the questions of a survey that are answered in words, those of earlier versions included, the newest first."""
    wanted = select(Questionnaire.document).where(Questionnaire.survey_id == survey.id).order_by(Questionnaire.number.desc())
    questions: dict[str, Question] = {}
    for document in db.scalars(wanted):
        for code, question in read(document).questions.items():
            if question.kind.is_text:
                questions.setdefault(code, question)
    grouped = select(TextAnswer.code, TextAnswer.state, func.count()).where(TextAnswer.survey_id == survey.id)
    counts: dict[str, dict[TextState, int]] = {}
    for code, state, number in db.execute(grouped.group_by(TextAnswer.code, TextAnswer.state)):
        counts.setdefault(code, {})[state] = number
    return [Asked(question, counts.get(code, {})) for code, question in questions.items()]


def texts(db: Session, survey: Survey, asked: Asked, state: TextState, *, words: str = "", after: str = "") -> Page[TextAnswer]:
    """Return a page of texts in one state, in the order of their random names, which tells nothing.

    With `words`, those that contain all of them in either script, however they are written; at most `LOOKED_AT` texts are
    looked at, and `older` leads on. Those that wait are only shown when they are readable.
    """
    if state is TextState.WAITING and not asked.readable(survey):
        return Page([])
    theirs = (TextAnswer.survey_id == survey.id, TextAnswer.code == asked.question.code, TextAnswer.state == state)
    wanted = select(TextAnswer).where(*theirs).order_by(TextAnswer.id)
    if NAME.fullmatch(after):
        wanted = wanted.where(TextAnswer.id > after)
    if not words.strip():
        rows = list(db.scalars(wanted.limit(PAGE + 1)))
        return Page(rows[:PAGE], older=rows[PAGE - 1].id if len(rows) > PAGE else "")
    looked = list(db.scalars(wanted.limit(LOOKED_AT)))
    parts = fold(words).split()
    found = [text for text in looked if all(part in folded for folded in [fold(text.text)] for part in parts)]
    if len(found) > PAGE:
        return Page(found[:PAGE], older=found[PAGE - 1].id)
    return Page(found, older=looked[-1].id if len(looked) == LOOKED_AT else "")


def suggested(text: str) -> Sequence[str]:
    """Return the pieces of a text that look like personal data, each once: what is better blacked out."""
    return list(dict.fromkeys(text[found.start : found.end] for found in personal_data(text)))


def approved(db: Session, survey_id: int, code: str) -> Sequence[str]:
    """Return what may be published of the answers to a question, blacked out where somebody decided so."""
    theirs = (TextAnswer.survey_id == survey_id, TextAnswer.code == code, TextAnswer.state == TextState.APPROVED)
    return db.scalars(select(TextAnswer.shown).where(*theirs).order_by(TextAnswer.id)).all()
