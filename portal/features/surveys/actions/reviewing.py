"""Deciding on free texts: which may be published, whole or with parts blacked out, and which not."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.features.surveys.models import SURVEY, Survey, TextAnswer, TextState
from portal.features.surveys.queries import texts
from portal.features.surveys.refusals.reviewing import NothingLeft, NotInTheText, NotReadableYet
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.texts import redact

READABLE = re.compile(r"[^\W_]")


def approve(
    db: Session, survey_id: int, text_id: str, *, by: Person, seen: int, black: Sequence[str] = ()
) -> TextAnswer:
    """Let a text be published, with every occurrence of the words in `black` blacked out.

    The audit line names the text by its random name and says nothing of what stands in it. Raises `NotFound`,
    `NotReadableYet`, `NotInTheText`, `NothingLeft`, `Stale`.
    """
    found = _load(db, survey_id, text_id)
    spans = [span for words in black for span in _occurrences(found.text, words)]
    shown = redact(found.text, spans)
    if not READABLE.search(shown):
        raise NothingLeft(field="black")
    return _decide(db, found, TextState.APPROVED, shown, by, seen, parts=len(spans))


def withhold(db: Session, survey_id: int, text_id: str, *, by: Person, seen: int) -> TextAnswer:
    """Decide that a text is never published. Raises `NotFound`, `NotReadableYet`, `Stale`."""
    return _decide(db, _load(db, survey_id, text_id), TextState.WITHHELD, "", by, seen)


def _load(db: Session, survey_id: int, text_id: str) -> TextAnswer:
    """Return a text whose turn it is to be read."""
    survey, found = db.get(Survey, survey_id), db.get(TextAnswer, (survey_id, text_id))
    if survey is None or found is None:
        raise NotFound
    if found.state is TextState.WAITING:
        asked = [each for each in texts.text_questions(db, survey) if each.question.code == found.code]
        if not any(each.readable(survey) for each in asked):
            raise NotReadableYet(smallest=survey.smallest)
    return found


def _decide(
    db: Session, text: TextAnswer, state: TextState, shown: str, by: Person, seen: int, **details: int
) -> TextAnswer:
    ours = (TextAnswer.survey_id == text.survey_id, TextAnswer.id == text.id, TextAnswer.version == seen)
    written = update(TextAnswer).where(*ours).values(state=state, shown=shown, version=seen + 1)
    result = db.connection().execute(written)
    if result.rowcount != 1:
        raise Stale(theirs=text.shown or text.text)
    db.refresh(text)
    act = "surveys.approve_text" if state is TextState.APPROVED else "surveys.withhold_text"
    audit.note(db, act, SURVEY, text.survey_id, by=by.id, code=text.code, text=text.id, **details)
    return text


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    found = [(at.start(), at.end()) for at in re.finditer(re.escape(words.strip()), text)] if words.strip() else []
    if words.strip() and not found:
        raise NotInTheText(field="black", words=words.strip())
    yield from found
