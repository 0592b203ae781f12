"""The report: begun by a person, made by a job from one snapshot, signed by a named person; then everybody hears of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from portal.features.debates.actions.publishing import settle_report
from portal.features.debates.actions.report_documents import write_documents
from portal.features.debates.actions.shared import require_unit
from portal.features.debates.models import (
    DEBATE,
    Debate,
    Phase,
    Remark,
    Report,
    ReportFile,
    ReportLine,
    ReportState,
    Said,
)
from portal.features.debates.queries import reports
from portal.features.debates.queries.answers import missing
from portal.features.debates.queries.report_content import head_of, lines_for
from portal.features.debates.refusals.remarks import NotSignable, ReportBehind, ReportIncomplete, StillOpen
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import changed, snapshot, touch
from portal.kernel.jobs import enqueue
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext, shown_moment

BATCH = 250
"""So many lines are written at once; between two batches others write, and the bar moves."""
DOCUMENTS = 6
"""Two kinds in three versions."""


def begin_report(db: Session, debate_id: int, *, by: Person) -> Report:
    """Have the report made; an earlier one that nobody signed goes. Raises `OtherUnit`, `StillOpen`, `ReportIncomplete`."""
    debate = _debate(db, debate_id)
    require_unit(db, debate, by)
    if debate.phase(now()) is not Phase.ANALYSIS:
        raise StillOpen(until=shown_moment(debate.closes_at) if debate.closes_at else "")
    lacks = missing(db, debate_id)
    if not lacks.is_complete:
        raise ReportIncomplete(what=said_missing(lacks.unanswered, lacks.more, lacks.waiting))
    for old in db.scalars(select(Report).where(Report.debate_id == debate_id, Report.state != ReportState.SIGNED)):
        _drop(db, old)
    report = Report(debate_id=debate_id, begun_at=now(), begun_by_id=by.id)
    db.add(report)
    db.flush()
    enqueue(db, "debates.report", {"report": report.id}, key=f"debates.report:{report.id}")
    audit.note(db, "debates.begin_report", DEBATE, debate_id, by=by.id, report=report.id)
    return report


def said_missing(numbers: Sequence[int], more: int, waiting: int) -> str:
    """Say in words what a report waits for."""
    said = []
    if numbers:
        named = ", ".join(map(str, numbers))
        said.append(_("without an answer: %(numbers)s", numbers=f"{named} …" if more else named))
    if waiting:
        said.append(ngettext("%(num)s remark is not decided on", "%(num)s remarks are not decided on", waiting))
    return "; ".join(said)


def _drop(db: Session, report: Report) -> None:
    for table in (ReportLine, ReportFile):
        db.execute(delete(table).where(table.report_id == report.id))
    db.delete(report)
    db.flush()


def make_report(db: Session, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Read the register in one snapshot, write the lines in small transactions, then the documents from the lines.

    Nothing here grows with the number of remarks but the disk. Runs without the write lock; a second run begins anew.
    """
    report = db.get(Report, payload["report"])
    if report is None or report.state is not ReportState.MAKING:
        return {}
    id, debate_id = report.id, report.debate_id
    with Session(db.get_bind()) as writer:
        pen = _Pen(writer, id)
        pen.begins()
        with snapshot() as seen:
            debate = seen.get_one(Debate, debate_id)
            content = head_of(seen, debate)
            pen.expects(content["counts"]["public"] + content["counts"]["refused"])
            for lines in _batches(lines_for(seen, debate)):
                pen.writes(lines)
        digest = digest_of(content, pen.written())
        files = write_documents(content, pen.written, pen.moves, digest)
    return {"content": content, "digest": digest, "files": files}


def finish_report(db: Session, payload: Mapping[str, Any]) -> None:
    """Keep what was made; the report waits for its signature."""
    report = db.get(Report, payload["report"])
    if report is None or report.state is not ReportState.MAKING or "content" not in payload:
        return
    report.content, report.digest = payload["content"], payload["digest"]
    report.state, report.done = ReportState.READY, report.total
    report.version += 1
    db.execute(delete(ReportFile).where(ReportFile.report_id == report.id))
    for file in payload["files"]:
        db.add(ReportFile(report_id=report.id, **file))
    audit.note(db, "debates.make_report", DEBATE, report.debate_id, by=None, report=report.id, digest=report.digest)


