"""What is known of reports; read only."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.debates.models import Report, ReportFile, ReportLine, ReportState


def newest(db: Session, debate_id: int) -> Report | None:
    """Return the report that was begun last."""
    return db.scalars(select(Report).where(Report.debate_id == debate_id).order_by(Report.id.desc()).limit(1)).first()


def signed(db: Session, debate_id: int) -> Report | None:
    """Return the signed report of a debate: the only one that is public."""
    wanted = select(Report).where(Report.debate_id == debate_id, Report.state == ReportState.SIGNED)
    return db.scalars(wanted.order_by(Report.id.desc()).limit(1)).first()


def files_of(db: Session, report_id: int) -> Sequence[ReportFile]:
    """Return the documents of a report."""
    theirs = select(ReportFile).where(ReportFile.report_id == report_id)
    return db.scalars(theirs.order_by(ReportFile.what, ReportFile.version_key.desc())).all()


def articles_of(db: Session, report_id: int) -> dict[int, int]:
    """Return how many lines of a report belong to which article, in the order of the report."""
    wanted = select(ReportLine.article, func.count()).where(ReportLine.report_id == report_id).group_by(ReportLine.article)
    return {article: number for article, number in db.execute(wanted.order_by(func.min(ReportLine.place)))}  # noqa: C416


def lines_of(db: Session, report_id: int, article: int, *, after: int = -1, most: int = 50) -> Sequence[ReportLine]:
    """Return lines of one article of a report after a place, one more than a page holds."""
    here = (ReportLine.report_id == report_id, ReportLine.article == article, ReportLine.place > after)
    return db.scalars(select(ReportLine).where(*here).order_by(ReportLine.place).limit(most + 1)).all()
