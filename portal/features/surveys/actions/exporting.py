"""Answers, numbers and the codebook of a survey as files for other programs, in the script of the page."""

import csv
import io
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.surveys.models import NO_OPINION, NOT_ANSWERED, NOT_ASKED, SURVEY, Response, Stage, Survey, TextAnswer
from portal.features.surveys.queries import statistics
from portal.features.surveys.queries.statistics import Statistics, documents, meaning
from portal.features.surveys.refusals.exporting import NotOverYet, TooLongForASheet
from portal.features.surveys.rules.intervals import Interval
from portal.features.surveys.rules.layout import Layout, Slot
from portal.features.surveys.rules.questionnaire import Kind, Question, Questionnaire, Said
from portal.features.surveys.words import MODES
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import version

AT_ONCE = 5000
LONGEST_SHEET = 50_000
"""So many answers fit a spreadsheet that programs still open; more of them are given as CSV."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ANSWERS, TEXTS, NUMBERS, CODEBOOK = "answers", "texts", "numbers", "codebook"
Cell = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """A table for another program. `rows` may be an iterator, which is read once."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def permit(db: Session, survey_id: int, what: str, *, by: Person, media: str) -> None:
    """Say in the audit log that somebody takes a file, if they may.

    Answers and texts only of a survey that is over: two copies with one answer between them would give that one away.
    Raises `NotFound`, `NotOverYet`, `TooLongForASheet`.
    """
    survey = db.get(Survey, survey_id)
    if survey is None or not survey.number or what not in {ANSWERS, TEXTS, NUMBERS, CODEBOOK}:
        raise NotFound
    if what in {ANSWERS, TEXTS} and survey.stage is not Stage.CLOSED:
        raise NotOverYet
    if what == ANSWERS and media != "csv" and statistics.of_survey(db, survey).responses > LONGEST_SHEET:
        raise TooLongForASheet(most=LONGEST_SHEET)
    audit.note(db, "surveys.export", SURVEY, survey_id, by=by.id, what=what, media=media)


def sheets(db: Session, survey_id: int, what: str, media: str) -> Sequence[Sheet]:
    """Return a file that was permitted as sheets, to be read inside one `snapshot()`.

    Answers are in the order of random names and know nothing of texts, which come in an order of chance.
    """
    asked = documents(db, survey_id)
    if what == NUMBERS:
        return [numbers(statistics.of_survey(db, db.get_one(Survey, survey_id)))]
    if what == CODEBOOK:
        return [codebook(asked)]
    if what == TEXTS:
        return [texts(db, survey_id)]
    if media == "csv":
        return [answers(db, survey_id, asked, coded=True)]
    return [answers(db, survey_id, asked, coded=False), codebook(asked)]


@dataclass(frozen=True)
class _Column:
    """A column of the answers: a slot, or a question in numbers or days, by the name it has in every version."""

    key: str
    question: Question
    part: str

    @property
    def title(self) -> str:
        titles = {each.code: each.title for each in (*self.question.options, *self.question.rows)}
        return _both(self.question.title, titles.get(self.part, Said()))


def _columns(asked: Mapping[int, Questionnaire]) -> Sequence[_Column]:
    """Return the columns of all versions, in the order of the newest one that has them."""
    found: dict[str, _Column] = {}
    for number in sorted(asked, reverse=True):
        slots = Layout(asked[number]).slots
        for question in asked[number].questions.values():
            if question.kind.is_number:
                found.setdefault(question.code, _Column(question.code, question, ""))
            for slot in slots:
                if slot.question is question:
                    found.setdefault(slot.key, _Column(slot.key, question, slot.part))
    return list(found.values())


def answers(db: Session, survey_id: int, asked: Mapping[int, Questionnaire], *, coded: bool) -> Sheet:
    """Return all answers, one a row: by codes for programs, or in words for people. Constant memory."""
    columns = _columns(asked)
    layouts = {number: Layout(each) for number, each in asked.items()}
    head = [column.key if coded else column.title for column in columns]
    first = ["version", "mode"] if coded else [_("Version"), _("How it came in")]
    return Sheet(_("Answers"), [*first, *head], _answers(db, survey_id, columns, layouts, coded))


def _answers(
    db: Session, survey_id: int, columns: Sequence[_Column], layouts: Mapping[int, Layout], coded: bool
) -> Iterator[Sequence[Cell]]:
    wanted = select(Response.number, Response.mode, Response.packed, Response.numbers).where(Response.survey_id == survey_id)
    signs = SIGNS if coded else {sign: str(said) for sign, said in _said_signs().items()}
    names = {number: [layout.by_key.get(column.key) for column in columns] for number, layout in layouts.items()}
    for number, mode, packed, given in db.execute(wanted.order_by(Response.id), execution_options={"yield_per": AT_ONCE}):
        cells: list[Cell] = []
        for column, slot in zip(columns, names[number], strict=True):
            if slot is None:
                value = given.get(column.key, NOT_ASKED)
                cells.append(signs[NOT_ANSWERED] if value is None else signs.get(value, value))
            else:
                said = meaning(slot, packed[slot.place])
                cells.append(signs[said] if said in signs else said if coded else _in_words(slot, said))
        yield [number, mode.value if coded else str(MODES[mode]), *cells]


