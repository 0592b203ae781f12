"""A survey beside the earlier ones of its series; read only."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.features.surveys.models import PUBLIC, Publication, Survey
from portal.features.surveys.queries import publication, statistics
from portal.features.surveys.rules.comparing import Compared, Side, compared
from portal.features.surveys.rules.counted import Counted
from portal.features.surveys.rules.intervals import Interval
from portal.features.surveys.rules.questionnaire import Kind, Said

RATED = {Kind.SCALE.value, Kind.NPS.value, Kind.GRID.value}


def earlier(db: Session, survey: Survey) -> Sequence[Survey]:
    """Return the surveys of the same series that were opened before this one, the newest first."""
    if survey.opened_at is None:
        return []
    wanted = select(Survey).where(Survey.series_id == survey.series_id, Survey.opened_at < survey.opened_at, text(PUBLIC))
    return db.scalars(wanted.order_by(Survey.opened_at.desc(), Survey.id.desc())).all()


def of_surveys(db: Session, before: Survey, after: Survey) -> Sequence[Compared]:
    """Compare two surveys as they were counted; for the working group. Four queries over the sums alone."""
    return compared(*(_sides(statistics.of_survey(db, each)) for each in (before, after)))


def published_before(db: Session, survey: Survey) -> tuple[Survey, Publication] | None:
    """Return the last survey before this one whose results are published, with them as they stand."""
    for each in earlier(db, survey):
        found = publication.newest(db, each.id)
        if found is not None:
            return each, found
    return None


def of_publications(before: Publication, after: Publication) -> Sequence[Compared]:
    """Compare two surveys by what was published of them, and by nothing else: so it tells no more than both do."""
    return compared(_published(before.document), _published(after.document))


def _sides(found: statistics.Statistics) -> Mapping[str, Side]:
    return {key: _side(found, key, counted) for key, counted in found.questions.items()}


def _side(found: statistics.Statistics, key: str, counted: Counted) -> Side:
    return Side(
        title=statistics.title_of(found, key),
        n=counted.n,
        shares={share.code: (share.title, share.share) for share in counted.shares},
        values=counted.values,
        nps=counted.nps,
        population=found.survey.population,
    )


def _published(document: Mapping[str, Any]) -> Mapping[str, Side]:
    return {each["key"]: _frozen(each, document["population"]) for each in document["questions"]}


def _frozen(question: Mapping[str, Any], population: int) -> Side:
    rows = question["rows"]
    is_rated = question["whole"] and question["kind"] in RATED and all(row["number"] is not None for row in rows)
    return Side(
        title=Said(**question["title"]),
        n=question["n"],
        shares={row["code"]: (Said(**row["title"]), _interval(row["share"])) for row in rows},
        values={float(row["code"]): row["number"] for row in rows if row["number"]} if is_rated else {},
        nps=_interval(question["nps"]),
        population=population,
    )


def _interval(ends: Sequence[float] | None) -> Interval | None:
    return Interval(*ends) if ends else None
