"""What the timetable does for news: what appears and ends is found or not, sources are asked, numbers are counted."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.news import actions
from portal.kernel.jobs import Job
from portal.kernel.settings import setting
from portal.kernel.words import lazy


def _turn(db: Session, payload: dict[str, Any]) -> None:
    actions.turn(db, payload["item"])


def _ask_sources(db: Session, _payload: dict[str, Any]) -> None:
    actions.order_due(db)


def _gather(db: Session, payload: dict[str, Any]) -> dict[str, Any]:
    return {"found": actions.gather(db, payload["source"], setting("NEWS_HOSTS"))}


def _take_in(db: Session, payload: dict[str, Any]) -> None:
    actions.take_in(db, payload["source"], payload["found"])


def _count_anew(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    return {"wrong": actions.drift()}


def _mend(db: Session, payload: dict[str, Any]) -> None:
    actions.mend(db, payload["wrong"])


JOBS = (
    Job(name="news.turn", label=lazy("News that appear or end"), handler=_turn),
    Job(name="news.sources", label=lazy("Sources of news that are due"), handler=_ask_sources, every=timedelta(hours=1)),
    Job(name="news.import", label=lazy("Import of news"), before=_gather, handler=_take_in),
    Job(
        name="news.recount",
        label=lazy("Nightly recount of news"),
        before=_count_anew,
        handler=_mend,
        every=timedelta(days=1),
    ),
)