SIGNS: Mapping[str, str] = {NOT_ANSWERED: "", NOT_ASKED: ".", NO_OPINION: "~"}
"""How the three ways of saying nothing are written for programs."""


def _said_signs() -> Mapping[str, str]:
    return {NOT_ANSWERED: "", NOT_ASKED: _("not asked"), NO_OPINION: _("no opinion")}


def _in_words(slot: Slot, said: str) -> Cell:
    if slot.question.kind in (Kind.MULTIPLE, Kind.CONSENT):
        return _("yes") if said == "yes" else _("no")
    if slot.question.kind is Kind.SINGLE:
        return next(_shown(option.title) for option in slot.question.options if option.code == said)
    return int(said)


def texts(db: Session, survey_id: int) -> Sheet:
    """Return the free texts, apart from the answers they came with, in an order of chance."""
    wanted = select(TextAnswer.code, TextAnswer.state, TextAnswer.text, TextAnswer.shown)
    rows = list(db.execute(wanted.where(TextAnswer.survey_id == survey_id)))
    secrets.SystemRandom().shuffle(rows)
    latin = version().is_latin
    shown = [[row.code, row.state.value, *(to_latin(each) if latin else each for each in (row.text, row.shown))] for row in rows]
    return Sheet(_("Free texts"), [_("Question"), _("State"), _("Text"), _("So it may be published")], shown)


def codebook(asked: Mapping[int, Questionnaire]) -> Sheet:
    """Return what each column is and what each code in it means, in the versions of the questionnaire."""
    head = [_("Version"), _("Column"), _("Question"), _("Kind"), _("Condition"), _("Code"), _("Meaning")]
    return Sheet(_("Codebook"), head, list(_codes(asked)))


def _codes(asked: Mapping[int, Questionnaire]) -> Iterator[Sequence[Cell]]:
    for number in sorted(asked):
        layout = Layout(asked[number])
        for question in asked[number].questions.values():
            columns = [column for column in _columns({number: asked[number]}) if column.question is question]
            for column in columns:
                slot = layout.by_key.get(column.key)
                about: list[Cell] = [number, column.key, column.title, question.kind.value, question.condition]
                for said in slot.letters.values() if slot else ():
                    yield [*about, said, _in_words(slot, said) if slot else ""]
                yield from ([*about, code, words] for code, words in _codes_of_none(question))


def _codes_of_none(question: Question) -> Iterator[tuple[str, Cell]]:
    yield SIGNS[NOT_ANSWERED], _("not answered")
    if question.no_opinion:
        yield SIGNS[NO_OPINION], _("no opinion")
    yield SIGNS[NOT_ASKED], _("not asked")


def numbers(found: Statistics) -> Sheet:
    """Return the numbers of a survey, one a row, each with its interval and with what it rests on."""
    head = [
        *(_("Column"), _("Question"), _("Measure"), _("Code"), _("Answer"), _("Number"), _("Value"), _("From"), _("To")),
        *(_("Answered"), _("Asked, not answered"), _("Not asked"), _("No opinion")),
    ]
    return Sheet(_("Numbers"), head, list(_numbers(found)))


def _numbers(found: Statistics) -> Iterator[Sequence[Cell]]:
    for key, counted in found.questions.items():
        title = _shown(statistics.title_of(found, key))
        rests = [counted.n, counted.not_answered, counted.not_asked, counted.no_opinion]
        for share in counted.shares:
            yield [key, title, "share", share.code, _shown(share.title), share.number, *_ends(share.share), *rests]
        for measure, interval in (("median", counted.median), ("mean", counted.mean), ("nps", counted.nps)):
            if interval is not None:
                yield [key, title, measure, "", "", None, *_ends(interval), *rests]
        for said, interval in counted.ranks:
            yield [key, title, "mean place", "", _shown(said), None, *_ends(interval), *rests]


def _ends(interval: Interval | None) -> Sequence[Cell]:
    return [None] * 3 if interval is None else [interval.value, interval.low, interval.high]


def _shown(said: Said) -> str:
    return plainly(said.sr, said.en)


def _both(whole: Said, part: Said) -> str:
    return f"{_shown(whole)}: {_shown(part)}" if part.sr else _shown(whole)


def write_csv(out: IO[bytes], sheet: Sheet) -> None:
    """Write a sheet with a byte order mark, without which some programs break Cyrillic; no cell is taken for a formula."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_harmless(cell) for cell in sheet.head])
    writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)
    text.detach()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_xlsx(out: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write sheets as a workbook: numbers as numbers, words as text that never becomes a formula or a link."""
    import xlsxwriter

    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, plain)
    bold = book.add_format({"bold": True, "text_wrap": True})
    for sheet in sheets:
        table = book.add_worksheet(sheet.title[:31])
        table.freeze_panes(1, 0)
        table.write_row(0, 0, sheet.head, bold)
        for place, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell:
                    table.write_string(place, column, cell)
                elif cell not in (None, ""):
                    table.write_number(place, column, cell)
    book.close()
