"""The sums counted anew from the answers themselves: what is kept with each answer must be exactly that."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.features.surveys.actions.shared import load
from portal.features.surveys.models import SURVEY, Mode, Questionnaire, Response, Survey, Tally
from portal.features.surveys.rules import sums
from portal.features.surveys.rules.layout import Layout
from portal.features.surveys.rules.questionnaire import read
from portal.features.surveys.rules.sums import Counts
from portal.kernel import audit

AT_ONCE = 20_000

Anew = tuple[int, Counts, Counts]
Drift = Mapping[tuple[int, Mode], tuple[Anew, Anew]]
"""By version and mode: what the sums say, and what the answers say."""


def drift(db: Session, survey_id: int) -> Drift:
    """Return where the sums of a survey differ from its answers; call it inside one `snapshot()`. Linear, constant memory."""
    kept: dict[tuple[int, Mode], list[Tally]] = {}
    for row in db.scalars(select(Tally).where(Tally.survey_id == survey_id)):
        kept.setdefault((row.number, row.mode), []).append(row)
    numbers = db.scalars(select(Questionnaire.number).where(Questionnaire.survey_id == survey_id)).all()
    found = {}
    for number in numbers:
        for mode in Mode:
            said = _plain(sums.total(kept.get((number, mode), ())))
            right = _plain(counted_anew(db, survey_id, number, mode))
            if said != right:
                found[number, mode] = said, right
    return found


def counted_anew(db: Session, survey_id: int, number: int, mode: Mode) -> Anew:
    """Return responses, counts and values of the answers to one version that came in one way."""
    document = db.scalars(
        select(Questionnaire.document).where(Questionnaire.survey_id == survey_id, Questionnaire.number == number)
    ).one()
    layout = Layout(read(document))
    mine = Response.survey_id == survey_id, Response.number == number, Response.mode == mode
    wanted = select(Response.packed, Response.numbers).where(*mine)
    responses, columns, values = 0, [Counter[str]() for _ in layout.slots], Counts()
    for part in db.execute(wanted, execution_options={"yield_per": AT_ONCE}).partitions():
        responses += len(part)
        for column, letters in zip(columns, zip(*(row.packed for row in part), strict=True), strict=True):
            column.update(letters)
        for row in part:
            sums.add_values(values, row.numbers)
    counts = {slot.key: dict(column) for slot, column in zip(layout.slots, columns, strict=True) if column}
    return responses, counts, values


def mend(db: Session, survey_id: int) -> None:
    """Count a survey anew while nobody answers, put right what was wrong, and say so in the audit log, without any number.

    The survey's row is locked, so answers wait: what comes meanwhile is neither lost nor counted twice. For a million
    answers that takes seconds; looking first (`drift` inside a `snapshot()`) holds nobody up.
    """
    load(db, survey_id)
    for (number, mode), (_said, right) in drift(db, survey_id).items():
        mine = (Tally.survey_id == survey_id) & (Tally.number == number) & (Tally.mode == mode)
        db.execute(delete(Tally).where(mine))
        responses, counts, values = right
        db.add(Tally(survey_id=survey_id, number=number, mode=mode, shard=0, responses=responses, counts=counts, values=values))
        audit.note(db, "surveys.recount", SURVEY, survey_id, by=None, number=number, mode=mode.value)


def wrong(db: Session) -> Sequence[int]:
    """Return the surveys whose sums differ from their answers; call it inside one `snapshot()`."""
    ids = db.scalars(select(Survey.id).where(Survey.number > 0).order_by(Survey.id)).all()
    return [survey_id for survey_id in ids if drift(db, survey_id)]


def _plain(anew: Anew) -> Anew:
    responses, counts, values = anew
    return responses, _without_nought(counts), _without_nought(values)


def _without_nought(counts: Counts) -> Counts:
    given = {key: {letter: number for letter, number in of.items() if number} for key, of in counts.items()}
    return {key: of for key, of in given.items() if of}
