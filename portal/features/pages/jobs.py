"""The pages' part of the timetable."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.pages import actions
from portal.kernel.jobs import Job
from portal.kernel.settings import setting
from portal.kernel.words import lazy


def _look(db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    return {"found": actions.look(db, setting("NEWS_HOSTS"))}


def _keep(db: Session, payload: dict[str, Any]) -> None:
    actions.looked(db, payload["found"])


JOBS = (
    Job(
        name="pages.look",
        label=lazy("Nightly look whether the addresses on the lists answer"),
        before=_look,
        handler=_keep,
        every=timedelta(days=1),
    ),
)