class _Pen:
    """Writes the lines of a report and moves its bar, each batch in a short transaction of its own."""

    def __init__(self, db: Session, report_id: int) -> None:
        self.db, self.id, self.place = db, report_id, 0

    def begins(self) -> None:
        self.db.execute(delete(ReportLine).where(ReportLine.report_id == self.id))
        self.db.commit()

    def expects(self, lines: int) -> None:
        self._set(total=max(1, lines * (1 + DOCUMENTS)), done=0)

    def writes(self, lines: Sequence[tuple[int, dict[str, Any]]]) -> None:
        rows = [
            {"report_id": self.id, "place": self.place + n, "article": article, "content": content}
            for n, (article, content) in enumerate(lines)
        ]
        self.db.execute(insert(ReportLine), rows)
        self.place += len(rows)
        self.moves(len(rows))

    def moves(self, by: int) -> None:
        self._set(done=Report.done + by)

    def written(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield article and content of every line, a batch in memory at a time."""
        after = -1
        while True:
            here = (ReportLine.report_id == self.id, ReportLine.place > after)
            columns = (ReportLine.place, ReportLine.article, ReportLine.content)
            rows = self.db.execute(select(*columns).where(*here).order_by(ReportLine.place).limit(BATCH)).all()
            self.db.rollback()
            if not rows:
                return
            for row in rows:
                yield row.article, row.content
            after = rows[-1].place

    def _set(self, **values: Any) -> None:
        self.db.execute(update(Report).where(Report.id == self.id).values(**values))
        self.db.commit()


def _batches(lines: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    held: list[tuple[int, dict[str, Any]]] = []
    for line in lines:
        held.append(line)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def digest_of(content: Mapping[str, Any], lines: Iterator[tuple[int, dict[str, Any]]]) -> str:
    """Return the sha256 of a report: of its head, then of each line, as JSON that is the same for the same words."""
    found = hashlib.sha256(_canonical(content))
    for article, line in lines:
        found.update(b"\n" + _canonical([article, line]))
    return found.hexdigest()


def _canonical(what: Any) -> bytes:
    return json.dumps(what, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign_report(db: Session, report_id: int, *, by: Person, seen: int) -> Report:
    """Sign a report: it becomes public, the debate is reported, and everybody who took part hears what became of it.

    Raises `OtherUnit`, `NotSignable`, `ReportBehind` where the register has changed since, `ReportIncomplete`.
    """
    report = db.get(Report, report_id)
    if report is None:
        raise NotFound
    require_unit(db, _debate(db, report.debate_id), by)
    newest = reports.newest(db, report.debate_id)
    if report.state is not ReportState.READY or newest is None or newest.id != report.id:
        raise NotSignable
    lacks = missing(db, report.debate_id)
    if not lacks.is_complete:
        raise ReportIncomplete(what=said_missing(lacks.unanswered, lacks.more, lacks.waiting))
    if _has_changed(db, report):
        raise ReportBehind
    signature = {"state": ReportState.SIGNED, "signed_at": now(), "signed_by_id": by.id, "signed_name": by.name}
    if not changed(db, Report, id=report.id, version=seen, **signature):
        raise NotSignable
    settle_report(db, report.debate_id, by=by, report=report.id, digest=report.digest)
    audit.note(db, "debates.sign_report", DEBATE, report.debate_id, by=by.id, report=report.id, digest=report.digest)
    touch(db, f"debate.{report.debate_id}")
    enqueue(db, "debates.outcomes", {"debate": report.debate_id}, key=f"debates.outcomes:{report.id}")
    return report


def _has_changed(db: Session, report: Report) -> bool:
    """Tell whether the register says something else than the report."""
    theirs = select(Remark.id).where(Remark.debate_id == report.debate_id)
    later = select(func.count()).select_from(Said).where(Said.remark_id.in_(theirs), Said.at > report.begun_at)
    counts = head_of(db, _debate(db, report.debate_id))["counts"]
    return bool(db.scalar(later)) or counts != report.content["counts"]


def _debate(db: Session, debate_id: int) -> Debate:
    found = db.get(Debate, debate_id)
    if found is None or not found.is_public:
        raise NotFound
    return found
