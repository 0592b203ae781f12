"""What the working group of the demonstration has reported."""

import yaml
from sqlalchemy import select

from portal.features.plan import actions, queries
from portal.features.plan.models import Evidence, State
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.clock import local_date, now
from portal.kernel.db import work
from portal.kernel.paths import STARTER


def fill() -> None:
    """Report what the starter's demonstration says, once: where anything was reported before, nothing happens."""
    rows = yaml.safe_load((STARTER / "demo.yaml").read_text(encoding="utf-8"))["evidence"]
    with work() as db:
        if db.scalar(select(Evidence.id).limit(1)) is not None:
            return
        group = db.scalars(
            select(Person).join(Grant).where(Grant.role == Role.WORKING_GROUP).order_by(Person.id).limit(1)
        ).first()
        for row in sorted(rows, key=lambda row: row["date"]):
            activity = queries.activity(db, row["activity"])
            if activity is not None:
                actions.report(
                    db, activity.key, state=State(row["state"]), day=min(row["date"], local_date(now())),
                    note_sr=row["note_sr"], note_en=row.get("note_en", ""), link=row.get("link", ""),
                    seen=activity.version, by=group,
                )
