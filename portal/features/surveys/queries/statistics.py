"""What the answers say, read from the sums that are kept with each of them: as fast for a million as for ten."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.surveys.models import NO_OPINION, NOT_ANSWERED, NOT_ASKED, Day, Mode, Questionnaire, Survey, Tally
from portal.features.surveys.rules import counted
from portal.features.surveys.rules.counted import Counted
from portal.features.surveys.rules.layout import Layout, Slot
from portal.features.surveys.rules.questionnaire import Kind, Question, Said, read
from portal.features.surveys.rules.questionnaire import Questionnaire as Document

SIGNS = {NOT_ASKED, NOT_ANSWERED, NO_OPINION}


@dataclass(frozen=True)
class Statistics:
    """A survey's numbers: how many answered, in which ways, and what was counted of each question.

    Where answers came in over the web, those who answered chose themselves to: `is_voluntary`, and the intervals say how
    exact the numbers are for such people, not for all citizens. `questions` are by the key of what was counted: a code,
    or `code.row` of a grid; texts are not among them.
    """

    survey: Survey
    questionnaire: Document
    responses: int
    modes: Mapping[Mode, int]
    questions: Mapping[str, Counted]

    @property
    def is_voluntary(self) -> bool:
        """Tell whether some of those who answered chose themselves to."""
        return self.modes[Mode.WEB] > 0


class _Sums:
    """The sums of a survey with letters put into meanings, since an option may have another letter in another version."""

    def __init__(self) -> None:
        self.slots: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.values: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.modes: dict[Mode, int] = dict.fromkeys(Mode, 0)
        self.responses = 0

    def add(self, row: Tally, layout: Layout) -> None:
        """Add a row of sums."""
        self.responses += row.responses
        for slot in layout.slots:
            for letter, number in row.counts.get(slot.key, {}).items():
                self.slots[slot.key][meaning(slot, letter)] += number
        for code, given in row.values.items():
            for value, number in given.items():
                self.values[code][value] += number


def meaning(slot: Slot, letter: str) -> str:
    """Return what a letter of a slot says: the code of an option, a number, or the sign for none, which no code is like."""
    return letter if letter in SIGNS else slot.letters[letter]


def documents(db: Session, survey_id: int) -> Mapping[int, Document]:
    """Return the published versions of a survey's questionnaire by number."""
    rows = db.execute(select(Questionnaire.number, Questionnaire.document).where(Questionnaire.survey_id == survey_id))
    return {number: read(document) for number, document in rows}


def of_survey(db: Session, survey: Survey, mode: Mode | None = None) -> Statistics:
    """Return the numbers of a survey, or of the answers that came in one way. Two queries over the sums alone."""
    asked = documents(db, survey.id)
    layouts = {number: Layout(each) for number, each in asked.items()}
    sums = _Sums()
    for row in db.scalars(select(Tally).where(Tally.survey_id == survey.id)):
        sums.modes[row.mode] += row.responses
        if mode is None or row.mode is mode:
            sums.add(row, layouts[row.number])
    current = asked.get(survey.number, Document(()))
    found = {each.key: each for question in current.questions.values() for each in _counted(question, sums, survey.population)}
    return Statistics(survey, current, sums.responses, sums.modes, found)


def _counted(question: Question, sums: _Sums, population: int) -> Sequence[Counted]:
    if question.kind.is_text:
        return []
    if question.kind.is_number:
        return [counted.numbers(question, sums.values[question.code], sums.responses, population)]
    if question.kind is Kind.GRID:
        rows = {f"{question.code}.{row.code}": row.title for row in question.rows}
        return [counted.single(question, key, title, sums.slots[key], population) for key, title in rows.items()]
    if question.kind in (Kind.MULTIPLE, Kind.RANKING):
        slots = {option.code: sums.slots[f"{question.code}.{option.code}"] for option in question.options}
        count = counted.multiple if question.kind is Kind.MULTIPLE else counted.ranking
        return [count(question, slots, population)]
    return [counted.single(question, question.code, question.title, sums.slots[question.code], population)]


def by_day(db: Session, survey_id: int) -> Sequence[tuple[date, int]]:
    """Return how many answers came on each day; after closing small days are joined with the next one."""
    rows = db.execute(select(Day.day, Day.responses).where(Day.survey_id == survey_id).order_by(Day.day))
    return [(day, number) for day, number in rows]


def title_of(statistics: Statistics, key: str) -> Said:
    """Return what a key is called: the question, or the question and its row."""
    found = statistics.questions[key]
    if found.title is found.question.title:
        return found.title
    whole = found.question.title
    return Said(sr=f"{whole.sr}: {found.title.sr}", en=f"{whole.en}: {found.title.en}" if whole.en and found.title.en else "")
